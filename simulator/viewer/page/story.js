// What the steps of a trace tell, turn by turn; whatever a trace lacks or has too much of is told as it stands.

const SEATS = {
  scenario: "sets the scene",
  planner: "plans the calls",
  embedder: "decides what stays unsaid",
  user: "writes the request",
  verifier: "checks that the request leads to the plan",
  assistant: "makes the calls and replies",
  executor: "mocks the results",
  judge: "judges the whole conversation",
};

function stepsOf(shown) {
  return listed(fields(fields(shown.trace).conversation).steps).map(fields);
}

/** The turns: each with its plan in force, its brief, and the numbers of its steps; what comes before the first is turn 0. */
function turnsOf(steps) {
  const turns = [{ number: 0, steps: [], plan: null, brief: null }];
  let closed = true;
  steps.forEach((step, number) => {
    if (step.kind === "planned" && closed) {
      turns.push({ number: turns.length, steps: [], plan: null, brief: null });
      closed = false;
    }
    const turn = turns[turns.length - 1];
    turn.steps.push(number);
    if (step.kind === "planned") Object.assign(turn, { plan: fields(step.plan), brief: null });
    if (step.kind === "briefed") turn.brief = fields(step.brief);
    closed = closed || step.kind === "replied";
  });
  return turns;
}

/** What was sent back, rewritten, or said and done in a turn that began anew: steps that nobody in the room heard. */
function sentBack(steps) {
  const HEARD = new Set(["opened", "asked", "called", "returned", "replied"]);
  const kept = [];
  const dropped = new Set();
  steps.forEach((step, number) => {
    const last = kept[kept.length - 1];
    const asked = last !== undefined && steps[last].kind === "asked";
    if (step.kind === "judged" && step.anew) {
      while (kept.length && !["opened", "replied"].includes(steps[kept[kept.length - 1]].kind)) dropped.add(kept.pop());
    } else if (step.kind === "judged" && step.ok === false && asked) dropped.add(kept.pop());
    else if (HEARD.has(step.kind)) {
      if (step.kind === "asked" && asked) dropped.add(kept.pop());
      kept.push(number);
    }
  });
  return dropped;
}

/** Call id -> {call, step, result, resultStep}, of the calls that were issued. */
function issuedCalls(steps) {
  const calls = new Map();
  const dropped = sentBack(steps);
  steps.forEach((step, number) => {
    if (dropped.has(number)) return;
    if (step.kind === "called") {
      for (const call of listed(step.calls).map(fields))
        calls.set(String(call.id), { call, step: number, resultStep: -1 });
    }
    if (step.kind === "returned") {
      for (const result of listed(step.results).map(fields)) {
        const known = calls.get(String(result.call));
        if (known) Object.assign(known, { result: result.value, resultStep: number });
      }
    }
  });
  return calls;
}

function told(step) {
  const calls = (list) =>
    listed(list)
      .map((call) => plain(fields(call).tool ?? fields(call).call))
      .join(", ");
  switch (step.kind) {
    case "opened":
      return `${counted(listed(step.tools).length, "tool")} on offer, ${counted(Number(step.turns) || 0, "turn")}`;
    case "planned":
      return `plan: ${calls(fields(step.plan).calls) || "no calls"}`;
    case "briefed": {
      const hidden = listed(fields(step.brief).implicit).length;
      return `${plain(fields(step.brief).strategy)}: ${hidden ? `${counted(hidden, "call")} left unsaid` : "nothing left unsaid"}`;
    }
    case "asked":
      return plain(step.text);
    case "judged":
      return step.ok ? "yes" : `no: ${listed(step.reasons).map(plain).join("; ")}`;
    case "called":
      return calls(step.calls);
    case "returned":
      return `${counted(listed(step.results).length, "result")}`;
    case "replied":
      return plain(step.text);
    case "sibling":
      return `${plain(step.family)}, ${plain(step.member)}`;
    default:
      return plain(step.text || step.kind);
  }
}

/** The dice of a step: how often its seat has spoken before is part of the name. */
function diceOf(shown, number) {
  const steps = stepsOf(shown);
  const spoken = steps.slice(0, number).filter((step) => step.by === steps[number].by).length;
  return `${plain(shown.trace.seed)}/${plain(shown.trace.id)}/${plain(steps[number].by)}/${spoken}`;
}

function telemetryOf(shown, number) {
  return (
    listed(fields(shown.telemetry).steps)
      .map(fields)
      .find((entry) => entry.step === number) ?? null
  );
}
