import { parseAst } from "vitest/node";

/** One import of a file: what is named, on which line, and how. */
export type Import = {
  readonly specifier: string;
  readonly line: number;
  /** `static`: runs when the file is loaded; `type`: erased; `dynamic`: runs when asked for. */
  readonly kind: "static" | "type" | "dynamic";
};

/** A node of the ESTree syntax tree; https://github.com/estree/estree. Its other fields hang on its type. */
type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

// TypeScript 7 has no programming interface; Vitest hands out the parser that it runs our files with.
const parse = (source: string): Node => {
  const tree = parsed.get(source) ?? (parseAst(source, { lang: "ts" }) as unknown as Node);
  parsed.set(source, tree);
  return tree;
};
// Every rule reads every file.
const parsed = new Map<string, Node>();

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child);
  }
}

/** Every import and re-export of a file, in the order of its text. */
export function importsOf(source: string): readonly Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(parse(source))) {
    const from = node.source;
    if (!isNode(from) || typeof from.value !== "string") continue;
    found.push({ specifier: from.value, line: lineAt(source, from.start), kind: kindOf(node) });
  }
  return found;
}

function kindOf(node: Node): Import["kind"] {
  if (node.type === "ImportExpression" || node.type === "TSImportType") return "dynamic";
  if (node.importKind === "type" || node.exportKind === "type") return "type";
  const names = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  const erased = names.every((name) => name.importKind === "type" || name.exportKind === "type");
  return names.length > 0 && erased ? "type" : "static";
}

/** Every piece of code (no comment, string or regular expression) of one of these kinds that matches as a whole. */
export function codeMatching(
  source: string,
  types: readonly string[],
  pattern: RegExp,
): readonly { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  for (const node of nodesOf(parse(source))) {
    if (!types.includes(node.type)) continue;
    const text = source.slice(node.start, node.end);
    if (pattern.test(text)) found.push({ line: lineAt(source, node.start), text });
  }
  return found;
}

export function lineAt(source: string, position: number): number {
  let line = 1;
  for (let i = source.indexOf("\n"); i >= 0 && i < position; i = source.indexOf("\n", i + 1)) line++;
  return line;
}
