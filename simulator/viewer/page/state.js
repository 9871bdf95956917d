// The state before and after a step: what the conversation amounts to, in a few rows.

function stateAfter(steps, count) {
  const past = steps.slice(0, count);
  const turns = turnsOf(past);
  const turn = turns[turns.length - 1];
  const dropped = sentBack(past);
  const calls = issuedCalls(past);
  const opened = past.find((step) => step.kind === "opened");
  const heard = past.filter(
    (step, number) => ["asked", "called", "returned", "replied"].includes(step.kind) && !dropped.has(number),
  );
  const verdict = past.findLast((step) => step.kind === "judged");
  const waiting = [...calls].filter(([, entry]) => entry.resultStep < 0).map(([id]) => id);
  const brief = fields(turn.brief);
  return {
    Steps: String(count),
    Turn: turn.number ? `${turn.number}${opened ? ` of ${plain(opened.turns)}` : ""}` : "none yet",
    "Plan in force":
      listed(fields(turn.plan).calls)
        .map((call) => `${plain(fields(call).id)} ${plain(fields(call).tool)}`)
        .join(", ") || "none",
    "To be asked for": listed(brief.explicit).map(plain).join(", ") || "none",
    "To be left unsaid": listed(brief.implicit).map(plain).join(", ") || "none",
    "Heard in the room": heard.length ? `${counted(heard.length, "step")}, last: ${heard.at(-1).kind}` : "nothing",
    "Requests sent back": String([...dropped].filter((number) => past[number].kind === "asked").length),
    "Results known":
      [...calls]
        .filter(([, entry]) => entry.resultStep >= 0)
        .map(([id]) => plain(id))
        .join(", ") || "none",
    "Calls without a result": waiting.map(plain).join(", ") || "none",
    "Last verdict": verdict ? (verdict.ok ? `${plain(verdict.by)}: yes` : `${plain(verdict.by)}: no`) : "none",
  };
}

function StateTable({ steps, number }) {
  const [before, after] = [stateAfter(steps, number), stateAfter(steps, number + 1)];
  const rows = Object.keys(after).map((name) => {
    const changed = before[name] !== after[name];
    return h(
      "tr",
      { key: name, class: changed ? "changed" : "" },
      h("th", { scope: "row" }, name),
      h("td", {}, before[name]),
      h("td", {}, changed ? h("b", {}, after[name]) : h("span", { class: "same" }, "unchanged")),
    );
  });
  return h(
    "table",
    { class: "state" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "State"),
        h("th", { scope: "col" }, "before"),
        h("th", { scope: "col" }, "after"),
      ),
    ),
    h("tbody", {}, rows),
  );
}
