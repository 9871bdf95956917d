// One step: what its seat saw and gave, how long it took, and what it asked of a model.

function Details({ shown, step: number, onStep }) {
  const steps = stepsOf(shown);
  const step = steps[number];
  if (!step) return h("p", { class: "none" }, "No step is chosen.");
  const entry = telemetryOf(shown, number);
  return h(
    "div",
    { class: "details" },
    h(
      "div",
      { class: "details-head" },
      h(
        "h2",
        { id: "details-name" },
        `Step ${number}: ${plain(step.by) || plain(step.kind)}`,
        h("small", {}, SEATS[step.by] ?? plain(step.kind)),
      ),
      h(
        "span",
        { class: "moves" },
        h(
          "button",
          {
            type: "button",
            class: "small",
            disabled: number <= 0,
            onClick: () => onStep(number - 1),
            "aria-label": "Step before",
          },
          "←",
        ),
        h(
          "button",
          {
            type: "button",
            class: "small",
            disabled: number >= steps.length - 1,
            onClick: () => onStep(number + 1),
            "aria-label": "Step after",
          },
          "→",
        ),
        h("button", { type: "button", class: "small", onClick: () => change({ dialog: "fork" }) }, "Fork here…"),
      ),
    ),
    h(Facts, { shown, number, entry }),
    h("h3", {}, "What it gave"),
    h(Gave, { step }),
    h("h3", {}, "State"),
    h(StateTable, { steps, number }),
    entry &&
      listed(entry.asked).length > 0 &&
      h(
        Fragment,
        {},
        h("h3", {}, "Prompt and answer"),
        listed(entry.asked).map((asked, at) => h(Asking, { key: at, asked: fields(asked), at })),
      ),
    h(Folded, { title: "All it could see: the steps before" }, () => h(Value, { value: steps.slice(0, number) })),
    h(Folded, { title: "The step as it stands in the trace" }, () =>
      h(Fragment, {}, h(Copy, { text: JSON.stringify(step, null, 2) }), h("pre", {}, written(step, 2))),
    ),
  );
}

function Facts({ shown, number, entry }) {
  const facts = [
    ["Dice", entry?.random ?? diceOf(shown, number)],
    ["Kind", plain(stepsOf(shown)[number].kind)],
  ];
  if (entry)
    facts.push(
      ["Took", `${lasting(entry.seconds)}${entry.cpu === undefined ? "" : `, ${lasting(entry.cpu)} of CPU`}`],
      ["Conversation", `${Number(entry.bytes ?? 0).toLocaleString("en")} bytes after it`],
    );
  const tokens = listed(entry?.asked).map((asked) => fields(fields(asked).tokens));
  if (tokens.length) facts.push(["Tokens", `${total(tokens, "input")} in, ${total(tokens, "output")} out`]);
  const costs = listed(entry?.asked)
    .map((asked) => asked.cost)
    .filter((cost) => typeof cost === "number");
  if (costs.length) facts.push(["Cost", costs.reduce((one, other) => one + other, 0).toPrecision(3)]);
  return h(
    "dl",
    { class: "facts" },
    facts.map(([name, fact]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, plain(fact)))),
  );
}

const total = (tokens, kind) => tokens.reduce((sum, each) => sum + Number(each[kind] ?? 0), 0).toLocaleString("en");

function Gave({ step }) {
  switch (step.kind) {
    case "asked":
    case "replied":
      return h("p", { class: "speech" }, seen(step.text));
    case "judged":
      return h(
        Fragment,
        {},
        h("p", {}, h("b", {}, step.ok ? "Yes" : "No")),
        h(
          "ul",
          { class: "reasons" },
          listed(step.reasons).map((reason, at) => h("li", { key: at }, seen(reason))),
        ),
      );
    case "planned":
      return h(
        "ol",
        { class: "planned" },
        listed(fields(step.plan).calls)
          .map(fields)
          .map((call, at) => h("li", { key: at }, h(PlannedCall, { call }))),
      );
    case "briefed":
      return h(Brief, { brief: fields(step.brief) });
    case "returned":
      return listed(step.results)
        .map(fields)
        .map((result, at) =>
          h(
            "div",
            { key: at, class: "gave" },
            h("span", { class: "id" }, plain(result.call)),
            h(Value, { value: result.value }),
          ),
        );
    case "called":
      return listed(step.calls)
        .map(fields)
        .map((call, at) =>
          h("div", { key: at, class: "gave" }, h(PlannedCall, { call }), h(ToolInfo, { name: call.tool })),
        );
    default:
      return h(Value, { value: without(step, "kind", "by") });
  }
}

