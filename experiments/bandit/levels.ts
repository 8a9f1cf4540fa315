import { type AttributeName, Attributes } from "../../core/attributes.ts";

/** Every level of every attribute, such as `palette=noir`, in one order. */
export const LEVELS: readonly { readonly attribute: AttributeName; readonly level: string }[] =
  Attributes.keyof().options.flatMap((attribute) =>
    Attributes.shape[attribute].options.map((level) => ({ attribute, level: level as string })),
  );

const INDEX = new Map(LEVELS.map(({ attribute, level }, i) => [`${attribute}=${level}`, i]));

/** Which of `LEVELS` an artwork has: one an attribute. */
export const levelsOf = (attributes: Attributes): number[] =>
  Attributes.keyof().options.map((attribute) => INDEX.get(`${attribute}=${attributes[attribute]}`) as number);
