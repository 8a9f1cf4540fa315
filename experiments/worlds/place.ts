/** A place in a text, both from 1. */
export type Place = { readonly line: number; readonly column: number };

/** The line and column of a character. @param offset from 0 */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/**
 * Where a value stands in a JSON text.
 *
 * @param text JSON that parses
 * @param path keys and indices from the top; when it leads nowhere, the place of the last value on its way is meant
 */
export function placeOf(text: string, path: readonly PropertyKey[]): Place {
  let at = skip(text, 0);
  for (const key of path) {
    const inside = enter(text, at, key);
    if (inside === null) break;
    at = inside;
  }
  return placeAt(text, at);
}

/** The offset of one entry of the object or list at `at`; null when it has none such. */
function enter(text: string, at: number, key: PropertyKey): number | null {
  const list = text[at] === "[";
  if (!list && text[at] !== "{") return null;
  let next = skip(text, at + 1);
  for (let index = 0; text[next] !== "]" && text[next] !== "}"; index++) {
    let name: PropertyKey = index;
    if (!list) {
      const end = pass(text, next);
      name = JSON.parse(text.slice(next, end)) as string;
      next = skip(text, end);
    }
    if (name === key) return next;
    next = skip(text, pass(text, next));
  }
  return null;
}

/** The next character that says something: neither blank, comma nor colon. */
function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n,:".includes(text[at] as string)) at++;
  return at;
}

/** The end of the value that starts at `from`. */
function pass(text: string, from: number): number {
  if (text[from] === '"') return passString(text, from);
  let at = from;
  if (!"[{".includes(text[at] ?? " ")) {
    while (at < text.length && !" \t\r\n,:]}".includes(text[at] as string)) at++;
    return at;
  }
  for (let depth = 0; at < text.length; at++) {
    if (text[at] === '"') at = passString(text, at) - 1;
    else if ("[{".includes(text[at] as string)) depth++;
    else if ("]}".includes(text[at] as string) && --depth === 0) return at + 1;
  }
  return at;
}

function passString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

const SCALAR =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/** The offset at which a text stops being JSON; its length when it ends too early, or is JSON. */
export function faultOf(text: string): number {
  const blank = (from: number): number => {
    let at = from;
    while (" \t\r\n".includes(text[at] ?? "x")) at++;
    return at;
  };
  const read = (from: number): { end: number; good: boolean } => {
    const open = text[from];
    if (open !== "{" && open !== "[") {
      SCALAR.lastIndex = from;
      return SCALAR.test(text) ? { end: SCALAR.lastIndex, good: true } : { end: from, good: false };
    }
    const close = open === "{" ? "}" : "]";
    let at = blank(from + 1);
    if (text[at] === close) return { end: at + 1, good: true };
    for (;;) {
      if (open === "{") {
        const name = text[at] === '"' ? read(at) : { end: at, good: false };
        at = blank(name.end);
        if (!name.good || text[at] !== ":") return { end: at, good: false };
        at = blank(at + 1);
      }
      const value = read(at);
      if (!value.good) return value;
      at = blank(value.end);
      if (text[at] === close) return { end: at + 1, good: true };
      if (text[at] !== ",") return { end: at, good: false };
      at = blank(at + 1);
    }
  };
  const whole = read(blank(0));
  return Math.min(text.length, whole.good ? blank(whole.end) : whole.end);
}
