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

// text

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

// what is shown

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
