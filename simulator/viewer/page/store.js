// What the page knows and shows just now. One object; whoever changes it calls `change`, and the page is drawn anew.

const [ID, STATUS, STRATEGY, SEAT, REASON, TOOLS, TURNS, CALLS, IMPLICIT, STEPS, TEXT] = Array(11).keys();
const STATES = ["accepted", "rejected", "failed", "unreadable"];
const MARKS = { accepted: "✓", rejected: "✗", failed: "!", unreadable: "?" };
const EVERYTHING = { text: "", status: "", strategy: "", tool: "", where: "" };

const state = {
  runs: [],
  run: 0,
  rows: [],
  version: 0,
  status: "",
  done: false,
  tools: {},
  notes: [],
  query: EVERYTHING,
  meets: null,
  whereProblem: "",
  view: "conversation",
  at: null,
  shown: null,
  links: null,
  step: null,
  other: null,
  dialog: "",
  problem: "",
  said: "",
};

let redraw = () => {};
function change(changes) {
  Object.assign(state, changes);
  redraw();
}

/** For screen readers: told politely, once. */
const say = (said) => state.said !== said && change({ said });

// reading the index

let reading = 0;

/** Opens a run, and in it what `follow` names: id, step, view, other. */
async function openRun(run, follow = {}) {
  reading += 1;
  const mine = reading;
  following = follow;
  change({
    run,
    rows: [],
    version: 0,
    status: "",
    done: false,
    at: null,
    shown: null,
    step: null,
    tools: {},
    notes: [],
    funnel: null,
    meets: null,
    whereProblem: "",
    view: follow.view ?? state.view,
    other: follow.other ?? null,
    problem: "",
    query: EVERYTHING,
  });
  source.tools(run).then(
    ({ tools, notes }) => mine === reading && change({ tools, notes: listed(notes) }),
    () => {},
  );
  while (mine === reading) {
    const told = await source.index(run, state.rows.length).catch((error) => ({ error }));
    if (mine !== reading) return;
    if (told.error) {
      change({ status: "gone", done: true });
      if (!source.live) change({ problem: told.error.message });
    } else takeRows(told);
    if (!source.live) return;
    if (state.done) await new Promise((resolve) => setTimeout(resolve, state.status === "running" ? 700 : 3000));
  }
}

/** All rows of another run. */
async function readRows(run) {
  let rows = [];
  for (let done = false; !done;) {
    const told = await source.index(run, rows.length);
    rows = rows.concat(told.rows);
    done = told.done || !told.rows.length;
  }
  return rows;
}

function takeRows(told) {
  if (told.version !== state.version) {
    change({ rows: [], version: told.version, funnel: null, at: null, shown: null, done: false });
    return;
  }
  const grew = told.rows.length > 0;
  if (grew) state.rows = state.rows.concat(told.rows);
  if (!grew && state.status === told.status && state.done === told.done) return;
  if (grew) Object.assign(state, { funnel: null });
  change({ status: told.status, done: told.done });
  follow();
  if (grew && state.query.where) askWhere(state.query.where);
}

// what is shown of it

let filtered = { rows: null, query: null, meets: null, found: [], counts: {} };

