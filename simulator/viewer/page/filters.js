// Which conversations are listed.

function Filters() {
  const { query, rows } = state;
  const { found, counts } = passing();
  const choices = useMemo(() => choicesOf(rows), [rows]);
  const all = Object.values(counts).reduce((one, other) => one + other, 0);
  return h(
    "form",
    { class: "filters", role: "search", "aria-label": "Conversations", onSubmit: (event) => event.preventDefault() },
    h("input", {
      id: "search",
      type: "search",
      placeholder: "Search texts, tools, ids, reasons",
      "aria-label": "Search texts, tools, ids and reasons",
      value: query.text,
      onInput: (event) => filter({ text: event.target.value }),
    }),
    h(
      "div",
      { class: "states", role: "group", "aria-label": "Status" },
      h(StatusChip, { name: "all", value: "", count: all }),
      STATES.filter((name) => rows.some((row) => row[STATUS] === name)).map((name) =>
        h(StatusChip, { key: name, name, value: name, count: counts[name] ?? 0 }),
      ),
    ),
    h(
      "div",
      { class: "selects" },
      h(Choice, { name: "strategy", label: "Strategy", any: "any strategy", choices: choices.strategies }),
      h(Choice, { name: "tool", label: "Tool", any: "any tool", choices: choices.tools }),
    ),
    source.live && h(Where, {}),
    h(
      "p",
      { class: "count", role: "status", "aria-live": "polite" },
      state.rows.length
        ? `${found.length.toLocaleString("en")} of ${counted(rows.length, "conversation")}${state.done ? "" : ", reading on…"}`
        : state.done
          ? "No conversations yet."
          : "Reading…",
    ),
  );
}

function choicesOf(rows) {
  const count = (found, name) => found.set(name, (found.get(name) ?? 0) + 1);
  const [strategies, tools] = [new Map(), new Map()];
  for (const row of rows) {
    if (row[STRATEGY]) count(strategies, row[STRATEGY]);
    for (const tool of row[TOOLS]) count(tools, tool);
  }
  const sorted = (found) => [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  return { strategies: sorted(strategies), tools: sorted(tools) };
}

function StatusChip({ name, value, count }) {
  const on = state.query.status === value;
  return h(
    "button",
    { type: "button", class: `chip ${name}`, "aria-pressed": on, onClick: () => filter({ status: on ? "" : value }) },
    MARKS[name] ? h("span", { class: "mark", "aria-hidden": "true" }, `${MARKS[name]} `) : null,
    `${name} `,
    h("b", {}, count.toLocaleString("en")),
  );
}

function Choice({ name, label, any, choices }) {
  return h(
    "select",
    { "aria-label": label, value: state.query[name], onChange: (event) => filter({ [name]: event.target.value }) },
    h("option", { value: "" }, any),
    choices.map(([choice, count]) =>
      h("option", { key: choice, value: choice }, `${cut(plain(choice), 60)} (${count.toLocaleString("en")})`),
    ),
  );
}

function Where() {
  const ask = (event) => filter({ where: event.target.value });
  const problem = state.whereProblem;
  return h(
    "div",
    { class: "where" },
    h("input", {
      id: "where",
      type: "text",
      spellcheck: false,
      autocomplete: "off",
      placeholder: "where: status=rejected and reason~leak",
      "aria-label": "Where, an expression as for toolweft list",
      "aria-invalid": problem ? "true" : undefined,
      "aria-describedby": problem ? "where-problem" : undefined,
      onChange: ask,
    }),
    problem && h("p", { id: "where-problem", class: "failure" }, problem),
  );
}
