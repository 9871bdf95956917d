// Where the page has its conversations from: the server that sent it, or itself where it is a file.

const DATA = JSON.parse(document.getElementById("data").textContent);

async function answered(path, options) {
  const response = await fetch(path, { cache: "no-store", credentials: "omit", ...options });
  const text = await response.text();
  if (!response.ok) {
    let said = text;
    try {
      said = JSON.parse(text).error ?? text;
    } catch {
      /* not JSON: told as it is */
    }
    throw new Error(said || `the server answered ${response.status}`);
  }
  return text;
}

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();

const server = {
  live: true,
  runs: async () => JSON.parse(await answered("api/runs")),
  index: async (run, from) => JSON.parse(await answered(`api/index?${query({ run, from })}`)),
  conversation: async (run, at) => readJson(await answered(`api/conversation?${query({ run, at })}`)),
  tools: async (run) => JSON.parse(await answered(`api/tools?${query({ run })}`)),
  where: async (run, where) => JSON.parse(await answered(`api/where?${query({ run, where })}`)),
  funnel: async (run) => JSON.parse(await answered(`api/funnel?${query({ run })}`)),
  diff: async (a, b) =>
    JSON.parse(await answered(`api/diff?${query({ run: a.run, at: a.at, other: b.run, to: b.at })}`)),
  fork: async (wanted) => {
    const headers = { "Content-Type": "application/json", "X-Toolweft-Token": DATA.token };
    return JSON.parse(await answered("api/fork", { method: "POST", headers, body: JSON.stringify(wanted) }));
  },
};

async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (mark) => mark.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

const opened = new Map();

/** What was unpacked is kept: a few parts of a run at a time. */
async function part(run, number) {
  const name = `${run} ${number}`;
  if (!opened.has(name)) {
    if (opened.size > 8) opened.delete(opened.keys().next().value);
    opened.set(
      name,
      unpacked(DATA.runs[run].parts[number]).then((text) => text.split("\n")),
    );
  }
  return opened.get(name);
}

function unshared(text, texts) {
  const kept = typeof text === "number" ? texts[text] : text;
  return Array.isArray(kept) ? kept.map((each) => unshared(each, texts)).join("") : kept;
}

/** Prompts as they were: numbers stand for parts that many of them share. */
function withTexts(shown, texts) {
  for (const step of listed(fields(shown.telemetry).steps).map(fields)) {
    for (const message of listed(step.asked)
      .map(fields)
      .flatMap((asked) => [...listed(asked.messages), ...listed(asked.answers)])
      .map(fields)) {
      const shared = fields(message.content).shared;
      if (shared) message.content = shared.map((text) => unshared(text, texts)).join("");
    }
  }
  return shown;
}

const file = {
  live: false,
  runs: async () => DATA.runs.map(({ name, path }) => ({ name, path })),
  index: async (run) => ({ ...JSON.parse(await unpacked(DATA.runs[run].index)), version: 0, done: true }),
  conversation: async (run, at) => {
    const [texts, ...lines] = await part(run, Math.floor(at / DATA.runs[run].size));
    return withTexts(readJson(lines[at % DATA.runs[run].size]), JSON.parse(texts));
  },
  tools: async (run) => JSON.parse(await unpacked(DATA.runs[run].tools)),
  funnel: async (run) => JSON.parse(await unpacked(DATA.runs[run].funnel)),
};

const source = DATA.served ? server : file;
