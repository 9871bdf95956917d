// The lists beside the picture, and what a person does with all of it.

function listTools() {
  const tools = matching();
  const rows = tools.slice(0, MOST_ROWS).map((tool) => {
    const links = passing(into[tool]).length + passing(outOf[tool]).length;
    const name = make("span", { class: "named" }, dot(tool), label(tool));
    const count = make("span", { class: "count", text: links, title: counted(links, "link") });
    const row = make("button", { type: "button", class: "row", onclick: () => choose(tool) }, name, count);
    if (tool === state.chosen) row.setAttribute("aria-current", "true");
    row.dataset.tool = tool;
    return make("li", {}, row);
  });
  if (!tools.length) rows.push(make("li", { class: "none", text: "No tool is found." }));
  if (tools.length > MOST_ROWS) rows.push(make("li", { class: "none", text: `and ${tools.length - MOST_ROWS} more: search` }));
  $("tools").replaceChildren(...rows);
  const shown = counted(passing(LINKS).length, "link");
  $("status").textContent = `${tools.length.toLocaleString("en")} of ${counted(TOOLS.length, "tool")}, ${shown}`;
}

function markRow() {
  for (const row of document.querySelectorAll('#tools [aria-current="true"]')) row.removeAttribute("aria-current");
  const row = state.chosen !== null && document.querySelector(`#tools [data-tool="${state.chosen}"]`);
  if (row) {
    row.setAttribute("aria-current", "true");
    const list = $("list");
    const [top, seen] = [row.offsetTop - list.offsetTop, list.clientHeight];
    if (top < list.scrollTop || top > list.scrollTop + seen - 40) list.scrollTop = top - seen / 3;
  }
}

// the panel

function fieldList(title, fields, marked, empty) {
  const rows = fields.listed.map((field) => {
    const kind = [field.type, marked && field.required ? "required" : ""].filter(Boolean).join(", ");
    const row = make("li", { class: "field" }, make("span", { class: "mono", text: field.path || "(the result itself)" }));
    if (kind) row.append(make("span", { class: "faint", text: `  ${kind}` }));
    if (field.description) row.append(make("small", { text: field.description }));
    return row;
  });
  if (fields.more) rows.push(make("li", { class: "faint", text: `and ${fields.more} more` }));
  if (!rows.length) rows.push(make("li", { class: "faint", text: empty }));
  return [make("h3", { text: title }), make("ul", {}, ...rows)];
}

const flow = (link) => (link.kind === "order" ? "must come first" : `${link.field || "(result)"} → ${link.param}`);

function linkList(title, links, end) {
  const rows = links.map((link) => {
    const other = make("span", {}, label(link[end]), make("small", { class: "mono", text: flow(link) }));
    const score = make("span", { class: "count", text: link.score.toFixed(2) });
    return make("li", {}, make("button", { type: "button", class: "row", onclick: () => chooseLink(link) }, other, score));
  });
  if (!rows.length) rows.push(make("li", { class: "faint", text: "none with this score" }));
  return [make("h3", { text: `${title} (${links.length})` }), make("ul", {}, ...rows)];
}

function tellTool(tool) {
  const told = TOOLS[tool];
  const whose = [DATA.namespaces[told.namespace], told.origin].filter(Boolean).join(" · ");
  $("panel").replaceChildren(
    make("h2", {}, dot(tool), plain(told.name)),
    ...(whose ? [make("p", { class: "faint said", text: whose })] : []),
    make("p", { class: "said", text: told.description || "(no description)" }),
    ...fieldList("Parameters", told.parameters, true, "none"),
    ...fieldList(told.inferred ? "Result (inferred)" : "Result", told.results, false, "unknown"),
    ...linkList("Fed by", passing(into[tool]), "source"),
    ...linkList("Feeds", passing(outOf[tool]), "target"),
  );
}

function why(link) {
  if (link.kind === "order") return [make("p", { text: "One call must come before the other; no value is passed." })];
  if (link.declared) return [make("p", { text: "The catalog declares this link." })];
  if (!link.signals || !link.signals.length) return [make("p", { class: "faint", text: "No reasons are known." })];
  const rows = link.signals.map(([name, factor], place) => {
    const number = place ? `× ${factor.toFixed(2)}` : factor.toFixed(2);
    const side = factor >= (place ? 1 : 0.9) ? "for" : "against";
    return make("tr", {}, make("td", { text: name }), make("td", { class: side, text: number }));
  });
  return [
    make("p", { class: "faint", text: `Taken as: ${link.means}` }),
    make("table", { "aria-label": "Reasons, as factors of the score: below 1 against the link, above 1 for it" }, ...rows),
    make("p", { class: "faint", text: "Their product, calibrated, is the score." }),
  ];
}

function tellLink(chosen) {
  const between = LINKS.filter((link) => link.source === chosen.source && link.target === chosen.target);
  const ends = [["from", chosen.source], ["to", chosen.target]].map(([said, tool]) => {
    const name = make("span", { class: "named" }, dot(tool), label(tool));
    const end = make("span", {}, make("small", { text: said }), name);
    return make("button", { type: "button", class: "row", onclick: () => choose(tool) }, end);
  });
  const flows = [chosen, ...between.filter((link) => link !== chosen)].map((link) => {
    const bar = make("i");
    bar.style.width = `${link.score * 100}%`;
    const usable = link.score < DATA.usable ? ", too weak for plans" : "";
    return make("article", { class: link === chosen ? "flow chosen" : "flow" },
      make("p", { class: "mono", text: flow(link) }),
      make("p", { text: `score ${link.score.toFixed(2)}, ${link.kind} link${usable}` }),
      make("div", { class: "bar", "aria-hidden": "true" }, bar),
      ...why(link));
  });
  const more = flows.length > 1 ? ` (${flows.length})` : "";
  $("panel").replaceChildren(make("h2", { text: "Link" }), ...ends, make("h3", { text: `Why${more}` }), ...flows);
}