/** The positions of the rows that pass the filters, and how many of each status pass the other ones. */
function passing() {
  const { rows, query, meets } = state;
  if (filtered.rows === rows && filtered.query === query && filtered.meets === meets) return filtered;
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = {};
  const found = [];
  rows.forEach((row, at) => {
    if (query.strategy && row[STRATEGY] !== query.strategy) return;
    if (query.tool && !row[TOOLS].includes(query.tool)) return;
    if (meets && !meets.has(at)) return;
    if (words.length) {
      const text = `${row[ID]} ${row[TEXT]} ${row[TOOLS].join(" ")} ${row[REASON]}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) return;
    }
    counts[row[STATUS]] = (counts[row[STATUS]] ?? 0) + 1;
    if (!query.status || row[STATUS] === query.status) found.push(at);
  });
  filtered = { rows, query, meets, found, counts };
  return filtered;
}

function filter(changes) {
  const query = { ...state.query, ...changes };
  change({ query });
  if ("where" in changes) askWhere(query.where);
}

let asking = 0;

async function askWhere(where) {
  asking += 1;
  const mine = asking;
  if (!where.trim()) {
    change({ meets: null, whereProblem: "" });
    return;
  }
  try {
    const { positions } = await source.where(state.run, where);
    if (mine === asking) change({ meets: new Set(positions), whereProblem: "" });
  } catch (error) {
    if (mine === asking) change({ whereProblem: error.message });
  }
}

// choosing

async function choose(at, step = null, view = "conversation", other = null) {
  if (at === null || at === undefined || !state.rows[at]) return;
  change({
    at,
    view,
    step,
    shown: state.at === at ? state.shown : null,
    problem: "",
    other: other ?? (view === "compare" ? state.other : null),
  });
  keepHash();
  try {
    const shown = await source.conversation(state.run, at);
    if (state.at !== at) return;
    change({ shown, links: new Links(shown), step: step ?? firstOfInterest(shown) });
    if (state.other) compareWith(state.other.run, state.other.id);
    say(`${plain(state.rows[at][ID])}, ${state.rows[at][STATUS]}`);
  } catch (error) {
    if (state.at === at) change({ problem: `${plain(state.rows[at][ID])} cannot be shown: ${error.message}` });
  }
}

/** The step that a reader is shown first: the last one where it went wrong, else the first request. */
function firstOfInterest(shown) {
  const steps = stepsOf(shown);
  if (shown.trace.status === "accepted")
    return Math.max(
      0,
      steps.findIndex((step) => step.kind === "asked"),
    );
  return Math.max(0, steps.length - 1);
}

function chooseStep(step) {
  const last = state.shown ? stepsOf(state.shown).length - 1 : -1;
  if (step < 0 || step > last) return;
  change({ step });
  keepHash();
}

/** The conversation so many places further in the list. */
function move(places) {
  const { found } = passing();
  if (!found.length) return;
  const now = found.indexOf(state.at);
  if (state.view === "funnel") change({ view: "conversation" });
  choose(found[Math.max(0, Math.min(found.length - 1, now < 0 ? 0 : now + places))], null, state.view);
}

// the address

let following = {};

function keepHash() {
  const row = state.rows[state.at];
  const told = { run: state.run || undefined, id: row && row[ID], step: state.step ?? undefined };
  if (state.view !== "conversation") told.view = state.view;
  if (state.view === "compare" && state.other?.id)
    Object.assign(told, { other: state.other.id, otherRun: state.other.run });
  history.replaceState(null, "", `#${query(told)}`);
}

/** What the address asks for. */
function asked() {
  const told = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const follow = { id: told.id, view: ["compare", "funnel"].includes(told.view) ? told.view : undefined };
  if (told.step !== undefined) follow.step = Number(told.step);
  if (told.other !== undefined) follow.other = { run: Number(told.otherRun ?? told.run ?? 0), id: told.other };
  return [Number(told.run ?? 0), follow];
}

/** Opens what is to be followed, once its row is there; else, where there is room, the first conversation with an implicit call. */
function follow() {
  if (state.at !== null || !state.rows.length) return;
  const { id, step, view, other } = following;
  const at = id === undefined ? -1 : state.rows.findIndex((row) => row[ID] === id);
  if (at >= 0) {
    following = {};
    choose(at, Number.isInteger(step) ? step : null, view ?? "conversation", other ?? null);
  } else if ((id === undefined || state.done) && innerWidth > 700) {
    const good = state.rows.findIndex((row) => row[STATUS] === "accepted" && row[IMPLICIT] > 0);
    following = {};
    choose(Math.max(0, good), null, view ?? "conversation");
  }
}

/** An address that was pasted over this one, or a link to another conversation. */
function followAddress() {
  const [run, wanted] = asked();
  if (run !== state.run) return openRun(Math.max(0, Math.min(run || 0, state.runs.length - 1)), wanted);
  following = wanted;
  change({ at: null });
  follow();
}
