import { allowed } from "../allowed.ts";
import { BLACK, mix } from "../colour.ts";
import type { Scene } from "../scene.ts";

/*
 * People are drawn from behind in a local frame: feet on y = 0, a bare head's top at y = -100, x to the viewer's right.
 * Silhouettes follow the classic seven and a half heads, with the weight on one leg.
 */

const HEAD =
  "M-5 -93C-5 -98.5 -2.6 -100 0 -100C2.8 -100 5.2 -98.4 5.2 -93C5.2 -89.5 3.6 -86.6 2.6 -85.6L3 -82.5L-3 -82.5L-2.6 -85.6C-3.8 -86.8 -5 -89.6 -5 -93Z";
const LEGS_STANDING =
  "M-9 -26L-8.2 -3.4C-9.4 -2.4 -10 -1 -9.6 0L-3.4 0L-2.6 -3L-1.4 -26ZM1 -26L3 -3.2L3.4 0L10.4 0C10.4 -1.6 9.4 -2.8 8.2 -3.6L9.6 -26Z";
const LEGS_WALKING =
  "M-8 -26L-11.4 -4C-13.4 -2.8 -13.8 -1.2 -13 -.2L-6.6 0L-5.8 -3L-.6 -26ZM.6 -26L5.4 -6L4.8 -1.4L7 .4L10.4 -1.4L11.4 -6L9.6 -26Z";
const LONG_COAT =
  "M-3 -85C-4.6 -82.6 -8.4 -82 -11.2 -80.6C-14.4 -79 -15.2 -74.6 -15.8 -69L-17.4 -51C-17.8 -46.6 -17 -42.6 -15.6 -42.2C-14.2 -42 -13.4 -44.4 -13.2 -47L-12 -60L-11.4 -49C-12.2 -38 -14 -27 -14.8 -19.4C-10 -17 -4.4 -16.4 -1 -17.6L0 -30L1.4 -17.4C5.4 -16.2 10.4 -16.8 14.2 -18.8C13.8 -27 12 -38 11.2 -49L12 -60L13.4 -48C13.6 -44.4 14.4 -42 15.8 -42.2C17.2 -42.6 17.8 -46.4 17.4 -50.4L15.8 -69C15.2 -74.6 14.4 -79 11.2 -80.6C8.4 -82 4.6 -82.6 3 -85Z";
const SHORT_JACKET =
  "M-3 -85C-4.6 -82.6 -8 -82 -10.8 -80.6C-14 -79 -14.8 -74.6 -15.4 -69L-17 -52C-17.4 -47.6 -17 -44 -15.6 -43.6C-14.2 -43.4 -13.4 -45.4 -13.2 -48L-11.6 -62L-10.4 -45C-10.6 -38 -10.4 -30 -10 -24L10.4 -24C10.6 -30 10.6 -38 10.4 -45L11.6 -62L13.6 -49L9.6 -44.6C9.8 -42.6 12 -42.4 14 -43.6C17 -46 17.2 -50 16.8 -53L15.4 -69C14.8 -74.6 14 -79 10.8 -80.6C8 -82 4.6 -82.6 3 -85Z";
const CLOAK =
  "M-3.4 -87C-6 -83 -10.6 -82 -13 -79C-17 -70 -17.6 -52 -19.4 -36C-20.4 -26 -22 -14 -23 -5C-16 -1.6 -8 -3.6 -2 -2C6 -4 13 -1.4 19.6 -4.6C19.4 -16 18.4 -28 17.4 -40C16.6 -54 16 -70 13 -79C10.6 -82 6 -83 3.4 -87Z";
const DRESS =
  "M-3 -85C-4 -83 -7 -82.4 -9.4 -81C-12.4 -79.6 -13.2 -75 -14 -69L-16.6 -52C-17.2 -47 -16.6 -43 -15.2 -42.8C-14 -43 -13.4 -45.6 -13 -48.4L-10.2 -63L-7 -58C-9 -46 -16 -26 -19.6 -8C-12 -3.6 -5 -5.4 0 -4.4C6 -5.6 12 -3.4 19 -8.4C15.4 -26 9.4 -46 7.4 -58L10.4 -63L13 -48.4C13.4 -45.6 14 -43 15.2 -42.8C16.6 -43 17.2 -47 16.6 -52L14 -69C13.2 -75 12.4 -79.6 9.4 -81C7 -82.4 4 -83 3 -85Z";
