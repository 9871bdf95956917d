"use strict";
// Everything from a trace enters the page as a text node, never as HTML: `h` makes elements, and strings stay strings.

const { h, render, Component, Fragment } = preact;
const { useState, useEffect, useLayoutEffect, useRef, useMemo } = preactHooks;

/** A number as the trace writes it, where JavaScript would write it otherwise: 12345678901234567890, 2.0. */
class Numeral {
  constructor(source) {
    this.source = source;
  }
  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.source) : Number(this.source);
  }
}

function readJson(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === "number" && context && context.source && String(value) !== context.source
      ? new Numeral(context.source)
      : value,
  );
}

/** One line, without marks that steer how text is written; what is empty is said to be so. */
const plain = (text) =>
  String(text ?? "")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .trim();

/** As it stands, but for marks that turn the direction of writing: each becomes one that can be seen. */
const seen = (text) => String(text ?? "").replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

const cut = (text, most) =>
  text.length > most ? `${[...text.slice(0, most * 2)].slice(0, most - 1).join("")}…` : text;
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
const listed = (value) => (Array.isArray(value) ? value : []);
const fields = (value) =>
  value && typeof value === "object" && !Array.isArray(value) && !(value instanceof Numeral) ? value : {};

function written(value, indent) {
  if (value instanceof Numeral) return value.source;
  return seen(JSON.stringify(value, null, indent) ?? "nothing");
}

function lasting(seconds) {
  if (typeof seconds !== "number") return "";
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  if (seconds >= 0.001) return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  return `${Math.round(seconds * 1e6)} µs`;
}

/** Whether two values of JSON are equal, whatever the order of keys. */
function equal(one, other) {
  return canonical(one) === canonical(other);
}

function canonical(value) {
  if (value instanceof Numeral) return value.source;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
