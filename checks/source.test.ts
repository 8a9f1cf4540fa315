import { expect, it } from "vitest";
import { codeMatching, importsOf } from "./source.ts";

const kinds = (source: string) => importsOf(source).map(({ specifier, kind, line }) => `${line} ${kind} ${specifier}`);

it("reads every way of importing", () => {
  expect(
    kinds(`import a from "a";
import { b, type B } from 'b';
import {
  c,
} from "c";
import type { D } from "d";
import { type E } from "e";
import * as f from "f";
import "g";
export * from "h";
export { i } from "i";
export type { J } from "j";
const k = () => import("k");
type L = import("l").L;
`),
  ).toEqual([
    "1 static a",
    "2 static b",
    "5 static c",
    "6 type d",
    "7 type e",
    "8 static f",
    "9 static g",
    "10 static h",
    "11 static i",
    "12 type j",
    "13 dynamic k",
    "14 dynamic l",
  ]);
});

it("reads no imports out of words", () => {
  const words = [
    '// import "a";',
    '/* import "b"; */',
    "const s = 'import \"c\"';",
    'const t = `a import "d";`;',
    'const r = /import "e"/;',
  ];
  expect(kinds(words.join("\n"))).toEqual([]);
});

it("finds code, with its line", () => {
  const source = '"Math.random()";\nconst x = [Math.random(), 1 / 2];';
  expect(codeMatching(source, ["CallExpression"], /^Math\.random\(/)).toEqual([{ line: 2, text: "Math.random()" }]);
});
