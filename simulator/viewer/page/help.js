// What the keys do.

const KEYS = [
  ["j, k", "next, previous conversation"],
  ["↓, ↑", "the same in the list; in the steps, next and previous step"],
  ["→, ←", "next, previous step"],
  ["/", "search"],
  ["c", "conversation"],
  ["f", "funnel"],
  ["d", "compare with another (diff)"],
  ["t", "light or dark"],
  ["?", "this help"],
  ["Esc", "close, leave a field"],
];

function Help() {
  return h(
    Dialog,
    { title: "Keys" },
    h(
      "dl",
      { class: "keys" },
      KEYS.map(([keys, does]) => h("div", { key: keys }, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, does))),
    ),
    h(
      "p",
      {},
      "Point at a value, or move to it with Tab: its source lights up in the request, in the result and in the plan. Enter or a click brings the source into view and keeps it lit.",
    ),
  );
}

function Dialog({ title, children }) {
  const element = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before && before.focus && before.focus();
  }, []);
  return h(
    "dialog",
    { ref: element, "aria-labelledby": "dialog-title", onClose: () => change({ dialog: "" }) },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "dialog-title" }, title),
      h(
        "button",
        { type: "button", class: "small", onClick: () => element.current.close(), "aria-label": "Close" },
        "✕",
      ),
    ),
    children,
  );
}