function PlannedCall({ call }) {
  const literals = leavesOf(fields(call.arguments)).filter(([path]) => path);
  return h(
    Fragment,
    {},
    h("b", { class: "tool" }, plain(call.tool)),
    " ",
    h("span", { class: "id" }, plain(call.id)),
    literals.map(([path, value]) =>
      h("div", { key: path, class: "branch" }, h("span", { class: "name" }, plain(path)), h(Leaf, { value, mark: {} })),
    ),
    Object.entries(fields(call.references)).map(([path, reference]) =>
      h(
        "div",
        { key: path, class: "branch" },
        h("span", { class: "name" }, plain(path)),
        h("span", { class: "origin" }, `from ${plain(reference.call)}: ${plain(reference.path)}`),
      ),
    ),
    listed(call.after).length > 0 &&
      h(
        "div",
        { class: "branch" },
        h("span", { class: "origin" }, `has to come after ${call.after.map(plain).join(", ")}`),
      ),
  );
}

function Brief({ brief }) {
  const values = (slots) =>
    listed(slots)
      .map(fields)
      .map((slot, at) =>
        h(
          "div",
          { key: at, class: "branch" },
          h("span", { class: "name" }, `${plain(slot.call)} ${plain(slot.argument)}`),
          h(Leaf, { value: slot.value, mark: {} }),
          slot.source ? h("span", { class: "origin" }, `known from the ${plain(slot.source)}`) : null,
        ),
      );
  const rest = without(brief, "strategy", "explicit", "implicit", "slots", "unsaid", "fallback");
  return h(
    Fragment,
    {},
    h(
      "dl",
      { class: "facts" },
      [
        ["Strategy", plain(brief.strategy)],
        ["Asked for", listed(brief.explicit).map(plain).join(", ") || "nothing"],
        ["Left unsaid", listed(brief.implicit).map(plain).join(", ") || "nothing"],
        ["Falls back", plain(brief.fallback)],
      ]
        .filter(([, fact]) => fact)
        .map(([name, fact]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, fact))),
    ),
    listed(brief.slots).length > 0 && h(Fragment, {}, h("h4", {}, "Values to say"), values(brief.slots)),
    listed(brief.unsaid).length > 0 && h(Fragment, {}, h("h4", {}, "Values not to say"), values(brief.unsaid)),
    Object.keys(rest).length > 0 && h(Value, { value: rest }),
  );
}

function ToolInfo({ name }) {
  const tool = fields(state.tools)[name];
  if (!tool) return null;
  const rows = (list) =>
    listed(list).map(([path, type, required, about]) =>
      h(
        "div",
        { key: path, class: "branch" },
        h("span", { class: "name" }, plain(path) || "(itself)"),
        h("span", { class: "origin" }, [type, required ? "required" : "", seen(about)].filter(Boolean).join(" · ")),
      ),
    );
  return h(Folded, { title: `About ${plain(name)}` }, () =>
    h(
      Fragment,
      {},
      h("p", { class: "speech" }, seen(tool.description)),
      h("h4", {}, "Parameters"),
      rows(tool.parameters),
      h("h4", {}, tool.inferred ? "Result (inferred)" : "Result"),
      rows(tool.returns),
    ),
  );
}

function Asking({ asked, at }) {
  const head = [
    plain(asked.model),
    lasting(asked.seconds),
    asked.tokens ? `${asked.tokens.input} tokens in, ${asked.tokens.output} out` : "",
    asked.retries ? counted(asked.retries, "retry") : "",
  ]
    .filter(Boolean)
    .join(" · ");
  return h(
    "div",
    { class: "asking" },
    h("p", { class: "who" }, `Model call ${at + 1}`, h("small", {}, ` ${head}`)),
    listed(asked.messages).map((message, place) => h(Message, { key: place, message: fields(message) })),
    listed(asked.answers).map((answer, place) =>
      h(Message, { key: `a${place}`, message: fields(answer), answer: true }),
    ),
    asked.error && h("p", { class: "failure" }, `${plain(asked.error.type)}: ${seen(asked.error.message)}`),
  );
}

function Message({ message, answer = false }) {
  const text = typeof message.content === "string" ? message.content : written(message.content ?? "", 2);
  const calls = listed(message.tool_calls);
  const title = `${answer ? "answer" : plain(message.role)}: ${cut(plain(text), 80) || (calls.length ? counted(calls.length, "tool call") : "(empty)")}`;
  return h(Folded, { title, open: answer, class: answer ? "answer" : "" }, () =>
    h(Fragment, {}, text && h("pre", {}, seen(text)), calls.length > 0 && h(Value, { value: calls })),
  );
}
