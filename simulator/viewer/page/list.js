// The conversations; only those in view are in the document, however many there are.

const ROW = 58;
const SPARE = 6;

function List() {
  const { found } = passing();
  const frame = useRef(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const look = () => frame.current && setView({ top: frame.current.scrollTop, height: frame.current.clientHeight });
  useEffect(() => {
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(frame.current);
    return () => watcher.disconnect();
  }, []);
  const chosen = found.indexOf(state.at);
  useEffect(() => {
    const element = frame.current;
    if (chosen < 0) return;
    if (chosen * ROW < element.scrollTop) element.scrollTop = chosen * ROW;
    else if ((chosen + 1) * ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = (chosen + 1) * ROW - element.clientHeight;
  }, [state.at, state.query]);
  const first = Math.max(0, Math.floor(view.top / ROW) - SPARE);
  const last = Math.min(found.length, Math.ceil((view.top + view.height) / ROW) + SPARE);
  return h(
    "div",
    {
      class: "list",
      ref: frame,
      onScroll: look,
      role: "listbox",
      tabindex: 0,
      "aria-label": "Conversations",
      "aria-activedescendant": chosen >= first && chosen < last ? `row${state.at}` : undefined,
      onKeyDown: listKeys,
    },
    h(
      "div",
      { class: "rows", role: "presentation", style: { height: `${found.length * ROW}px` } },
      found
        .slice(first, last)
        .map((at, number) =>
          h(Row, { key: at, at, place: first + number, count: found.length, chosen: at === state.at }),
        ),
    ),
    !found.length && state.done && h("p", { class: "none" }, state.rows.length ? "No conversation is found." : ""),
  );
}

function Row({ at, place, count, chosen }) {
  const row = state.rows[at];
  const facts = [
    plain(row[ID]),
    plain(row[STRATEGY]),
    row[CALLS] ? `${counted(row[CALLS], "call")}${row[IMPLICIT] ? `, ${row[IMPLICIT]} implicit` : ""}` : "",
  ];
  const gist = row[STATUS] === "accepted" ? row[TEXT].split("\n")[0] : row[REASON] || row[TEXT].split("\n")[0];
  return h(
    "div",
    {
      id: `row${at}`,
      class: `row ${row[STATUS]}`,
      role: "option",
      "aria-selected": chosen,
      "aria-posinset": place + 1,
      "aria-setsize": count,
      style: { transform: `translateY(${place * ROW}px)` },
      onClick: () => choose(at, null, state.view === "compare" ? "compare" : "conversation"),
    },
    h("span", { class: "mark", title: row[STATUS] }, MARKS[row[STATUS]], h("span", { class: "unseen" }, row[STATUS])),
    h("span", { class: "gist" }, cut(plain(gist), 160) || "(no words)"),
    h("span", { class: "facts" }, facts.filter(Boolean).join(" · ")),
  );
}

function listKeys(event) {
  const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW) - 1);
  const places = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9 }[event.key];
  if (!places) return;
  event.preventDefault();
  event.stopPropagation();
  move(places);
}
