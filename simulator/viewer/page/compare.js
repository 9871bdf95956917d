// Two conversations side by side: step for step, and what differs in them.

async function compareWith(at) {
  if (!state.rows[at]) return;
  change({ view: "compare", other: { at, shown: null, told: null } });
  keepHash();
  try {
    const shown = await source.conversation(state.run, at);
    if (state.other?.at === at) change({ other: { ...state.other, shown } });
    const told = source.diff && (await source.diff({ run: state.run, at: state.at }, { run: state.run, at }));
    if (told && state.other?.at === at) change({ other: { ...state.other, told } });
  } catch (error) {
    if (state.other?.at === at) change({ other: { ...state.other, problem: error.message } });
  }
}

/** Pairs of step numbers, either of them null where the other side has one more: seats and kinds are matched in order. */
function paired(ours, theirs) {
  const name = (step) => `${step.by} ${step.kind}`;
  const longest = Array.from({ length: ours.length + 1 }, () => new Uint16Array(theirs.length + 1));
  for (let a = ours.length - 1; a >= 0; a -= 1) {
    for (let b = theirs.length - 1; b >= 0; b -= 1) {
      longest[a][b] = name(ours[a]) === name(theirs[b]) ? longest[a + 1][b + 1] + 1 : Math.max(longest[a + 1][b], longest[a][b + 1]);
    }
  }
  const pairs = [];
  let [a, b] = [0, 0];
  while (a < ours.length || b < theirs.length) {
    if (a < ours.length && b < theirs.length && name(ours[a]) === name(theirs[b])) pairs.push([a++, b++]);
    else if (b >= theirs.length || (a < ours.length && longest[a + 1][b] >= longest[a][b + 1])) pairs.push([a++, null]);
    else pairs.push([null, b++]);
  }
  return pairs;
}

/** What differs in two steps: [path, one value, the other value]. */
function changesOf(one, other) {
  const [ours, theirs] = [new Map(leavesOf(without(one, "seed", "id"))), new Map(leavesOf(without(other, "seed", "id")))];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((path) => !equal(ours.get(path), theirs.get(path)) || ours.has(path) !== theirs.has(path))
    .map((path) => [path, ours.get(path), theirs.get(path)]);
}

const same = (one, other) => equal(without(one, "seed", "id"), without(other, "seed", "id"));

function Compare() {
  const { shown, at, other, rows } = state;
  if (at === null) return h("p", { class: "none" }, "Choose a conversation first.");
  const next = passing().found.filter((each) => each !== at).slice(0, 500);
  const head = h("div", { class: "sides" },
    h("div", { class: "side-head" }, h("b", {}, plain(rows[at][ID])), h("span", { class: `badge ${rows[at][STATUS]}` }, rows[at][STATUS])),
    h("div", { class: "side-head" }, h("label", {}, "with ", h(OtherChoice, { choices: next })), other && h("span", { class: `badge ${rows[other.at]?.[STATUS]}` }, rows[other.at]?.[STATUS])));
  return h("div", { class: "compare" }, h("h2", {}, "Compare"), head,
    other?.problem && h("p", { class: "failure", role: "alert" }, other.problem),
    other?.shown && shown ? safely(other.shown, h(Pairs, { ours: stepsOf(shown), theirs: stepsOf(other.shown), told: other.told })) : h("p", { class: "none" }, other ? "…" : "Choose the other one: those that pass the filters are listed."));
}

function OtherChoice({ choices }) {
  const { rows, other } = state;
  const listedToo = other && !choices.includes(other.at) ? [other.at, ...choices] : choices;
  return h("select", { id: "other", "aria-label": "Compare with", value: other ? String(other.at) : "", onChange: (event) => event.target.value && compareWith(Number(event.target.value)) },
    h("option", { value: "" }, "choose…"),
    listedToo.map((at) => h("option", { key: at, value: String(at) }, `${plain(rows[at][ID])} · ${rows[at][STATUS]} · ${cut(plain(rows[at][TEXT]), 50)}`)));
}

function Pairs({ ours, theirs, told }) {
  const pairs = useMemo(() => (ours.length * theirs.length > 4e6 ? ours.map((_, at) => [at, at < theirs.length ? at : null]) : paired(ours, theirs)), [ours, theirs]);
  const differs = ([a, b]) => a === null || b === null || !same(ours[a], theirs[b]);
  const first = pairs.findIndex(differs);
  const count = pairs.filter(differs).length;
  return h(Fragment, {},
    h("div", { class: "verdict-of-diff", role: "status" }, first < 0 ? "The two are the same, step for step." : `They part at step ${pairs[first][0] ?? pairs[first][1]}, ${plain((ours[pairs[first][0]] ?? theirs[pairs[first][1]]).by)}; ${counted(count, "step")} of ${pairs.length} differ.`, h(DiffInWords, { told })),
    h("div", { class: "sides" }, pairs.map(([a, b], number) => h(Pair, { key: number, a, b, ours, theirs, changed: differs([a, b]) }))));
}

function DiffInWords() {
  return null;
}

function Pair({ a, b, ours, theirs, changed }) {
  const side = (number, steps, changes, column) => number === null
    ? h("div", { class: "nothing" }, "no such step")
    : h("div", {}, h("p", { class: "label" }, h("span", {}, `#${number}`), h("b", {}, plain(steps[number].by)), changed ? h("span", {}, "differs") : null),
      h("p", {}, cut(told(steps[number]), 300)),
      changes.length > 0 && h("table", { class: "changes" }, h("tbody", {}, changes.slice(0, 40).map((change) => h("tr", { key: change[0] }, h("td", {}, plain(change[0])), h("td", {}, change[column] === undefined ? "–" : cut(written(change[column]), 400)))))));
  const changes = changed && a !== null && b !== null ? changesOf(ours[a], theirs[b]) : [];
  return h("div", { class: `pair ${changed ? "differs" : "same"}` }, side(a, ours, changes, 1), side(b, theirs, changes, 2));
}
