// The funnel as a picture: how many conversations reached each seat, and what became of them there.

async function askFunnel() {
  const { run, rows } = state;
  change({ funnel: { asked: rows.length, told: null, problem: "" } });
  try {
    const told = await source.funnel(run);
    if (run === state.run) change({ funnel: { asked: rows.length, told, problem: "" } });
  } catch (error) {
    if (run === state.run) change({ funnel: { asked: rows.length, told: null, problem: error.message } });
  }
}

function Funnel() {
  useEffect(() => {
    if (state.done && state.rows.length && (!state.funnel || state.funnel.asked !== state.rows.length)) askFunnel();
  });
  const [kept, keep] = useState(null);
  const told = state.funnel?.told;
  useEffect(() => told && keep(told), [told]);
  if (state.funnel?.problem) return h("p", { class: "failure", role: "alert" }, state.funnel.problem);
  const shown = told ?? kept;
  if (!shown) return h("p", { class: "none" }, state.rows.length ? "Counting…" : "No conversations yet.");
  return h(
    "div",
    { class: "funnel" },
    h("h2", {}, "Funnel"),
    h(FunnelSum, { told: shown }),
    h(
      "ol",
      { class: "seats" },
      listed(shown.seats).map((seat) => h(SeatBar, { key: seat.seat, seat, attempts: shown.attempts })),
    ),
    h(
      "p",
      { class: "legend" },
      h("i", { class: "passed" }),
      "let through ",
      h("i", { class: "rejected" }),
      "rejected ",
      h("i", { class: "failed" }),
      "failed",
    ),
    h(Groups, { name: "By strategy", groups: shown.strategies, field: "strategy" }),
    h(Groups, { name: "By tool", groups: shown.tools, field: "tool" }),
  );
}

const costInWords = (cost, noun, digits) => (cost ? `${cost.whole.toFixed(digits)} ${noun}` : "");

function FunnelSum({ told }) {
  const cost = fields(told.cost);
  const each = [
    cost.attempts && `${cost.attempts.toFixed(2)} attempts`,
    costInWords(cost.steps, "steps", 1),
    cost.seconds && lasting(cost.seconds.whole),
    cost.tokens && cost.tokens.whole > 0 && costInWords(cost.tokens, "tokens", 0),
  ];
  return h(
    Fragment,
    {},
    h(
      "p",
      { class: "sum" },
      h("b", {}, told.accepted.toLocaleString("en")),
      ` accepted of ${counted(told.attempts, "attempt")}; ${told.rejected.toLocaleString("en")} rejected, ${told.failed.toLocaleString("en")} failed, ${counted(told.sent_back, "step")} sent back on the way.`,
    ),
    cost.attempts &&
      h("p", { class: "sum" }, `An accepted one cost ${each.filter(Boolean).join(", ")}, with what was not accepted.`),
  );
}

function SeatBar({ seat, attempts }) {
  const share = (count) => `${Math.max(count ? 0.4 : 0, (100 * count) / Math.max(1, attempts))}%`;
  const told = `${seat.passed.toLocaleString("en")} of ${seat.reached.toLocaleString("en")} let through`;
  const more = [
    seat.rejected && `${seat.rejected.toLocaleString("en")} rejected`,
    seat.failed && `${seat.failed.toLocaleString("en")} failed`,
    seat.sent_back && `sent back ${seat.sent_back.toLocaleString("en")} times`,
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "span",
      { class: `seat-name seat-${known(seat.seat)}` },
      h("i", { class: "dot", "aria-hidden": "true" }),
      plain(seat.seat),
    ),
    h(
      "span",
      { class: "bars", "aria-hidden": "true" },
      ["passed", "rejected", "failed"].map((kind) =>
        h("i", { key: kind, class: kind, style: { width: share(seat[kind]) } }),
      ),
    ),
    h("span", { class: "numbers" }, told, more.length ? h("b", {}, ` · ${more.join(", ")}`) : null),
    listed(seat.reasons).length > 0 &&
      h(
        "div",
        { class: "reasons-of" },
        h(Folded, { title: `${counted(seat.reasons.length, "reason")}` }, () =>
          h(
            "table",
            {},
            h(
              "tbody",
              {},
              seat.reasons.map(({ reason, count }) =>
                h("tr", { key: reason }, h("td", {}, count.toLocaleString("en")), h("td", {}, seen(reason))),
              ),
            ),
          ),
        ),
      ),
  );
}

const MOST_GROUPS = 12;

function Groups({ name, groups, field }) {
  const [whole, setWhole] = useState(false);
  const all = Object.entries(fields(groups));
  if (!all.length) return null;
  const rows = (whole ? all : all.slice(0, MOST_GROUPS)).map(([group, told]) =>
    h(
      "tr",
      { key: group },
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          {
            type: "button",
            class: "more",
            onClick: () => {
              filter({ [field]: group, status: "" });
              document.body.classList.remove("reading");
            },
          },
          cut(plain(group), 60),
        ),
      ),
      h("td", {}, told.attempts.toLocaleString("en")),
      h("td", {}, told.accepted.toLocaleString("en")),
      h(
        "td",
        {},
        h(
          "span",
          { class: "share" },
          h("i", { style: { width: `${(100 * told.accepted) / Math.max(1, told.attempts)}%` } }),
        ),
        `${((100 * told.accepted) / Math.max(1, told.attempts)).toFixed(0)} %`,
      ),
      h("td", {}, told.sent_back.toLocaleString("en")),
    ),
  );
  return h(
    "section",
    { "aria-label": name },
    h(
      "table",
      { class: "groups" },
      h("caption", {}, name),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["", "attempts", "accepted", "share", "sent back"].map((title) =>
            h("th", { key: title, scope: "col" }, title),
          ),
        ),
      ),
      h("tbody", {}, rows),
    ),
    all.length > MOST_GROUPS &&
      !whole &&
      h(
        "button",
        { type: "button", class: "more", onClick: () => setWhole(true) },
        `and ${all.length - MOST_GROUPS} more`,
      ),
  );
}
