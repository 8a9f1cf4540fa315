import { mix } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** Contour lines around a few summits, the highest at the focal point. */
export function drawContours(scene: Scene, opacity: number): void {
  const { sketch, dice, width, height, focalX } = scene;
  const summits: [number, number, number][] = [[focalX, height * dice.between(0.35, 0.6), 1.15]];
  for (let index = 0; index < 4; index++)
    summits.push([dice.between(0, 1) * width, dice.between(0, 1) * height, dice.between(0.5, 0.9)]);
  for (const [index, [x, y, size]] of summits.entries()) {
    const rings = index === 0 ? 12 : 7;
    const phases = [dice.between(0, 6), dice.between(0, 6), dice.between(0, 6)] as const;
    for (let ring = rings; ring > 0; ring--) {
      const points: Point[] = [];
      for (let angle = 0; angle < 6.28; angle += 0.1) {
        const wobble =
          1 +
          0.2 * Math.sin(2 * angle + phases[0]) +
          0.12 * Math.sin(3 * angle + phases[1] + ring * 0.12) +
          0.06 * Math.sin(5 * angle + phases[2]);
        const reach = size * ring * 22 * wobble;
        points.push([x + Math.cos(angle) * reach * 1.25, y + Math.sin(angle) * reach]);
      }
      const tint = mix(mix(scene.mid, scene.shadow, 0.35), scene.light, (1 - ring / rings) * (index === 0 ? 0.8 : 0.4));
      sketch.polygon(points, tint, { opacity: 0.4 * opacity });
      const bold = ring % 4 === 0;
      sketch.line([...points, points[0] ?? [x, y]], mix(scene.light, scene.mid, bold ? 0 : 0.35), {
        width: bold ? 3 : 1.3,
        opacity: (bold ? 1 : 0.75) * opacity,
      });
    }
  }
}

/** A dashed way across the map to a cross in the accent. */
export function drawRoute(scene: Scene): void {
  const { sketch, dice, width, height, focalX } = scene;
  const endY = height * 0.46;
  const start = scene.calmSide === 0 ? dice.pick([0, width]) : scene.calmSide === 1 ? width : 0;
  sketch.line(
    `M${start} ${height * 0.96}C${(start + focalX) / 2} ${height * 0.6} ${(start + focalX) / 2 + dice.between(-80, 80)} ${height * 0.95} ${focalX - 50} ${height * 0.7}S${focalX + 60} ${height * 0.6} ${focalX} ${endY}`,
    scene.accent,
    { width: 5, dash: "15 11" },
  );
  sketch.line(`M${focalX - 14} ${endY - 14}l28 28m0 -28l-28 28`, scene.accent, { width: 7 });
}
