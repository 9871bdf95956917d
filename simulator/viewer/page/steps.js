// The steps in order: who did what, when, and how long it took.

function Steps({ shown, step, onStep }) {
  const steps = stepsOf(shown);
  const turns = turnsOf(steps);
  const dropped = sentBack(steps);
  const longest = Math.max(...steps.map((_, number) => telemetryOf(shown, number)?.seconds ?? 0), 1e-9);
  const list = useRef(null);
  useEffect(() => {
    scrollWithin(list.current?.closest("section"), list.current?.querySelector('[aria-current="step"]'));
  }, [step, shown]);
  return h(
    "ol",
    { class: "steps", ref: list, onKeyDown: (event) => walk(event, step, onStep) },
    turns.map((turn) =>
      turn.steps.map((number, at) =>
        h(
          Fragment,
          { key: number },
          at === 0 && turn.number > 0 && h("li", { class: "turn-mark", role: "presentation" }, `Turn ${turn.number}`),
          h(
            "li",
            {},
            h(StepRow, {
              step: steps[number],
              number,
              chosen: number === step,
              dropped: dropped.has(number),
              onStep,
              seconds: telemetryOf(shown, number)?.seconds,
              longest,
              models: listed(telemetryOf(shown, number)?.asked).length,
            }),
          ),
        ),
      ),
    ),
  );
}

/** Brings an element into view where its own part of the page scrolls; the page as a whole stays where it is. */
function scrollWithin(frame, element) {
  if (!frame || !element || getComputedStyle(frame).overflowY !== "auto") return;
  const [seenFrom, seenTo] = [frame.getBoundingClientRect(), element.getBoundingClientRect()];
  if (seenTo.top < seenFrom.top) frame.scrollTop += seenTo.top - seenFrom.top - 40;
  else if (seenTo.bottom > seenFrom.bottom)
    frame.scrollTop += Math.min(seenTo.bottom - seenFrom.bottom + 40, seenTo.top - seenFrom.top);
}

function StepRow({ step, number, chosen, dropped, onStep, seconds, longest, models }) {
  const no = step.kind === "judged" && step.ok === false;
  const share = Math.sqrt((seconds ?? 0) / longest);
  return h(
    "button",
    {
      type: "button",
      class: `step seat-${known(step.by)} ${no ? "no" : ""} ${dropped ? "dropped" : ""}`,
      "aria-current": chosen ? "step" : undefined,
      tabindex: chosen ? 0 : -1,
      onClick: () => onStep(number),
      title: SEATS[step.by] ? `${step.by} ${SEATS[step.by]}` : undefined,
    },
    h("span", { class: "number" }, number),
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("span", { class: "seat" }, plain(step.by) || plain(step.kind)),
    h(
      "span",
      { class: "gist" },
      cut(told(step), 120),
      models ? h("i", {}, ` · ${counted(models, "model call")}`) : null,
    ),
    seconds !== undefined &&
      h(
        "span",
        { class: "time" },
        lasting(seconds),
        h("i", { class: "bar", "aria-hidden": "true", style: { width: `${Math.round(36 * share)}px` } }),
      ),
  );
}

/** A seat's name where it may be part of a class. */
const known = (seat) => (Object.hasOwn(SEATS, seat) ? seat : "other");

function walk(event, step, onStep) {
  const places = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!places) return;
  event.preventDefault();
  event.stopPropagation();
  onStep(step + places);
  setTimeout(() => document.querySelector('.steps [aria-current="step"]')?.focus());
}
