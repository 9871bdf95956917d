// Values of JSON as a reader sees them: short ones on a line, long ones folded, and each linked leaf with its keys.

const SHORT = 64;
const MOST_ITEMS = 5;
const LONG_TEXT = 600;

function Value({ value, keys = [], call, links }) {
  const own = links && call !== undefined ? links.ofResult(call, keys) : undefined;
  const mark = { "data-keys": keysOf(own ?? []), "data-source": own ? "" : undefined, tabindex: own ? 0 : undefined };
  if (value instanceof Numeral || value === null || typeof value !== "object") return h(Leaf, { value, mark });
  const holds = links && call !== undefined && hasWithin(links, call, keys);
  const text = written(value);
  if (!holds && text.length <= SHORT) return h("span", { class: "leaf", ...mark }, text);
  return h("div", { class: "tree", ...mark }, h(Branches, { value, keys, call, links }));
}

const hasWithin = (links, call, keys) =>
  keys.length
    ? links.within.has(`${call} ${JSON.stringify(keys)}`)
    : [...links.within].some((name) => name.startsWith(`${call} `));

function Leaf({ value, mark }) {
  const [whole, setWhole] = useState(false);
  const text = written(value);
  const kind = value instanceof Numeral ? "number" : value === null ? "null" : typeof value;
  if (text.length <= LONG_TEXT || whole) return h("span", { class: `leaf ${kind}`, ...mark }, text);
  const more = h(
    "button",
    { type: "button", class: "more", onClick: () => setWhole(true) },
    `all ${text.length.toLocaleString("en")} characters`,
  );
  return h("span", { class: `leaf ${kind}`, ...mark }, `${text.slice(0, LONG_TEXT)}…`, more);
}

function Branches({ value, keys, call, links }) {
  const [whole, setWhole] = useState(false);
  const many = Array.isArray(value);
  const names = many ? [...value.keys()] : Object.keys(value);
  const most = many ? MOST_ITEMS : 4 * MOST_ITEMS;
  const wanted = (name) =>
    links && call !== undefined && links.within.has(`${call} ${JSON.stringify([...keys, name])}`);
  const kept = whole ? names.slice(0, 2000) : names.filter((name, number) => number < most || wanted(name));
  const rows = kept.map((name) =>
    h(
      "div",
      { class: "branch", key: name },
      h("span", { class: "name" }, many ? `${name}` : seen(cut(String(name), 200))),
      h(Value, { value: value[name], keys: [...keys, name], call, links }),
    ),
  );
  const left = names.length - kept.length;
  if (left > 0) {
    rows.push(
      h(
        "button",
        { type: "button", class: "more", onClick: () => setWhole(true), disabled: whole },
        `and ${left.toLocaleString("en")} more`,
      ),
    );
  }
  return rows;
}

/** A part of the page that stays closed until somebody wants it, and is only made then. */
function Folded({ title, children, open = false, class: kind = "" }) {
  const [isOpen, setOpen] = useState(open);
  return h(
    "details",
    { class: `folded ${kind}`, open: isOpen, onToggle: (event) => setOpen(event.currentTarget.open) },
    h("summary", {}, title),
    isOpen && children(),
  );
}

function Copy({ text, label = "Copy" }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      say("Copied.");
    } catch {
      say("This browser does not let the page copy: select the text instead.");
    }
  };
  return h("button", { type: "button", class: "small", onClick: copy }, done ? "Copied" : label);
}