const TAIL = "M12 -34C18 -32 24 -33 31 -28C27 -27.6 26 -24 20 -21C17 -19.6 14 -19 12 -18Z";

const HEADGEAR = {
  fedora:
    "M-11.6 -94.4C-7 -92.4 7 -92.4 11.6 -94.4C10.6 -96.6 8 -96.4 6.4 -96.4L5.6 -102.4C3 -104.4 1.4 -102.6 0 -102.8C-1.4 -102.6 -3.4 -104.4 -5.8 -102.2L-6.4 -96.4C-8.4 -96.4 -10.8 -96.4 -11.6 -94.4Z",
  cap: "M-6.4 -94.6C-7 -100.4 -3 -102.4 0.6 -102.2C4.6 -101.8 6.6 -98.6 6.2 -95.2L10 -93.4C6.6 -92.2 -3 -92.8 -6.4 -94.6Z",
  hood: "M-7.6 -83C-9.4 -92 -7 -100.4 -1.2 -103.6C4 -102.6 8.8 -95 7.8 -83Z",
  hair: "M-6.4 -78C-8 -86 -7.4 -96 -4.4 -100C-1.4 -102.4 3 -102 5.2 -99.4C8 -95 8.2 -86 6.8 -77.4C3 -80 -2 -79.6 -6.4 -78Z",
  bun: "M-5.6 -90C-6.2 -97 -4 -100.6 0 -100.8C4.2 -100.8 6.2 -97 5.6 -90C3 -87.4 -3 -87.4 -5.6 -90ZM-2.6 -100C-3 -104.4 3 -104.6 2.8 -100Z",
} as const;

const PROPS = {
  none: "",
  suitcase:
    "M-22.6 -36L-12.6 -36L-12.6 -24L-22.6 -24ZM-19.6 -36L-19.6 -39.6L-15.4 -39.6L-15.4 -36L-16.6 -36L-16.6 -38.4L-18.4 -38.4L-18.4 -36Z",
  staff: "M17.4 -96L18.8 -96L17.4 0L16 0Z",
  sword: "M15.4 -45L17 -45L22.6 -3L21.6 -2.6ZM12.6 -45.4L19.6 -46.2L19.8 -44.8L12.8 -44Z",
  backpack: "M-8.4 -80C-10 -70 -9.6 -60 -8.6 -55L8.8 -55C9.6 -60 10 -70 8.4 -80C4 -82 -4 -82 -8.4 -80Z",
} as const;

type Clothes = {
  body: string;
  heads: readonly [keyof typeof HEADGEAR, ...(keyof typeof HEADGEAR)[]];
  props: readonly [keyof typeof PROPS, ...(keyof typeof PROPS)[]];
  legs: boolean;
  tail: boolean;
};

const WARDROBE: readonly [Clothes, ...Clothes[]] = [
  { body: LONG_COAT, heads: ["hair", "bun", "fedora", "cap"], props: ["none", "suitcase"], legs: true, tail: true },
  { body: SHORT_JACKET, heads: ["hair", "bun", "cap"], props: ["none", "backpack"], legs: true, tail: false },
  { body: CLOAK, heads: ["hood", "hood", "hair"], props: ["none", "staff", "sword"], legs: false, tail: false },
  { body: DRESS, heads: ["hair", "bun"], props: ["none"], legs: true, tail: false },
];

