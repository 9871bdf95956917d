// The page as a whole: head, list, conversation, plan, steps and details.

class Safe extends Component {
  componentDidCatch(error) {
    this.setState({ problem: error.message, of: this.props.of });
  }
  render() {
    if (this.state.problem && this.state.of === this.props.of)
      return h("p", { class: "failure" }, `This part cannot be shown: ${this.state.problem}`);
    return this.props.children;
  }
}

const safely = (of, child) => h(Safe, { of }, child);

function leave() {
  change({ at: null, shown: null, view: "conversation" });
  history.replaceState(null, "", "#");
}

function Head() {
  const many = state.runs.length > 1;
  const name = state.runs[state.run] ? plain(state.runs[state.run].name) : "";
  const view = (id, label) =>
    h("button", { type: "button", "aria-pressed": state.view === id, onClick: () => show(id) }, label);
  return h(
    "header",
    {},
    h("h1", {}, "toolweft"),
    many
      ? h(
          "select",
          {
            "aria-label": "Run",
            value: state.run,
            onChange: (event) =>
              openRun(Number(event.target.value), { view: state.view === "compare" ? "conversation" : state.view }),
          },
          state.runs.map((run, at) => h("option", { key: at, value: at }, cut(plain(run.name), 60))),
        )
      : h("p", { class: "run-name" }, name),
    state.status &&
      h(
        "p",
        { class: `run-status ${/^\w+$/.test(state.status) ? state.status : ""}`, role: "status" },
        statusInWords(state.status),
      ),
    h(
      "nav",
      { "aria-label": "Views" },
      view("conversation", "Conversation"),
      view("compare", "Compare"),
      view("funnel", "Funnel"),
    ),
    h(
      "div",
      { class: "tools-right" },
      h(
        "button",
        { type: "button", onClick: turnTheme, "aria-label": theme() === "dark" ? "Switch to light" : "Switch to dark" },
        theme() === "dark" ? "☀" : "☾",
      ),
      h("button", { type: "button", onClick: () => change({ dialog: "help" }), "aria-label": "Keys" }, "?"),
    ),
  );
}

const statusInWords = (status) =>
  ({
    running: "running: it grows as you look",
    complete: "complete",
    short: "short: fewer accepted than wanted",
    interrupted: "interrupted",
    gone: "the server has ended",
    file: "a file of traces",
  })[status] ?? status;

function Conversation() {
  const { shown, links, step, at } = state;
  if (state.problem) return h("p", { class: "failure", role: "alert" }, state.problem);
  if (at === null) return h("p", { class: "none" }, "Choose a conversation.");
  if (!shown) return h("p", { class: "none" }, "…");
  const trace = fields(shown.trace);
  return h(
    "div",
    { class: "conversation", "data-scope": "" },
    h(
      "div",
      { class: "talk scrolls", tabindex: -1, role: "region", "aria-label": "Conversation" },
      h(Title, { trace, shown }),
      safely(shown, h(Chat, { shown, links, step, onStep: chooseStep })),
    ),
    h(
      "section",
      { class: "plan", "aria-label": "Plan" },
      h("h2", {}, "Plan"),
      safely(shown, h(Plan, { shown, links, step, onStep: chooseStep })),
    ),
    h(
      "section",
      { class: "timeline", "aria-label": "Steps" },
      h("h2", {}, "Steps"),
      safely(shown, h(Steps, { shown, step, onStep: chooseStep })),
    ),
    h(
      "section",
      { class: "detail", "aria-labelledby": "details-name" },
      safely(`${step} ${at}`, h(Details, { shown, step, onStep: chooseStep })),
    ),
  );
}

function Title({ trace, shown }) {
  return h(
    Fragment,
    {},
    h("button", { type: "button", class: "back small", onClick: leave }, "← all conversations"),
    h(
      "h2",
      { class: "title" },
      plain(trace.id) || "(no id)",
      h(
        "span",
        { class: `badge ${STATES.includes(trace.status) ? trace.status : "unreadable"}` },
        `${MARKS[trace.status] ?? "?"} ${plain(trace.status) || "unreadable"}`,
      ),
      h(
        "small",
        {},
        [trace.strategy && `strategy ${plain(trace.strategy)}`, trace.seed !== undefined && `seed ${plain(trace.seed)}`]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
    [...listed(shown.notes), ...state.notes].map((note) =>
      h("p", { key: note, class: "note", role: "note" }, seen(note)),
    ),
  );
}

function Page() {
  const [, drawn] = useState(0);
  redraw = () => drawn((count) => count + 1);
  useEffect(() => {
    document.body.classList.toggle("reading", state.at !== null || state.view !== "conversation");
    const row = state.rows[state.at];
    document.title = row ? `${plain(row[ID])} – toolweft` : "toolweft";
  });
  const main = { conversation: Conversation, compare: Compare, funnel: Funnel }[state.view];
  return h(
    Fragment,
    {},
    h(
      "a",
      {
        class: "skip",
        href: "#main",
        onClick: (event) => {
          event.preventDefault();
          document.getElementById("main").focus();
        },
      },
      "To the conversation",
    ),
    h(Head, {}),
    h("aside", { "aria-label": "List of conversations" }, h(Filters, {}), h(List, {})),
    h("main", { id: "main", tabindex: -1 }, h(main, {})),
    h("p", { class: "unseen", role: "status", "aria-live": "polite" }, state.said),
    state.dialog === "help" && h(Help, {}),
    state.dialog === "fork" && h(Fork, {}),
  );
}

async function start() {
  recallTheme();
  const root = document.getElementById("page");
  root.replaceChildren();
  render(h(Page, {}), root);
  listenForLight();
  listenForKeys();
  document.documentElement.dataset.ready = "";
  try {
    change({ runs: await source.runs() });
    const [run, wanted] = asked();
    addEventListener("hashchange", followAddress);
    await openRun(Math.max(0, Math.min(run || 0, state.runs.length - 1)), wanted);
  } catch (error) {
    change({ problem: error.message });
  }
}

start();