function tellNothing() {
  const known = TOOLS.length
    ? "Choose a tool in the list or in the picture: what it takes, what it gives, and what feeds it. Choose a link for its reasons."
    : "This catalog holds no tools.";
  const keys = "Keys: / to search, Enter for the first tool found, arrows in the list, Escape to go back.";
  const left = DATA.left ? ` ${counted(DATA.left, "weaker link")} left out of this page: the tool graph as JSON holds them.` : "";
  const scores = `Plans use links with a score of ${DATA.usable} and more; the slider shows weaker ones, too.${left}`;
  $("panel").replaceChildren(
    make("h2", { text: "Tools and links" }), make("p", { text: known }), make("p", { class: "faint", text: scores }),
    make("p", { class: "faint", text: keys }));
}

function tell() {
  if (state.link) tellLink(state.link);
  else if (state.chosen !== null) tellTool(state.chosen);
  else tellNothing();
  $("panel").scrollTop = 0;
  const narrow = matchMedia("(max-width: 760px)").matches;
  if (narrow && state.chosen !== null) $("picture").scrollIntoView(); // the panel follows it
}

// choosing and filtering

function choose(tool) {
  [state.chosen, state.link] = [tool, null];
  tell();
  markRow();
  show();
}

/** Draws what is chosen, or marks it in the picture that is there. */
function show() {
  if (TOOLS.length > MOST_ARRANGED) return draw();
  mark();
  const node = cy.getElementById(`n${state.chosen}`);
  const seen = cy.extent();
  if (!node.length) return;
  const { x, y } = node.position();
  if (x < seen.x1 || x > seen.x2 || y < seen.y1 || y > seen.y2) cy.center(node);
}

function chooseLink(link) {
  const redrawn = state.chosen === null || (state.chosen !== link.source && state.chosen !== link.target);
  if (redrawn) state.chosen = link.target;
  state.link = link;
  tell();
  if (redrawn && TOOLS.length > MOST_ARRANGED) draw();
  else mark();
}

function stepBack() {
  if ($("namespaces").open) $("namespaces").open = false;
  else if (state.link) choose(state.chosen);
  else if (state.chosen !== null) clear();
  else if ($("search").value) {
    $("search").value = "";
    search();
  }
}

function clear() {
  [state.chosen, state.link] = [null, null];
  tell();
  markRow();
  show();
}

let waiting = 0;
function filter() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    listTools();
    draw();
    if (!state.link) tell();
  }, 120);
}

function search() {
  state.words = $("search").value.toLowerCase().split(/\s+/u).filter(Boolean);
  [state.chosen, state.link] = [null, null];
  filter();
}

function setScore(score) {
  state.score = score;
  $("score-shown").textContent = score.toFixed(2);
}

function listNamespaces() {
  if (DATA.namespaces.length < 2) return;
  $("namespaces").hidden = false;
  const boxes = DATA.namespaces.map((name, namespace) => {
    const box = make("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) state.hidden.delete(namespace);
      else state.hidden.add(namespace);
      filter();
    });
    const said = make("span", { text: cut(name ? plain(name) : "(none)", 60) });
    $("namespace-list").append(make("li", {}, make("label", {}, box, said, make("span", { class: "count", text: sizes[namespace] }))));
    return box;
  });
  const set = (checked) => () => {
    boxes.forEach((box, namespace) => {
      box.checked = checked;
      if (checked) state.hidden.delete(namespace);
      else state.hidden.add(namespace);
    });
    filter();
  };
  $("all").addEventListener("click", set(true));
  $("none").addEventListener("click", set(false));
}

function walk(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const item = event.target.closest("li");
  const next = event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling;
  const row = next && next.querySelector("button");
  if (!row) return;
  event.preventDefault();
  row.focus();
}

function listen() {
  $("tools").addEventListener("keydown", walk);
  $("search").addEventListener("input", search);
  $("search").addEventListener("keydown", (event) => {
    const top = event.key === "ArrowDown" && document.querySelector("#tools button");
    if (top) {
      event.preventDefault();
      top.focus();
    }
    if (event.key !== "Enter") return;
    search();
    clearTimeout(waiting);
    listTools();
    const [first] = matching();
    draw();
    if (first !== undefined) choose(first);
  });
  $("score").addEventListener("input", () => {
    setScore(Number($("score").value));
    filter();
  });
  $("best").addEventListener("change", () => {
    state.best = $("best").checked;
    filter();
  });
  $("closer").addEventListener("click", () => cy.zoom({ level: cy.zoom() * 1.4, renderedPosition: middle() }));
  $("farther").addEventListener("click", () => cy.zoom({ level: cy.zoom() / 1.4, renderedPosition: middle() }));
  $("fit").addEventListener("click", () => cy.fit(undefined, 40));
  $("back").addEventListener("click", clear);
  cy.on("tap", "node", (event) => choose(event.target.data("tool")));
  cy.on("tap", "edge", (event) => chooseLink(LINKS[event.target.data("link")]));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search]");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      $("search").focus();
      $("search").select();
    } else if (event.key === "Escape") {
      event.preventDefault();
      stepBack();
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });

paint();
setScore(DATA.usable);
$("score").value = DATA.usable;
$("best").checked = state.best;
listNamespaces();
listen();
listTools();
draw();
tell();
document.documentElement.dataset.ready = "yes";
