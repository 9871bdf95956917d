// What belongs together: an argument, the characters or the field that it comes from, and the arrow between the two calls.
// Each argument has a key; elements carry the keys of what they show in `data-keys`, and those that share one light up together.

let lastKey = 0;

class Links {
  constructor(shown) {
    this.arguments = new Map();
    this.requests = new Map();
    this.results = new Map();
    this.within = new Set();
    this.arrows = new Map();
    this.profile = new Map();
    this.calls = new Map();
    this.date = [];
    for (const [id, ground] of Object.entries(fields(fields(shown.grounds).calls))) this.take(id, ground);
  }

  take(id, ground) {
    const own = this.keep(this.calls, id);
    if (ground.asked) this.span(ground.asked, own, true);
    for (const [path, source] of Object.entries(fields(ground.sources))) {
      const key = this.keep(this.arguments, `${id} ${place(path)}`);
      if (source.kind === "said" || source.kind === "judged") this.span(source, key, false);
      if (source.kind === "result") {
        add(this.results, `${source.call} ${place(source.path)}`, key);
        (pathKeys(source.path) ?? []).forEach((_, length, keys) => {
          this.within.add(`${source.call} ${JSON.stringify(keys.slice(0, length + 1))}`);
        });
        add(this.arrows, `${source.call} ${id}`, key);
      }
      if (source.kind === "profile") add(this.profile, place(source.key), key);
      if (source.kind === "date") this.date.push(key);
    }
    for (const reason of listed(ground.reasons)) add(this.arrows, `${id} ${reason.call}`, own);
  }

  keep(map, name) {
    lastKey += 1;
    map.set(name, lastKey);
    return lastKey;
  }

  span(source, key, asks) {
    if (!this.requests.has(source.step)) this.requests.set(source.step, []);
    this.requests.get(source.step).push({ from: source.span[0], to: source.span[1], key, asks });
  }

  ofArgument(call, path) {
    return this.arguments.get(`${call} ${place(path)}`);
  }

  ofResult(call, keys) {
    return this.results.get(`${call} ${JSON.stringify(keys)}`);
  }

  /** The text of a request in parts, each with the keys of what it says and whether it asks for a call. */
  partsOf(step, text) {
    const marks = [...text];
    const spans = (this.requests.get(step) ?? []).filter((span) => span.from < span.to && span.to <= marks.length);
    const ends = [...new Set([0, marks.length, ...spans.flatMap((span) => [span.from, span.to])])].sort(
      (a, b) => a - b,
    );
    return ends.slice(1).map((to, number) => {
      const from = ends[number];
      const within = spans.filter((span) => span.from <= from && to <= span.to);
      const says = within.filter((span) => !span.asks).map((span) => span.key);
      const asks = within.filter((span) => span.asks).map((span) => span.key);
      return { text: marks.slice(from, to).join(""), says, asks };
    });
  }
}

function add(map, name, key) {
  map.set(name, [...(map.get(name) ?? []), key]);
}

const keysOf = (...keys) => keys.flat().filter(Boolean).join(" ") || undefined;

// lighting up

let lit = [];
let pinned = null;

function light(element) {
  for (const each of lit) each.classList.remove("lit", "lit-here");
  lit = [];
  if (!element?.isConnected || !element.dataset.keys) {
    if (element === pinned) pinned = null;
    return;
  }
  const wanted = new Set(element.dataset.keys.split(" "));
  const scope = element.closest("[data-scope]") ?? document;
  for (const each of scope.querySelectorAll("[data-keys]")) {
    if (each.dataset.keys.split(" ").some((key) => wanted.has(key))) {
      each.classList.add("lit");
      lit.push(each);
    }
  }
  element.classList.add("lit-here");
}

/** Brings into view what an argument comes from. */
function reveal(element) {
  const scope = element.closest("[data-scope]") ?? document;
  const wanted = element.dataset.keys.split(" ");
  const sources = [...scope.querySelectorAll("[data-source][data-keys]")];
  const found = sources.find(
    (each) => each !== element && each.dataset.keys.split(" ").some((key) => wanted.includes(key)),
  );
  if (!found) return;
  for (
    let folded = found.closest("details:not([open])");
    folded;
    folded = folded.parentElement.closest("details:not([open])")
  ) {
    folded.open = true;
  }
  found.scrollIntoView({ block: "center", behavior: "smooth" });
}

function listenForLight() {
  const keyed = (event) => (event.target.closest ? event.target.closest("[data-keys]") : null);
  document.addEventListener("mouseover", (event) => light(keyed(event) ?? pinned));
  document.addEventListener("focusin", (event) => light(keyed(event) ?? pinned));
  document.addEventListener("focusout", () => light(pinned));
  document.addEventListener("click", (event) => {
    const element = keyed(event);
    pinned = element && element !== pinned ? element : null;
    light(pinned);
    if (pinned) reveal(pinned);
  });
}
