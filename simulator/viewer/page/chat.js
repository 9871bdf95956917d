// One conversation as chat: what was said, called and returned, turn by turn; backstage steps are told where they matter.

function Chat({ shown, links, step, onStep }) {
  const steps = stepsOf(shown);
  const turns = turnsOf(steps);
  const dropped = sentBack(steps);
  const calls = issuedCalls(steps);
  const block = (number) =>
    h(Block, {
      key: number,
      number,
      step: steps[number],
      steps,
      shown,
      links,
      calls,
      dropped,
      chosen: number === step,
      onStep,
    });
  const chat = useRef(null);
  const before = useRef(null);
  useEffect(() => {
    const frame = chat.current.closest(".talk");
    if (before.current === shown) scrollWithin(frame, chat.current.querySelector(`[data-step="${step}"]`));
    else {
      frame.scrollTop = 0;
      if (innerWidth <= 700) scrollTo(0, 0);
    }
    before.current = shown;
  }, [shown, step]);
  return h(
    "div",
    { class: "chat", ref: chat },
    turns.map((turn) =>
      h(
        "section",
        { key: turn.number, "aria-label": turn.number ? `Turn ${turn.number}` : "Before the first turn" },
        turn.number > 0 && h(TurnHead, { turn }),
        grouped(turn.steps, dropped, steps).map((group) =>
          Array.isArray(group)
            ? h(
                Folded,
                {
                  key: `back${group[0]}`,
                  class: "sent-back",
                  open: group.includes(step) || shown.trace.status !== "accepted",
                  title: `${counted(group.filter((number) => steps[number].kind === "asked").length, "request")} sent back`,
                },
                () => group.map(block),
              )
            : block(group),
        ),
      ),
    ),
    h(Outcome, { trace: fields(shown.trace) }),
  );
}

/** The numbers of the steps; those about requests that were sent back stand together in lists. */
function grouped(numbers, dropped, steps) {
  const groups = [];
  for (const number of numbers) {
    const back =
      dropped.has(number) || (steps[number].kind === "judged" && !steps[number].ok && dropped.has(number - 1));
    const last = groups[groups.length - 1];
    if (!back) groups.push(number);
    else if (Array.isArray(last)) last.push(number);
    else groups.push([number]);
  }
  return groups;
}

function TurnHead({ turn }) {
  const brief = fields(turn.brief);
  const hidden = listed(brief.implicit).length;
  const facts = [
    plain(brief.strategy),
    hidden ? `${counted(hidden, "call")} left unsaid` : "",
    brief.fallback ? `falls back: ${plain(brief.fallback)}` : "",
  ];
  return h("h3", { class: "turn" }, `Turn ${turn.number}`, h("small", {}, facts.filter(Boolean).join(" · ")));
}

function Block(props) {
  const { number, step, chosen, onStep } = props;
  const content = blockOf(props);
  if (!content) return null;
  const choose = (event) => !event.target.closest("[data-keys], button, summary, a") && onStep(number);
  return h(
    "div",
    {
      class: `block ${plain(step.kind)} ${chosen ? "chosen" : ""} ${props.dropped.has(number) ? "dropped" : ""}`,
      "data-step": number,
      onClick: choose,
    },
    h(
      "button",
      {
        type: "button",
        class: "tag",
        "aria-label": `Step ${number}, ${plain(step.by)}: show its details`,
        onClick: () => onStep(number),
      },
      `#${number}`,
    ),
    content,
  );
}

function blockOf({ number, step, steps, shown, links, calls, dropped }) {
  switch (step.kind) {
    case "opened":
      return h(Scene, { step, links });
    case "asked":
      return h(
        Speech,
        { who: dropped.has(number) ? "User, sent back" : "User" },
        dropped.has(number) ? seen(step.text) : h(Request, { number, text: String(step.text ?? ""), links }),
      );
    case "replied":
      return h(Speech, { who: "Assistant" }, seen(step.text));
    case "judged":
      return step.ok
        ? null
        : h(
            "div",
            { class: "verdict" },
            h("b", {}, `${plain(step.by)}: no`),
            h(
              "ul",
              {},
              listed(step.reasons).map((reason, at) => h("li", { key: at }, seen(reason))),
            ),
          );
    case "called":
      return h(
        "div",
        { class: "calls" },
        h("p", { class: "who" }, "Assistant calls"),
        listed(step.calls)
          .map(fields)
          .map((call) =>
            h(CallCard, {
              key: call.id,
              id: String(call.id),
              entry: (!dropped.has(number) && calls.get(String(call.id))) || { call, resultStep: -1 },
              ground: fields(fields(shown.grounds).calls)[call.id] ?? {},
              links,
              steps,
              shown,
            }),
          ),
      );
    case "returned":
      return null;
    case "planned":
    case "briefed":
      return null;
    default:
      return h(Noted, { step });
  }
}