/** A standing or walking person with a coat and hat drawn by lot, rim-lit from the scene's light. */
export function drawFigure(scene: Scene, x: number, footY: number, tall: number): void {
  const { sketch, dice } = scene;
  const clothes = dice.pick(WARDROBE);
  const shapes: string[] = [HEAD, clothes.body];
  if (clothes.legs) shapes.unshift(dice.chance(0.6) ? LEGS_STANDING : LEGS_WALKING);
  if (clothes.tail && dice.chance(0.6)) shapes.push(TAIL);
  shapes.push(HEADGEAR[dice.pick(allowed(clothes.heads, (head) => head !== "hood" || scene.may("hood")))]);
  const prop = PROPS[dice.pick(allowed(clothes.props, (prop) => prop !== "sword" || scene.may("sword")))];
  const scarf = dice.chance(0.75);
  const flip = dice.side();
  const scale = tall / 100;
  const towards = (scene.lightX > x ? 1 : -1) * flip;
  const body = mix(scene.shadow, BLACK, 0.35);

  sketch.ellipse(x, footY + tall * 0.005, tall * 0.24, tall * 0.025, mix(scene.shadow, BLACK, 0.4), { opacity: 0.5 });
  sketch.glow(
    x,
    footY - tall * 0.55,
    tall * 0.55,
    mix(scene.light, scene.horizon, 0.4),
    scene.night ? 0.32 : 0.22,
    tall * 0.65,
  );
  sketch.group(
    `translate(${x.toFixed(1)} ${footY.toFixed(1)}) scale(${(flip * scale).toFixed(3)} ${scale.toFixed(3)})`,
    () => {
      if (prop !== "") sketch.path(prop, mix(body, scene.accent, 0.25));
      // The rim is the same silhouette, a hand's breadth towards the light and up, peeping out behind the dark one.
      const rim = scene.light;
      for (const d of shapes) sketch.path(d, rim, { transform: `translate(${towards * 1.5} -0.7)` });
      for (const d of shapes)
        sketch.path(
          d,
          d === HEAD
            ? body
            : sketch.linear([
                [0, mix(body, scene.mid, 0.26)],
                [0.35, mix(body, scene.mid, 0.1)],
                [1, body],
              ]),
        );
      // The centre vent and one fold keep the back from reading as a paper cut.
      sketch.line("M0 -70C.6 -58 -.4 -46 0 -28", mix(body, scene.mid, 0.34), { width: 0.7, opacity: 0.8 });
      sketch.line(`M${towards * 9.6} -72C${towards * 10.4} -60 ${towards * 8.6} -44 ${towards * 10.4} -26`, scene.rim, {
        width: 0.9,
        opacity: 0.4,
      });
      if (scarf) {
        sketch.path("M-5.4 -86.4C-2 -84.4 2 -84.4 5.6 -86.4L6.6 -82.6C2 -80.4 -2.6 -80.4 -6.4 -82.6Z", scene.accent);
        sketch.path(
          "M4 -84C9 -83 13 -85 20 -82C17 -80.6 18.6 -79 16 -77.4C11 -78.6 8 -80 3 -80.6Z",
          mix(scene.accent, scene.shadow, 0.15),
        );
      }
    },
  );
}

/** A small cloaked traveller with a lantern: gives an empty place its scale, and the palette its accent and its light. */
export function drawWanderer(scene: Scene, x: number, footY: number, tall: number): void {
  const { sketch } = scene;
  const scale = tall / 100;
  const side = scene.calmSide === 0 ? 1 : scene.calmSide;
  const lanternX = x + side * 30 * scale;
  const lanternY = footY - 34 * scale;
  sketch.glow(lanternX, lanternY, tall * 1.1, scene.accent, 0.6);
  sketch.ellipse(x, footY, tall * 0.26, tall * 0.04, mix(scene.shadow, BLACK, 0.4), { opacity: 0.5 });
  sketch.group(`translate(${x.toFixed(1)} ${footY.toFixed(1)}) scale(${scale.toFixed(3)})`, () => {
    sketch.path(CLOAK, scene.accent);
    sketch.path(
      "M0 -86C5 -70 8 -30 4 -3C12 -2 16 -3 19.6 -4.6C19 -30 17 -60 12 -79Z",
      mix(scene.accent, scene.shadow, 0.4),
    );
    const hood = scene.may("hood");
    if (!hood) sketch.path(HEAD, mix(scene.shadow, BLACK, 0.2));
    sketch.path(hood ? HEADGEAR.hood : HEADGEAR.hair, mix(scene.accent, scene.shadow, 0.25));
    sketch.line(`M${side * 13} -62L${side * 30} -52L${side * 30} -44`, mix(scene.shadow, BLACK, 0.2), { width: 3.4 });
  });
  sketch.ellipse(lanternX, lanternY, tall * 0.06, tall * 0.085, scene.light);
  sketch.line(`M${lanternX - tall * 0.05} ${lanternY - tall * 0.09}H${lanternX + tall * 0.05}`, scene.shadow, {
    width: tall * 0.03,
  });
}
