// The funnel as a picture.

function Funnel() {
  return h("p", { class: "none" }, "…");
}
