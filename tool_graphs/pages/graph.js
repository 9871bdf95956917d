"use strict";
// Everything from a catalog enters the page as text (`textContent`), never as HTML; ids are n0, n1 ..., never names.

const DATA = JSON.parse(document.getElementById("data").textContent);
const TOOLS = DATA.tools;
const LINKS = DATA.links.map((link, id) => ({ ...link, id }));
const MOST_ARRANGED = 300; // tools up to which forces arrange the picture; more stand in blocks by namespace
const MOST_BESIDE = 40; // tools drawn on either side of a chosen one
const MOST_ROWS = 4000;
const COLOURS = ["#3b7dd8", "#d9822b", "#2f9e6e", "#b0529c", "#c4493d", "#7a6fd0", "#8a7a1f", "#2b98ad"];

const $ = (id) => document.getElementById(id);
const state = { words: [], score: DATA.usable, best: TOOLS.length > MOST_ARRANGED, hidden: new Set(), chosen: null, link: null };
const into = TOOLS.map(() => []);
const outOf = TOOLS.map(() => []);
for (const link of LINKS) {
  into[link.target].push(link);
  outOf[link.source].push(link);
}
const haystacks = TOOLS.map((tool) => `${tool.name}\n${tool.description}`.toLowerCase());
const sizes = DATA.namespaces.map(() => 0);
for (const tool of TOOLS) sizes[tool.namespace] += 1;
const bySize = [...sizes.keys()].sort((one, other) => sizes[other] - sizes[one]);
const colours = new Map(bySize.slice(0, COLOURS.length).map((namespace, place) => [namespace, COLOURS[place]]));

// ---------------------------------------------------------------- text

function make(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "text") made.textContent = value;
    else if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const cut = (text, most) => (text.length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);
