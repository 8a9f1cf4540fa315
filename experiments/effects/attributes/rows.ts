import { type AttributeName, Attributes } from "../../../core/attributes.ts";
import type { Outcome } from "./outcomes.ts";

/** One level of one attribute. */
export type Level = { readonly attribute: AttributeName; readonly level: string };

export const NAMES = Object.keys(Attributes.shape) as AttributeName[];

/** One artwork in the regression; `columns` are indices of its levels, an attribute's first level has none. */
export type Row = Pick<Outcome, "titleId" | "block" | "clicks" | "exposures"> & { readonly columns: readonly number[] };

export type Design = {
  readonly rows: readonly Row[];
  /** The levels that a column stands for. */
  readonly columns: readonly Level[];
  /** By attribute its levels, the most frequent first: that one is the others' reference. */
  readonly levels: ReadonlyMap<AttributeName, readonly string[]>;
};

/** Levels as columns; a block that nobody clicked, or of one artwork, tells nothing. */
export function designOf(outcomes: readonly Outcome[]): Design {
  const telling = [...Map.groupBy(outcomes, ({ block }) => block).values()].flatMap((block) => {
    const shown = block.filter(({ exposures }) => exposures > 0);
    return shown.length > 1 && shown.some(({ clicks }) => clicks > 0) ? shown : [];
  });
  const levels = new Map(NAMES.map((name) => [name, byFrequency(telling.map(({ attributes }) => attributes[name]))]));
  const columns = NAMES.flatMap((attribute) =>
    (levels.get(attribute) ?? []).slice(1).map((level) => ({ attribute, level })),
  );
  const index = new Map(columns.map(({ attribute, level }, at) => [`${attribute} ${level}`, at]));
  const rows = telling.map(({ titleId, block, clicks, exposures, attributes }) => {
    const found = NAMES.map((name) => index.get(`${name} ${attributes[name]}`));
    return { titleId, block, clicks, exposures, columns: found.filter((column) => column !== undefined) };
  });
  return { rows, columns, levels };
}

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1)).map(([value]) => value);
}
