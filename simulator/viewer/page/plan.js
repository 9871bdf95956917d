// The plan as a picture: calls from top to bottom, an arrow for each call that another one needs.

const BOX = { width: 168, height: 42, gapX: 22, gapY: 44, head: 26 };

/** Where each call of each turn stands: rows by how many calls are before it, turn under turn. */
function laidOut(turns) {
  const boxes = new Map();
  const heads = [];
  let top = 4;
  let width = BOX.width;
  for (const turn of turns.filter((each) => each.plan && listed(each.plan.calls).length)) {
    const calls = listed(turn.plan.calls).map(fields);
    const depths = new Map();
    for (const call of calls) {
      const before = producersOf(call)
        .map(([id]) => depths.get(id))
        .filter((depth) => depth !== undefined);
      depths.set(String(call.id), before.length ? Math.max(...before) + 1 : 0);
    }
    heads.push({ turn: turn.number, y: top + 16 });
    top += BOX.head;
    const rows = [];
    for (const call of calls) (rows[depths.get(String(call.id))] ??= []).push(call);
    rows.forEach((row, depth) =>
      row.forEach((call, at) => {
        boxes.set(String(call.id), { call, turn, row: row.length, at, y: top + depth * (BOX.height + BOX.gapY) });
      }),
    );
    width = Math.max(width, ...rows.map((row) => row.length * (BOX.width + BOX.gapX) - BOX.gapX));
    top += rows.length * (BOX.height + BOX.gapY) - BOX.gapY + 22;
  }
  for (const box of boxes.values()) {
    const used = box.row * (BOX.width + BOX.gapX) - BOX.gapX;
    box.x = 40 + (width - used) / 2 + box.at * (BOX.width + BOX.gapX);
  }
  return { boxes, heads, width: width + 80, height: top };
}

/** [call, [argument, ...]] of the calls that one needs; an argument "" stands for "has to come first". */
function producersOf(call) {
  const found = new Map();
  for (const [argument, reference] of Object.entries(fields(call.references))) {
    const id = String(fields(reference).call);
    found.set(id, [...(found.get(id) ?? []), [argument, fields(reference).path]]);
  }
  for (const id of listed(call.after).map(String)) if (!found.has(id)) found.set(id, [["", ""]]);
  return [...found];
}

function Plan({ shown, links, step, onStep }) {
  const steps = stepsOf(shown);
  const picture = useMemo(() => laidOut(turnsOf(steps)), [shown]);
  const issued = useMemo(() => issuedCalls(steps), [shown]);
  if (!picture.boxes.size) return h("p", { class: "none" }, "There is no plan.");
  const implicit = (id, box) => listed(fields(box.turn.brief).implicit).map(String).includes(id);
  const arrows = [...picture.boxes].flatMap(([id, box]) =>
    producersOf(box.call).map(([producer, values]) =>
      h(Arrow, { key: `${producer} ${id}`, producer, id, values, from: picture.boxes.get(producer), to: box, links }),
    ),
  );
  return h(
    "div",
    { class: "picture" },
    h(
      "svg",
      {
        viewBox: `0 0 ${picture.width} ${picture.height}`,
        width: picture.width,
        height: picture.height,
        role: "group",
        "aria-label": "Plan: calls and the values that go from one to the other",
      },
      h(
        "defs",
        {},
        ["", "-lit"].map((kind) =>
          h(
            "marker",
            {
              key: kind,
              id: `tip${kind}`,
              viewBox: "0 0 8 8",
              refX: 7,
              refY: 4,
              markerWidth: 7,
              markerHeight: 7,
              orient: "auto-start-reverse",
              class: `tip${kind}`,
            },
            h("path", { d: "M0 0 L8 4 L0 8 z" }),
          ),
        ),
      ),
      picture.heads.map((head) =>
        h("text", { key: head.turn, class: "turn-name", x: 4, y: head.y }, `Turn ${head.turn}`),
      ),
      arrows,
      [...picture.boxes].map(([id, box]) =>
        h(Box, { key: id, id, box, implicit: implicit(id, box), links, issued: issued.get(id), step, onStep }),
      ),
    ),
  );
}

function Box({ id, box, implicit, links, issued, step, onStep }) {
  const needs = producersOf(box.call).map(([producer, values]) =>
    values.map(([argument]) => (argument ? `${argument} from ${producer}` : `after ${producer}`)).join(", "),
  );
  const told = `${id} ${plain(box.call.tool)}, ${implicit ? "implicit" : "asked for"}${needs.length ? `, takes ${needs.join(", ")}` : ""}${issued ? "" : ", never made"}`;
  const here = issued && (issued.step === step || issued.resultStep === step);
  const go = () => issued && onStep(issued.step);
  return h(
    "g",
    {
      class: `box ${implicit ? "is-implicit" : ""} ${here ? "here" : ""} ${issued ? "" : "not-made"}`,
      "data-keys": keysOf(links.calls.get(id)),
      transform: `translate(${box.x} ${box.y})`,
      role: "button",
      tabindex: 0,
      "aria-label": told,
      onClick: go,
      onKeyDown: press,
    },
    h("title", {}, plain(box.call.tool)),
    h("rect", { width: BOX.width, height: BOX.height, rx: 7 }),
    h("text", { x: BOX.width / 2, y: 18, class: "tool" }, cut(plain(box.call.tool), 22)),
    h(
      "text",
      { x: BOX.width / 2, y: 33, class: "id" },
      `${cut(plain(id), 12)} · ${issued ? (implicit ? "implicit" : "asked for") : "not made"}`,
    ),
  );
}

function Arrow({ producer, id, values, from, to, links }) {
  if (!from) return null;
  const [x1, y1, x2, y2] = [from.x + BOX.width / 2, from.y + BOX.height, to.x + BOX.width / 2, to.y - 2];
  const middle = Math.max(24, (y2 - y1) / 2);
  const past = Math.abs(x1 - x2) < 20 && y2 - y1 > BOX.height + BOX.gapY ? BOX.width / 2 + 26 : 0; // around the boxes between
  const line = past
    ? `M${x1 + 40} ${y1} C${x1 + past + 20} ${y1 + 30} ${x1 + past + 20} ${y2 - 30} ${x2 + 40} ${y2}`
    : `M${x1} ${y1} C${x1} ${y1 + middle} ${x2} ${y2 - middle} ${x2} ${y2}`;
  const names = values.map(([argument, path]) =>
    argument ? `${plain(path) || "result"} → ${plain(argument)}` : "has to come first",
  );
  const label = values.length === 1 ? plain(values[0][0]) || "first" : counted(values.length, "value");
  const [x, y] = past ? [x1 + past, (y1 + y2) / 2] : [(x1 + x2) / 2, (y1 + y2) / 2 + 4];
  return h(
    "g",
    {
      class: `edge ${values.every(([argument]) => !argument) ? "order" : ""}`,
      "data-keys": keysOf(links.arrows.get(`${producer} ${id}`) ?? []),
      role: "img",
      "aria-label": `${producer} to ${id}: ${names.join(", ")}`,
    },
    h("title", {}, names.join("\n")),
    h("path", { d: line, class: "wide" }),
    h("path", { d: line, class: "line" }),
    h("text", { x, y }, cut(label, 20)),
  );
}