const plain = (text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim() || "(nameless)";
const label = (tool, most = 80) => cut(plain(TOOLS[tool].name), most);
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

function dot(tool) {
  const made = make("span", { class: "dot" });
  const colour = DATA.namespaces.length > 1 && colours.get(TOOLS[tool].namespace);
  if (colour) made.style.background = colour;
  return made;
}

// ---------------------------------------------------------------- what is shown

const allowed = (tool) => !state.hidden.has(TOOLS[tool].namespace);
const found = (tool) => allowed(tool) && state.words.every((word) => haystacks[tool].includes(word));

function matching() {
  const tools = [...TOOLS.keys()].filter(found);
  if (!state.words.length) return tools;
  const named = (tool) => state.words.every((word) => TOOLS[tool].name.toLowerCase().includes(word));
  return [...tools.filter(named), ...tools.filter((tool) => !named(tool))];
}

/** Links that pass score and namespaces; LINKS is sorted, so the first into a parameter is the best. */
function passing(links, best = false) {
  const fed = new Set();
  return links.filter((link) => {
    if (link.score < state.score || !allowed(link.source) || !allowed(link.target)) return false;
    if (!best) return true;
    const param = JSON.stringify([link.target, link.kind, link.param]);
    return !fed.has(param) && fed.add(param);
  });
}

function paired(links) {
  const pairs = new Map();
  for (const link of links) {
    const pair = `${link.source}-${link.target}`;
    if (!pairs.has(pair)) pairs.set(pair, link);
  }
  return [...pairs.values()];
}

// ---------------------------------------------------------------- the picture

const cy = cytoscape({
  container: $("canvas"),
  elements: [],
  hideEdgesOnViewport: TOOLS.length > MOST_ARRANGED,
  textureOnViewport: TOOLS.length > MOST_ARRANGED,
  pixelRatio: TOOLS.length > MOST_ARRANGED ? 1 : "auto",
  minZoom: 0.02,
  maxZoom: 4,
  boxSelectionEnabled: false,
  autoungrabify: TOOLS.length > MOST_ARRANGED,
});

function paint() {
  const computed = getComputedStyle(document.documentElement);
  const colour = (name) => computed.getPropertyValue(name).trim();
  cy.style([
    {
      selector: "node",
      style: {
        "background-color": colour("--node"), width: 18, height: 18,
        label: "data(label)", color: colour("--ink"), "font-size": 14, "min-zoomed-font-size": 7,
        "text-valign": "bottom", "text-margin-y": 3, "text-background-color": colour("--paper"),
        "text-background-opacity": 0.75, "text-background-padding": 1,
      },
    },
    { selector: "node[colour]", style: { "background-color": "data(colour)" } },
    { selector: "node.many", style: { width: 30, height: 30 } },
    {
      selector: "edge",
      style: {
        width: 1.2, "line-color": colour("--link"), "target-arrow-color": colour("--link"), opacity: 0.75,
        "curve-style": "bezier", "target-arrow-shape": "triangle", "arrow-scale": 0.8,
      },
    },
    { selector: "edge[kind = 'order']", style: {
      "line-style": "dashed", "line-color": colour("--order"), "target-arrow-color": colour("--order") } },
    { selector: "edge.many", style: { "curve-style": "haystack", "haystack-radius": 0, width: 2, opacity: 0.3 } },
    { selector: "node.left", style: { "text-valign": "center", "text-halign": "left", "text-margin-x": -5, "text-margin-y": 0 } },
    { selector: "node.right", style: { "text-valign": "center", "text-halign": "right", "text-margin-x": 5, "text-margin-y": 0 } },
    { selector: ".faded", style: { opacity: 0.25, "text-opacity": 0.6 } },
    { selector: "edge.near", style: { opacity: 1, width: 1.8, "z-index": 5 } },
    { selector: "node.chosen", style: {
      "background-color": colour("--accent"), width: 24, height: 24, "font-weight": "bold", "z-index": 9 } },
    { selector: "edge.chosen", style: {
      width: 3, opacity: 1, "line-color": colour("--accent"), "target-arrow-color": colour("--accent"), "z-index": 9 } },
  ]);
}

function drawnNode(tool, position, side) {
  const colour = DATA.namespaces.length > 1 ? colours.get(TOOLS[tool].namespace) : undefined;
  const data = { id: `n${tool}`, tool, label: label(tool, 32) };
  return { group: "nodes", data: colour ? { ...data, colour } : data, position, classes: side || "" };
}

function drawnEdge(link, many) {
  const data = { id: `l${link.id}`, source: `n${link.source}`, target: `n${link.target}`, link: link.id, kind: link.kind };
  return { group: "edges", data, classes: many ? "many" : "" };
}

/** Tools in square blocks, a block a namespace, the blocks in rows. */
function blocks(tools) {
  const groups = new Map();
  for (const tool of tools) {
    const namespace = TOOLS[tool].namespace;
    if (!groups.has(namespace)) groups.set(namespace, []);
    groups.get(namespace).push(tool);
  }
  const width = Math.ceil(Math.sqrt((tools.length * 1.2 * cy.width()) / Math.max(1, cy.height()))) * 60;
  const places = new Map();
  let [left, top, tallest] = [0, 0, 0];
  for (const group of [...groups.values()].sort((one, other) => other.length - one.length)) {
    const columns = Math.ceil(Math.sqrt(group.length * 1.5));
    if (left && left + columns * 60 > width) [left, top, tallest] = [0, top + tallest + 60, 0];
    group.forEach((tool, place) => {
      places.set(tool, { x: left + (place % columns) * 60, y: top + Math.floor(place / columns) * 60 });
    });
    tallest = Math.max(tallest, Math.ceil(group.length / columns) * 60);
    left += columns * 60 + 60;
  }
  return places;
}

function redraw(elements) {
  cy.batch(() => {
    cy.elements().remove();
    cy.add(elements);
  });
}

/** All tools that are found: arranged by forces where few, in blocks where many. */
function drawMany(tools) {
  const drawn = new Set(tools);
  const links = paired(passing(LINKS, state.best).filter((link) => drawn.has(link.source) && drawn.has(link.target)));
  const many = tools.length > MOST_ARRANGED;
  if (many) {
    const places = blocks(tools);
    redraw([...tools.map((tool) => drawnNode(tool, places.get(tool), "many")), ...links.map((link) => drawnEdge(link, true))]);
  } else {
    redraw([...tools.map((tool) => drawnNode(tool)), ...links.map((link) => drawnEdge(link, links.length > 1500))]);
    arrange();
  }
  cy.fit(undefined, 40);
  const kept = many ? " in blocks by namespace; search, or click a tool, to see a part" : "";
  $("hint").textContent = tools.length
    ? `${counted(tools.length, "tool")}, ${counted(links.length, "linked pair")}${kept}`
    : "No tool is found: search for less, or choose more namespaces.";
}

function arrange() {
  const linked = cy.nodes().filter((node) => node.degree() > 0);
  const size = linked.length;
  linked.forEach((node, place) => { // the same start each time, so the same picture
    const angle = place * 2.4;
    node.position({ x: 60 * Math.sqrt(place) * Math.cos(angle), y: 60 * Math.sqrt(place) * Math.sin(angle) });
  });
  linked.union(linked.connectedEdges()).layout({
    name: "cose", animate: false, randomize: false, fit: false, nodeDimensionsIncludeLabels: size < 120,
    numIter: size < 100 ? 800 : 250, idealEdgeLength: () => 90, nodeRepulsion: () => 60000, gravity: 0.6, componentSpacing: 60,
    boundingBox: { x1: 0, y1: 0, w: 120 * Math.sqrt(size + 1) * 1.3, h: 120 * Math.sqrt(size + 1) },
  }).run();
  const box = linked.length ? linked.boundingBox() : { x1: 0, x2: 0, y2: 0 };
  const alone = cy.nodes().length - size;
  const columns = Math.max(1, Math.floor((box.x2 - box.x1) / 250), Math.min(alone, Math.ceil(Math.sqrt(alone / 3))));
  cy.nodes().difference(linked).forEach((node, place) => {
    node.position({ x: box.x1 + 125 + (place % columns) * 250, y: box.y2 + 70 + Math.floor(place / columns) * 50 });
  });
}

/** One tool in the middle, what feeds it on its left, what it feeds on its right. */
function drawAround(tool) {
  const [feeding, fed] = [paired(passing(into[tool])), paired(passing(outOf[tool]))];
  const [before, after] = [feeding.slice(0, MOST_BESIDE), fed.slice(0, MOST_BESIDE)];
  const left = new Set(before.map((link) => link.source));
  const right = [...new Set(after.map((link) => link.target))].filter((other) => !left.has(other));
  const column = (tools, x, side) => tools.map((other, place) =>
    drawnNode(other, { x, y: (place - (tools.length - 1) / 2) * 30 }, side));
  redraw([
    drawnNode(tool, { x: 0, y: 0 }),
    ...column([...left], -170, "left"),
    ...column(right, 170, "right"),
    ...[...before, ...after].map((link) => drawnEdge(link, false)),
  ]);
  cy.fit(undefined, Math.min(60, cy.width() / 20));
  if (cy.zoom() > 1.5) cy.zoom(1.5), cy.center();
  const cutOff = feeding.length > MOST_BESIDE || fed.length > MOST_BESIDE ? ` The best ${MOST_BESIDE} a side; the panel lists all.` : "";
  $("hint").textContent = `Left: what feeds it. Right: what it feeds. Click an arrow for its reasons.${cutOff}`;
}

function draw() {
  const tools = matching();
  const around = state.chosen !== null && TOOLS.length > MOST_ARRANGED;
  if (around) drawAround(state.chosen);
  else drawMany(tools);
  $("back").hidden = !around;
  mark();
}

/** Shows in the picture what is chosen. */
function mark() {
  cy.batch(() => {
    cy.elements().removeClass("chosen faded near");
    if (state.chosen === null) return;
    const node = cy.getElementById(`n${state.chosen}`);
    node.addClass("chosen");
    if (node.length && TOOLS.length <= MOST_ARRANGED) {
      cy.elements().difference(node.closedNeighborhood()).addClass("faded");
      node.connectedEdges().addClass("near");
    }
    if (!state.link) return;
    const { source, target } = state.link;
    cy.edges(`[source = "n${source}"][target = "n${target}"]`).removeClass("faded").addClass("chosen");
    cy.nodes(`#n${source}, #n${target}`).removeClass("faded");
  });
}

// ---------------------------------------------------------------- the lists

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

// ---------------------------------------------------------------- the panel

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

// ---------------------------------------------------------------- choosing and filtering

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
