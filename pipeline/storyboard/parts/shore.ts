import { BLACK, mix, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** A lighthouse in bands of accent and light; its beam sweeps towards the calm side. */
export function drawLighthouse(scene: Scene, x: number, footY: number, tall: number): void {
  const { sketch, dice } = scene;
  const lampY = footY - tall;
  const aim = scene.calmSide === 0 ? dice.side() : scene.calmSide;
  for (const [spread, opacity] of [
    [0.16, 0.28],
    [0.08, 0.4],
  ] as const)
    sketch.polygon(
      [
        [x, lampY],
        [x + aim * 900, lampY - 900 * spread - 60],
        [x + aim * 900, lampY + 900 * spread - 60],
      ],
      sketch.linear(
        [
          [0, mix(scene.light, WHITE, 0.3), opacity],
          [1, scene.light, 0],
        ],
        aim === 1 ? [0, 0] : [1, 0],
        aim === 1 ? [1, 0] : [0, 0],
      ),
    );
  const half = (down: number) => tall * (0.075 + 0.06 * down);
  for (let band = 0; band < 6; band++) {
    const [top, bottom] = [0.1 + band * 0.15, 0.1 + (band + 1) * 0.15];
    const colour = band % 2 === 0 ? scene.accent : scene.light;
    sketch.polygon(
      [
        [x - half(top), lampY + tall * top],
        [x + half(top), lampY + tall * top],
        [x + half(bottom), lampY + tall * bottom],
        [x - half(bottom), lampY + tall * bottom],
      ],
      colour,
    );
  }
  const away = -scene.towards(x);
  sketch.polygon(
    [
      [x, lampY + tall * 0.1],
      [x + away * half(0.1), lampY + tall * 0.1],
      [x + away * half(1), footY],
      [x + away * half(1) * 0.2, footY],
    ],
    scene.shadow,
    { opacity: 0.45 },
  );
  const iron = mix(scene.shadow, BLACK, 0.3);
  sketch.rect(x - tall * 0.11, lampY + tall * 0.075, tall * 0.22, tall * 0.03, iron);
  sketch.glow(x, lampY + tall * 0.03, tall * 0.5, scene.light, 0.9);
  sketch.rect(x - tall * 0.055, lampY - tall * 0.02, tall * 0.11, tall * 0.1, scene.light);
  sketch.path(
    `M${x - tall * 0.08} ${lampY - tall * 0.015}Q${x} ${lampY - tall * 0.14} ${x + tall * 0.08} ${lampY - tall * 0.015}Z`,
    iron,
  );
}

/** A small boat with a lateen sail, or oars when `rowed`. */
export function drawBoat(scene: Scene, x: number, waterY: number, scale: number, rowed = false): void {
  const { sketch, dice } = scene;
  const hull = mix(scene.shadow, BLACK, 0.25);
  sketch.group(
    `translate(${x.toFixed(1)} ${waterY.toFixed(1)}) scale(${(dice.side() * scale).toFixed(3)} ${scale.toFixed(3)})`,
    () => {
      sketch.ellipse(0, 7, 56, 4, hull, { opacity: 0.4 });
      if (rowed) {
        sketch.line("M-6 -10L-44 12M8 -10L40 14", hull, { width: 2.4 });
        sketch.path("M-8 -8C-9 -20 -8 -28 -2 -30C4 -30 7 -20 8 -8Z", scene.accent);
        sketch.circle(-1, -36, 6, hull);
      } else {
        sketch.rect(-1.5, -112, 3, 108, hull);
        sketch.path("M2 -110C34 -80 48 -40 50 -14L2 -12Z", scene.accent);
        sketch.path("M2 -110C14 -80 18 -40 18 -13L2 -12Z", mix(scene.accent, scene.shadow, 0.25));
        sketch.path("M-3 -98C-22 -66 -34 -36 -38 -14L-3 -12Z", scene.light);
      }
      sketch.path("M-52 -12C-30 -6 30 -6 56 -14C50 0 40 6 28 8L-30 8C-42 6 -50 -2 -52 -12Z", hull);
      sketch.path("M-50 -9C-30 -3 30 -3 54 -11L52 -6C30 1 -30 1 -48 -5Z", mix(scene.light, scene.mid, 0.3));
    },
  );
}

/** A wooden pier that runs from the viewer's feet towards the horizon, with a lamp at its end. */
export function drawPier(scene: Scene, endX: number, endY: number, footX: number): void {
  const { sketch, height } = scene;
  const wood = mix(scene.shadow, scene.mid, 0.25);
  const lane = (share: number, out: number) =>
    [endX + (footX - endX) * share ** 1.15 + out * (14 + 120 * share), endY + (height + 8 - endY) * share] as const;
  for (let post = 0; post < 7; post++) {
    const share = ((post + 0.4) / 7) ** 1.6;
    for (const out of [-1, 1]) {
      const [x, y] = lane(share, out);
      sketch.rect(x - 2 - 5 * share, y - 8 - 26 * share, 4 + 10 * share, 24 + 90 * share, mix(wood, BLACK, 0.35));
    }
  }
  sketch.polygon(
    [lane(0, -1), lane(0, 1), lane(1, 1), lane(1, -1)],
    sketch.linear([
      [0, mix(wood, scene.light, 0.45)],
      [1, mix(wood, scene.mid, 0.35)],
    ]),
  );
  for (let plank = 1; plank < 22; plank++) {
    const share = (plank / 22) ** 1.8;
    sketch.line([lane(share, -1), lane(share, 1)], mix(wood, BLACK, 0.3), { width: 0.8 + 3 * share, opacity: 0.7 });
  }
  sketch.rect(endX - 15, endY - 62, 3, 62, mix(scene.shadow, BLACK, 0.3));
  sketch.glow(endX - 13, endY - 62, 60, scene.accent, 0.8);
  sketch.circle(endX - 13, endY - 62, 7, mix(scene.accent, scene.light, 0.3));
}
