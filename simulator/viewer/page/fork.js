// A fork: the conversation goes on from a step with something changed, into a run of its own.

const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function commandOf(form) {
  const words = ["toolweft", "fork", state.runs[state.run].path, state.rows[state.at][ID], "--at", String(form.at)];
  for (const [seat, name] of Object.entries(form.roles)) words.push("--role", `${seat}=${name}`);
  for (const setting of form.settings) words.push("--set", setting);
  if (form.seed) words.push("--seed", form.seed);
  return words.map(quoted).join(" ");
}

const NO_FORK = { at: 0, seat: "", name: "", settings: "", seed: "" };

function Fork() {
  const [entered, setEntered] = useState({ ...NO_FORK, at: state.step ?? 0 });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const field = (name) => ({
    value: entered[name],
    onInput: (event) => setEntered({ ...entered, [name]: event.target.value }),
  });
  const steps = stepsOf(state.shown);
  const seats = [...new Set([...Object.keys(SEATS), ...steps.map((step) => plain(step.by))])].filter(Boolean);
  const form = {
    at: Math.max(0, Math.min(steps.length, Number(entered.at) || 0)),
    roles: entered.seat && entered.name.trim() ? { [entered.seat]: entered.name.trim() } : {},
    settings: entered.settings
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    seed: entered.seed.trim(),
  };
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !DATA.forks) return;
    setBusy(true);
    setProblem("");
    try {
      await forkAndCompare(form);
    } catch (error) {
      setProblem(error.message);
      setBusy(false);
    }
  };
  return h(
    Dialog,
    { title: `Fork ${plain(state.rows[state.at][ID])}` },
    h(
      "form",
      { class: "fork", onSubmit: submit },
      h("p", {}, "The steps before stay as they are; from this step on it is played anew, with what you change here."),
      h("label", {}, "From step", h("input", { type: "number", min: 0, max: steps.length, ...field("at") })),
      h(
        "label",
        {},
        "Seat",
        h(
          "select",
          { value: entered.seat, onChange: (event) => setEntered({ ...entered, seat: event.target.value }) },
          h("option", { value: "" }, "nobody else"),
          seats.map((seat) => h("option", { key: seat, value: seat }, seat)),
        ),
      ),
      entered.seat &&
        h(
          "label",
          {},
          "Who takes it",
          h("input", { type: "text", placeholder: "mymodule:TerseUser", autocomplete: "off", ...field("name") }),
        ),
      h(
        "label",
        {},
        "Settings",
        h("textarea", { rows: 2, placeholder: "strategy=goal-only, one a line", ...field("settings") }),
      ),
      h(
        "label",
        {},
        "Seed",
        h("input", { type: "text", placeholder: "other dice from there on", autocomplete: "off", ...field("seed") }),
      ),
      h("pre", { class: "command" }, commandOf(form)),
      problem && h("p", { class: "failure", role: "alert" }, problem),
      h(
        "div",
        { class: "actions" },
        DATA.forks
          ? h("button", { type: "submit", class: "primary", disabled: busy }, busy ? "Playing…" : "Fork and compare")
          : h("p", {}, "This page cannot play: run the command where the run is."),
        h(Copy, { text: commandOf(form), label: "Copy the command" }),
      ),
    ),
  );
}

async function forkAndCompare(form) {
  const from = { run: state.run, id: state.rows[state.at][ID] };
  const made = await source.fork({ run: state.run, conversation: state.at, ...form });
  change({ dialog: "", runs: await source.runs() });
  await Promise.race([
    openRun(made.run, { id: made.id, step: made.at, view: "compare", other: from }),
    Promise.resolve(),
  ]);
}
