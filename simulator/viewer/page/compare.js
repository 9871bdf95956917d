// Two conversations side by side: step for step, and what differs in them.

/** Lays the conversation of that id, of this run or another one, beside the one that is shown. */
async function compareWith(run, id) {
  change({ view: "compare", other: { run, id, rows: null, at: null, shown: null, told: null, problem: "" } });
  const still = () => state.other?.run === run && state.other.id === id;
  try {
    const rows = run === state.run ? state.rows : await readRows(run);
    const at = rows.findIndex((row) => row[ID] === id);
    if (still()) change({ other: { ...state.other, rows, at } });
    if (id === null || at < 0 || state.at === null) return;
    keepHash();
    const shown = await source.conversation(run, at);
    if (still()) change({ other: { ...state.other, shown } });
    const told = source.diff && (await source.diff({ run: state.run, at: state.at }, { run, at }));
    if (told && still()) change({ other: { ...state.other, told } });
  } catch (error) {
    if (still()) change({ other: { ...state.other, problem: error.message } });
  }
}

/** Pairs of step numbers, either of them null where the other side has one more: seats and kinds are matched in order. */
function paired(ours, theirs) {
  const name = (step) => `${step.by} ${step.kind}`;
  const longest = Array.from({ length: ours.length + 1 }, () => new Uint16Array(theirs.length + 1));
  for (let a = ours.length - 1; a >= 0; a -= 1) {
    for (let b = theirs.length - 1; b >= 0; b -= 1) {
      longest[a][b] =
        name(ours[a]) === name(theirs[b]) ? longest[a + 1][b + 1] + 1 : Math.max(longest[a + 1][b], longest[a][b + 1]);
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
  const [ours, theirs] = [
    new Map(leavesOf(without(one, "seed", "id"))),
    new Map(leavesOf(without(other, "seed", "id"))),
  ];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((path) => !equal(ours.get(path), theirs.get(path)) || ours.has(path) !== theirs.has(path))
    .map((path) => [path, ours.get(path), theirs.get(path)]);
}

const same = (one, other) => equal(without(one, "seed", "id"), without(other, "seed", "id"));

function Compare() {
  const { shown, at, other, rows } = state;
  if (at === null) return h("p", { class: "none" }, "Choose a conversation first.");
  const theirs = other?.rows?.[other.at];
  const head = h(
    "div",
    { class: "sides" },
    h("div", { class: "side-head" }, h("b", {}, plain(rows[at][ID])), h(Badge, { row: rows[at] })),
    h(
      "div",
      { class: "side-head" },
      h("span", {}, "with"),
      state.runs.length > 1 && h(OtherRun, {}),
      h(OtherChoice, {}),
      theirs && h(Badge, { row: theirs }),
    ),
  );
  return h(
    "div",
    { class: "compare" },
    h("h2", {}, "Compare"),
    head,
    other?.problem && h("p", { class: "failure", role: "alert" }, other.problem),
    other?.shown && shown
      ? safely(other.shown, h(Pairs, { ours: stepsOf(shown), theirs: stepsOf(other.shown), told: other.told }))
      : h(
          "p",
          { class: "none" },
          other?.id ? "…" : "Choose the other conversation. Of this run, those are listed that pass the filters.",
        ),
  );
}

const Badge = ({ row }) => h("span", { class: `badge ${row[STATUS]}` }, `${MARKS[row[STATUS]] ?? "?"} ${row[STATUS]}`);

function OtherRun() {
  return h(
    "select",
    {
      "aria-label": "Run to compare with",
      value: String(state.other?.run ?? state.run),
      onChange: (event) => compareWith(Number(event.target.value), null),
    },
    state.runs.map((run, at) => h("option", { key: at, value: String(at) }, cut(plain(run.name), 60))),
  );
}

function OtherChoice() {
  const { other, rows, run } = state;
  const foreign = other && other.run !== run;
  const listedRows = foreign ? (other.rows ?? []) : rows;
  const places = foreign ? [...listedRows.keys()] : passing().found.filter((each) => each !== state.at);
  const choices = places.slice(0, 500);
  if (other?.at >= 0 && other.at !== null && !choices.includes(other.at)) choices.unshift(other.at);
  return h(
    "select",
    {
      id: "other",
      "aria-label": "Compare with",
      value: other?.id ?? "",
      onChange: (event) => event.target.value && compareWith(other?.run ?? run, event.target.value),
    },
    h("option", { value: "" }, "choose…"),
    choices
      .filter((at) => listedRows[at])
      .map((at) =>
        h(
          "option",
          { key: at, value: listedRows[at][ID] },
          `${plain(listedRows[at][ID])} · ${listedRows[at][STATUS]} · ${cut(plain(listedRows[at][TEXT]), 50)}`,
        ),
      ),
  );
}

function Pairs({ ours, theirs, told }) {
  const pairs = useMemo(
    () =>
      ours.length * theirs.length > 4e6
        ? ours.map((_, at) => [at, at < theirs.length ? at : null])
        : paired(ours, theirs),
    [ours, theirs],
  );
  const differs = ([a, b]) => a === null || b === null || !same(ours[a], theirs[b]);
  const first = pairs.findIndex(differs);
  const count = pairs.filter(differs).length;
  return h(
    Fragment,
    {},
    h(
      "div",
      { class: "verdict-of-diff", role: "status" },
      first < 0
        ? "The two are the same, step for step."
        : `They part at step ${pairs[first][0] ?? pairs[first][1]}, ${plain((ours[pairs[first][0]] ?? theirs[pairs[first][1]]).by)}; ${counted(count, "step")} of ${pairs.length} differ.`,
      h(DiffInWords, { told }),
    ),
    h(
      "div",
      { class: "sides" },
      pairs.map(([a, b], number) => h(Pair, { key: number, a, b, ours, theirs, changed: differs([a, b]) })),
    ),
  );
}

/** What `toolweft diff` says: outcome, texts and calls that changed. */
function DiffInWords({ told }) {
  if (!told) return null;
  const change = ({ path, before, after }) =>
    `${plain(path)}: ${cut(plain(shortly(before)), 90)} → ${cut(plain(shortly(after)), 90)}`;
  const call = (each) => {
    if (each.before === null || each.after === null)
      return `turn ${each.turn}: ${plain(each.tool)} only ${each.after === null ? "on the left" : "on the right"}`;
    return `turn ${each.turn}: ${plain(each.tool)}, ${counted(each.changes.length, "value")}: ${each.changes.slice(0, 3).map(change).join("; ")}`;
  };
  const lines = [
    ...listed(told.outcome).map((each) => `outcome ${change(each)}`),
    ...listed(told.calls).map(call),
    ...listed(told.texts).map(change),
  ];
  return (
    lines.length > 0 &&
    h(
      "ul",
      {},
      lines.slice(0, 30).map((line, at) => h("li", { key: at }, line)),
    )
  );
}

const shortly = (value) => (typeof value === "string" ? value : written(value));

const MOST_CHANGES = 8;

function Pair({ a, b, ours, theirs, changed }) {
  const side = (number, steps, changes, column) =>
    number === null
      ? h("div", { class: "nothing" }, "no such step")
      : h(
          "div",
          {},
          h(
            "p",
            { class: "label" },
            h("span", {}, `#${number}`),
            h("b", {}, plain(steps[number].by)),
            changed ? h("span", {}, "differs") : null,
          ),
          h("p", {}, cut(told(steps[number]), 300)),
          changes.length > 0 &&
            h(
              "table",
              { class: "changes" },
              h(
                "tbody",
                {},
                changes
                  .slice(0, MOST_CHANGES)
                  .map((change) =>
                    h(
                      "tr",
                      { key: change[0] },
                      h("td", {}, plain(change[0])),
                      h("td", {}, change[column] === undefined ? "–" : cut(written(change[column]), 400)),
                    ),
                  ),
              ),
            ),
          changes.length > MOST_CHANGES &&
            h("p", { class: "origin" }, `and ${counted(changes.length - MOST_CHANGES, "value")} more`),
        );
  const changes = changed && a !== null && b !== null ? changesOf(ours[a], theirs[b]) : [];
  return h(
    "div",
    { class: `pair ${changed ? "differs" : "same"}` },
    side(a, ours, changes, 1),
    side(b, theirs, changes, 2),
  );
}
