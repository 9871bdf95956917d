// Two conversations side by side.

async function compareWith(at) {
  if (!state.rows[at]) return;
  change({ view: "compare", other: { at, shown: null } });
}

function Compare() {
  return h("p", { class: "none" }, "…");
}
