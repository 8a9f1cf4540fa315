import type { Concept } from "../../core/attributes.ts";
import type { Prop } from "../../core/themes.ts";
import type { Scene } from "./scene.ts";

/**
 * A concept's part in the picture, by depth. The painter's order is sky, far, ground, (the subject), near, air;
 * within one depth the setting draws first and the overlays follow.
 */
export type Depth = "sky" | "far" | "ground" | "near" | "air";
export const DEPTHS: readonly Depth[] = ["sky", "far", "ground", "near", "air"];
export type Act = Partial<Record<Depth, (scene: Scene) => void>> & {
  /** A wide place without a motif of its own: a traveller gives it scale. */
  lonely?: true;
  /** What cannot be left out of this place. */
  shows?: Prop;
};
export type Acts<Names extends Concept> = Readonly<Record<Names, Act>>;
