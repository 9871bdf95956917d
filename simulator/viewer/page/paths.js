// Paths into JSON values, as tool_graphs/path.py writes them: orders[0].id, rates["USD.EUR"].

function pathKeys(path) {
  const token = /\.?([^.[\]"]+)|\[(\d*)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const keys = [];
  while (token.lastIndex < path.length) {
    const found = token.exec(path);
    if (!found) return null;
    if (found[1] !== undefined) keys.push(found[1]);
    else if (found[3] !== undefined) keys.push(JSON.parse(found[3]));
    else keys.push(Number(found[2] || 0));
  }
  return keys;
}

function pathText(keys) {
  return keys.reduce((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!key || /[.[\]"]/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, "");
}

/** One text for a path however it is spelt. */
const place = (path) => JSON.stringify(pathKeys(path) ?? path);

function valueAt(value, path) {
  let found = value;
  for (const key of pathKeys(path) ?? []) found = found === null || found === undefined ? undefined : found[key];
  return found;
}

/** [path, value] of each leaf, as arguments and results are told leaf by leaf. */
function leavesOf(value, keys = []) {
  const branches = value instanceof Numeral || value === null || typeof value !== "object" ? [] : Object.keys(value);
  if (!branches.length) return [[pathText(keys), value]];
  return branches.flatMap((key) => leavesOf(value[key], [...keys, Array.isArray(value) ? Number(key) : key]));
}
