// The picture: what Cytoscape draws of the tools and links that are shown.

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
