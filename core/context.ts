import { z } from "zod";

export const Device = z.enum(["tv", "desktop", "mobile", "tablet"]);
export type Device = z.infer<typeof Device>;

/** Hours of the viewer's own clock: morning 5 to 10, day 11 to 16, evening 17 to 22, night 23 to 4. */
export const Daypart = z.enum(["morning", "day", "evening", "night"]);
export type Daypart = z.infer<typeof Daypart>;

/** @param hour whole, 0..23, of the viewer's own clock */
export const daypartOf = (hour: number): Daypart =>
  hour >= 5 && hour <= 10
    ? "morning"
    : hour >= 11 && hour <= 16
      ? "day"
      : hour >= 17 && hour <= 22
        ? "evening"
        : "night";

/** What of a decision's surroundings may have policies of its own. */
export const ContextName = z.enum(["device", "daypart"]);
export type ContextName = z.infer<typeof ContextName>;

export type Context = { readonly device?: Device | undefined; readonly daypart?: Daypart | undefined };

/**
 * The part of a context that an experiment tells apart, such as `device=tv,daypart=evening`; empty: nothing. What is
 * not known is left out. Policies, counts and events carry it beside their cluster.
 */
export const ContextKey = z
  .string()
  .regex(/^(device=(tv|desktop|mobile|tablet))?,?(daypart=(morning|day|evening|night))?$/)
  .default("");
export type ContextKey = z.infer<typeof ContextKey>;

export const contextKeyOf = (names: readonly ContextName[], context: Context): ContextKey =>
  ContextName.options
    .filter((name) => names.includes(name) && context[name] !== undefined)
    .map((name) => `${name}=${context[name]}`)
    .join(",");
