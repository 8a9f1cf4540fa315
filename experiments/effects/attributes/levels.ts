import type { AttributeName } from "../../../core/attributes.ts";
import { type Design, type Level, NAMES, type Row } from "./rows.ts";

/** A level that was drawn: how often, for how many titles, and whether it is its attribute's only one. */
export type Seen = Level & {
  readonly artworks: number;
  readonly titles: number;
  readonly share: number;
  readonly alone: boolean;
};

type Count = { artworks: number; titles: Set<string> };

/** In the order of attributes, the most frequent level first. */
export function levelsIn({ rows, columns, levels }: Design): Seen[] {
  const seen = columns.map((): Count => ({ artworks: 0, titles: new Set() }));
  const first = new Map(NAMES.map((name): [AttributeName, Count] => [name, { artworks: 0, titles: new Set() }]));
  for (const row of rows) {
    const others = new Set(row.columns.map((column) => (columns[column] as Level).attribute));
    for (const column of row.columns) count(seen[column] as Count, row);
    for (const name of NAMES) if (!others.has(name)) count(first.get(name) as Count, row);
  }
  const index = indexOf(columns);
  return NAMES.flatMap((attribute) =>
    (levels.get(attribute) ?? []).map((level, nth, all) => {
      const own = nth === 0 ? first.get(attribute) : seen[index.get(`${attribute} ${level}`) as number];
      const { artworks, titles } = own as Count;
      return { attribute, level, artworks, titles: titles.size, share: artworks / rows.length, alone: all.length < 2 };
    }),
  );
}

function count(into: Count, { titleId }: Row): void {
  into.artworks++;
  into.titles.add(titleId);
}

/** From logarithms over the attribute's first level to logarithms over the mean of its levels, as they were drawn. */
export function overMean(solution: Float64Array, { columns }: Design, seen: readonly Seen[]): number[] {
  const index = indexOf(columns);
  const raw = seen.map(({ attribute, level }) => solution[index.get(`${attribute} ${level}`) ?? -1] ?? 0);
  const means = new Map<AttributeName, number>();
  for (const [at, { attribute, share }] of seen.entries()) {
    means.set(attribute, (means.get(attribute) ?? 0) + share * Math.exp(raw[at] as number));
  }
  return raw.map((value, at) => value - Math.log(means.get((seen[at] as Seen).attribute) ?? 1));
}

const indexOf = (columns: readonly Level[]): Map<string, number> =>
  new Map(columns.map(({ attribute, level }, at) => [`${attribute} ${level}`, at]));
