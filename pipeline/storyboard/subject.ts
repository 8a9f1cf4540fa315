import type { Emphasis } from "../../core/attributes.ts";
import type { Region } from "../../core/picture.ts";
import type { Act } from "./act.ts";
import { drawIcon } from "./icons.ts";
import { drawFigure, drawWanderer } from "./parts/figure.ts";
import type { Scene } from "./scene.ts";

/** What the eye goes to, in shares of the frame. */
export type Subject = {
  readonly region: Region;
  /** Where there is a person: head and shoulders, which no crop may cut. */
  readonly head: Region | null;
};

/** A person's height in shares of the frame's height, and of its width where that is less: seen whole, or from the knees up. */
const FIGURE: Readonly<Record<Emphasis, { readonly tall: number; readonly wide: number }>> = {
  close: { tall: 2.1, wide: 1.45 },
  medium: { tall: 1, wide: 0.75 },
  distant: { tall: 0.56, wide: 0.42 },
};
const ICON: Readonly<Record<Emphasis, number>> = { close: 1.3, medium: 1, distant: 0.66 };
const WANDERER: Readonly<Record<Emphasis, number>> = { close: 150, medium: 84, distant: 50 };

/** Draws who or what the picture is about, and says where. */
export function drawSubject(scene: Scene, place: Act): Subject {
  const { composition, emphasis = "medium" } = scene.request;
  if (composition === "figure") return drawPerson(scene, emphasis);
  if (composition === "icon") {
    const { x, y, radius } = drawIcon(scene, ICON[emphasis]);
    return { region: regionOf(scene, x - radius, y - radius, 2 * radius, 2 * radius), head: null };
  }
  // A place: what lies around its centre of interest, down to the traveller where there is one.
  const side = 0.4 * Math.min(scene.width, scene.height);
  const centre = regionOf(scene, scene.focalX - side / 2, scene.horizonY - side / 2, side, side);
  if (place.lonely) {
    const x = scene.focalX + scene.dice.side() * scene.dice.between(20, 60);
    const tall = WANDERER[emphasis];
    const footY = scene.height * scene.dice.between(0.87, 0.9);
    drawWanderer(scene, x, footY, tall);
    const { region, head } = standing(scene, x, footY, tall);
    return { region: around(centre, region), head };
  }
  return { region: centre, head: null };
}

function drawPerson(scene: Scene, emphasis: Emphasis): Subject {
  const { dice, width, height } = scene;
  const share = FIGURE[emphasis];
  const tall = Math.min(height * dice.between(0.44, 0.58) * share.tall, width * share.wide);
  const x = scene.focalX + dice.between(-12, 12);
  const foot = height * dice.between(0.93, 0.97);
  // Near people stand below the frame, with air above their heads.
  const footY = emphasis === "close" ? Math.max(foot, height * 0.24 + tall) : foot;
  drawFigure(scene, x, footY, tall);
  return standing(scene, x, footY, tall);
}

/** A person of seven and a half heads; hats reach a little above, coats as far to the sides as a fifth of the height. */
function standing(scene: Scene, x: number, footY: number, tall: number): Subject {
  return {
    region: regionOf(scene, x - 0.2 * tall, footY - 1.04 * tall, 0.4 * tall, 1.05 * tall),
    head: regionOf(scene, x - 0.12 * tall, footY - 1.05 * tall, 0.24 * tall, 0.24 * tall),
  };
}

/** In shares of the frame, cut at its edges. */
function regionOf(scene: Scene, x: number, y: number, width: number, height: number): Region {
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const left = clip(x / scene.width);
  const top = clip(y / scene.height);
  return {
    x: left,
    y: top,
    width: Math.max(0.01, clip((x + width) / scene.width) - left),
    height: Math.max(0.01, clip((y + height) / scene.height) - top),
  };
}

function around(one: Region, other: Region): Region {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
