// A call with what it was given, where that comes from, and what came back.

function inWords(origin, steps) {
  if (!origin) return ["unknown", "no source is known"];
  switch (origin.kind) {
    case "said":
    case "judged": {
      const text = String(fields(steps[origin.step]).text ?? "");
      const words = [...text].slice(...listed(origin.span)).join("");
      return ["said", `${origin.kind === "said" ? "said" : "judged as said"}: “${cut(plain(words), 60)}”`];
    }
    case "result":
      return ["result", `from ${plain(origin.call)}: ${plain(origin.path) || "its result"}`];
    case "profile":
      return ["profile", `from the profile: ${plain(origin.key)}`];
    case "default":
      return ["default", "the schema’s default"];
    case "date":
      return ["date", "today’s date"];
    default:
      return ["unknown", plain(origin.kind)];
  }
}

function reasonInWords(reason) {
  if (reason.kind === "order") return `has to come before ${plain(reason.call)}`;
  return `${plain(reason.call)} needs ${plain(reason.path) || "its result"} for ${plain(reason.argument)}`;
}

function Argument({ call, path, value, ground, links, steps }) {
  const origin = fields(ground.sources)[path];
  const [kind, words] = inWords(origin, steps);
  const key = links.ofArgument(call, path);
  return h(
    "div",
    {
      class: `argument from-${kind}`,
      "data-keys": keysOf(key),
      tabindex: key ? 0 : undefined,
      role: key ? "button" : undefined,
      onKeyDown: press,
      title: key ? "Lights up where the value comes from; click to go there" : undefined,
    },
    h("span", { class: "name" }, plain(path)),
    h(Leaf, { value, mark: {} }),
    h("span", { class: "origin" }, words),
  );
}

/** Enter and Space do what a click does. */
function press(event) {
  if ((event.key === "Enter" || event.key === " ") && event.currentTarget === event.target) {
    event.preventDefault();
    event.currentTarget.click();
  }
}

function Implicit({ ground }) {
  if (!ground.implicit) return h("span", { class: "badge explicit" }, "asked for");
  return h("span", { class: "badge implicit" }, "implicit");
}

function CallCard({ id, entry, ground, links, steps, shown }) {
  const { call } = entry;
  const failures = listed(fields(shown.grounds).failures).filter((failure) => failure.call === id);
  const reasons = [...new Set(listed(ground.reasons).map(reasonInWords))];
  const why = reasons.length
    ? reasons.join("; ")
    : listed(ground.needed_by).length
      ? `needed by ${ground.needed_by.map(plain).join(", ")}`
      : "";
  const options = leavesOf(fields(call.arguments)).filter(([path]) => path);
  return h(
    "div",
    { class: `call ${ground.implicit ? "is-implicit" : ""}` },
    h(
      "div",
      { class: "call-head", "data-keys": keysOf(links.calls.get(id)) },
      h("strong", { class: "tool" }, plain(call.tool) || "(nameless)"),
      h("span", { class: "id" }, plain(id)),
      h(Implicit, { ground }),
    ),
    ground.implicit && h("p", { class: "why" }, `Nobody asks for it: ${why || "nothing is known to need it"}.`),
    options.map(([path, value]) => h(Argument, { key: path, call: id, path, value, ground, links, steps })),
    failures.map((failure) => h("p", { class: "failure" }, h("b", {}, plain(failure.rule)), ` ${seen(failure.text)}`)),
    entry.resultStep < 0
      ? h("p", { class: "none" }, "no result")
      : h(
          "div",
          { class: "result", "aria-label": `Result of ${plain(id)}` },
          h("span", { class: "arrow", "aria-hidden": "true" }, "↳"),
          h(Value, { value: entry.result, call: id, links }),
        ),
  );
}
