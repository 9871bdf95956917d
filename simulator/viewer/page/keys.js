// Keys that work anywhere on the page.

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  ArrowRight: () => chooseStep((state.step ?? -1) + 1),
  ArrowLeft: () => chooseStep((state.step ?? 1) - 1),
  "/": () => document.getElementById("search")?.focus(),
  c: () => show("conversation"),
  f: () => show("funnel"),
  d: () => show("compare"),
  t: () => turnTheme(),
  "?": () => change({ dialog: "help" }),
};

function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || state.dialog) return;
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      if (field) field.blur();
      else if (document.body.classList.contains("reading")) leave();
      return;
    }
    const action = ACTIONS[event.key];
    if (field || !action || (event.key.startsWith("Arrow") && event.target.closest(".scrolls"))) return;
    event.preventDefault();
    action();
  });
}

function show(view) {
  if (view === "compare" && !state.other) state.other = { run: state.run, id: null, rows: null, at: null, shown: null };
  change({ view });
  keepHash();
}

// light and dark

function theme() {
  return (
    document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
  );
}

function turnTheme() {
  const turned = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = turned;
  try {
    localStorage.setItem("toolweft-theme", turned);
  } catch {
    /* a page from a file may keep nothing */
  }
  say(turned);
  redraw();
}

function recallTheme() {
  try {
    const kept = localStorage.getItem("toolweft-theme");
    if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  } catch {
    /* likewise */
  }
}