/** A step that nobody in the room hears: a sibling's family, a note, one of a kind of its own. */
function Noted({ step }) {
  const held = Object.entries(without(step, "kind", "by")).filter(([, value]) => value !== null && value !== "");
  const value = Object.fromEntries(held);
  const title = `${plain(step.by)} · ${cut(told(step), 120)}`;
  if (written(value).length > 300) return h(Folded, { class: "noted", title }, () => h(Value, { value }));
  return h("div", { class: "noted" }, h("p", { class: "who" }, title), h(Value, { value }));
}

const without = (value, ...names) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

function Speech({ who, children }) {
  return h(Fragment, {}, h("p", { class: "who" }, who), h("p", { class: "speech" }, children));
}

/** A request: what it says lights up with the argument that it is for. */
function Request({ number, text, links }) {
  return links.partsOf(number, text).map((part, at) => {
    if (!part.says.length && !part.asks.length) return seen(part.text);
    const kind = part.says.length ? "says" : "asks";
    return h(
      "span",
      {
        key: at,
        class: kind,
        "data-keys": keysOf(part.says.length ? part.says : part.asks),
        "data-source": "",
        tabindex: kind === "says" ? 0 : undefined,
      },
      seen(part.text),
    );
  });
}

function Scene({ step, links }) {
  const persona = fields(step.persona);
  const profile = leavesOf(fields(step.profile)).filter(([path]) => path);
  return h(
    "div",
    { class: "scene" },
    h(
      "p",
      {},
      h("span", { "data-keys": keysOf(links.date), "data-source": "" }, plain(step.date)),
      ` · ${plain(persona.name) || "a user"}, ${plain(persona.style) || "plain"}`,
      persona.about ? ` · ${plain(persona.about)}` : "",
    ),
    profile.length > 0 &&
      h(
        "div",
        { class: "profile" },
        h("p", { class: "who" }, "Profile"),
        profile.map(([path, value]) =>
          h(
            "div",
            {
              key: path,
              class: "branch",
              "data-keys": keysOf(links.profile.get(place(path)) ?? []),
              "data-source": "",
            },
            h("span", { class: "name" }, plain(path)),
            h(Leaf, { value, mark: {} }),
          ),
        ),
      ),
    h(Folded, { title: `${counted(listed(step.tools).length, "tool")} on offer` }, () =>
      h(
        "ul",
        { class: "tools" },
        listed(step.tools).map((name) => h("li", { key: name }, h(ToolNote, { name }))),
      ),
    ),
  );
}

function ToolNote({ name }) {
  const known = fields(state.tools)[name];
  return h(
    Fragment,
    {},
    h("b", { class: "tool" }, plain(name)),
    known && known.description ? h("span", { class: "about" }, ` ${seen(known.description)}`) : null,
  );
}

function Outcome({ trace }) {
  const error = trace.error ? fields(trace.error) : null;
  if (error)
    return h(
      "div",
      { class: "outcome failed", role: "note" },
      h("b", {}, `${MARKS.failed} Failed at ${plain(trace.seat)}`),
      h("p", {}, `${plain(error.type)}: ${seen(error.message)}`),
    );
  if (trace.status !== "rejected") return null;
  return h(
    "div",
    { class: "outcome rejected", role: "note" },
    h("b", {}, `${MARKS.rejected} Rejected by ${plain(trace.seat)}`),
    h(
      "ul",
      {},
      listed(trace.reasons).map((reason, at) => h("li", { key: at }, seen(reason))),
    ),
  );
}
