import { BLACK, mix } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** A planet lit from one side, perhaps ringed. */
export function drawPlanet(scene: Scene, x: number, y: number, radius: number, ringed: boolean): void {
  const { sketch, dice } = scene;
  const angle = dice.between(0, 6.283);
  const from: Point = [0.5 - 0.5 * Math.cos(angle), 0.5 - 0.5 * Math.sin(angle)];
  const to: Point = [0.5 + 0.5 * Math.cos(angle), 0.5 + 0.5 * Math.sin(angle)];
  const dark = mix(scene.shadow, BLACK, 0.4);
  const tilt = `rotate(${dice.between(-30, 30).toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})`;
  const ring = (d: string) => {
    sketch.line(d, mix(scene.accent, scene.light, 0.3), { width: radius * 0.11, opacity: 0.9, transform: tilt });
    sketch.line(d, scene.light, { width: radius * 0.03, opacity: 0.8, transform: tilt });
  };
  sketch.glow(x, y, radius * 1.9, mix(scene.accent, scene.light, 0.3), 0.6);
  if (ringed) ring(`M${x - radius * 1.75} ${y}A${radius * 1.75} ${radius * 0.36} 0 0 1 ${x + radius * 1.75} ${y}`);
  sketch.circle(
    x,
    y,
    radius,
    sketch.linear(
      [
        [0, scene.light],
        [0.14, scene.light],
        [0.34, scene.accent],
        [0.62, mix(scene.mid, scene.shadow, 0.4)],
        [1, dark],
      ],
      from,
      to,
    ),
  );
  for (let band = 0; band < 6; band++) {
    const bandY = y + radius * dice.between(-0.75, 0.75);
    const half = Math.sqrt(radius ** 2 - (bandY - y) ** 2) * dice.between(0.5, 0.95);
    sketch.ellipse(
      x + dice.between(-0.05, 0.05) * radius,
      bandY,
      half,
      radius * dice.between(0.015, 0.05),
      dice.chance(0.5) ? scene.shadow : scene.light,
      { opacity: 0.16, transform: tilt },
    );
  }
  if (ringed) ring(`M${x - radius * 1.75} ${y}A${radius * 1.75} ${radius * 0.36} 0 0 0 ${x + radius * 1.75} ${y}`);
}
