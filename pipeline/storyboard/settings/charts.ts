import type { Act } from "../act.ts";
import { mix, WHITE } from "../colour.ts";
import { drawForeground } from "../parts/land.ts";
import { drawRays, drawStars } from "../parts/sky.ts";
import type { Point } from "../sketch.ts";

/** An old sea chart: coasts, islands, a compass, a ship's track. */
const seaChart: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear(
        [
          [0, mix(scene.light, scene.mid, scene.night ? 0.5 : 0.12)],
          [1, mix(scene.light, scene.mid, scene.night ? 0.7 : 0.35)],
        ],
        [0, 0],
        [1, 1],
      ),
    );
    for (let line = 0; line < 16; line++)
      sketch.line(
        `M${focalX} ${height * 0.5}L${focalX + Math.cos((line / 16) * 6.283) * 1300} ${height * 0.5 + Math.sin((line / 16) * 6.283) * 1300}`,
        mix(scene.mid, scene.shadow, 0.3),
        { width: 1.2, opacity: 0.4 },
      );
    for (const [index, [x, y, size]] of (
      [
        [focalX, height * 0.48, 120],
        [width - focalX, height * 0.2, 90],
        [width * 0.1, height * 0.9, 110],
        [width * 0.9, height * 0.85, 120],
        [focalX + 150, height * 0.2, 34],
      ] as const
    ).entries()) {
      const coast: Point[] = [];
      const phase = dice.between(0, 6);
      for (let angle = 0; angle < 6.28; angle += 0.09) {
        const reach =
          size *
          (1 + 0.24 * Math.sin(angle * 2 + phase) + 0.14 * Math.sin(angle * 5 + phase * 2) + dice.between(-0.05, 0.05));
        coast.push([x + Math.cos(angle) * reach * 1.3, y + Math.sin(angle) * reach * 0.8]);
      }
      for (const swell of [17, 9])
        sketch.line([...coast, coast[0] as Point], mix(scene.mid, scene.shadow, 0.2), { width: swell, opacity: 0.25 });
      sketch.polygon(coast, index === 0 ? scene.mid : mix(scene.mid, scene.light, 0.25));
      sketch.line([...coast, coast[0] as Point], mix(scene.shadow, scene.mid, 0.2), { width: 3 });
      for (let peak = 0; peak < 7; peak++) {
        const px = x + dice.between(-0.8, 0.8) * size;
        const py = y + dice.between(-0.4, 0.4) * size;
        sketch.polygon(
          [
            [px - 12, py + 8],
            [px, py - 14],
            [px + 12, py + 8],
          ],
          mix(scene.shadow, scene.mid, 0.2),
        );
        sketch.polygon(
          [
            [px, py - 14],
            [px + 12, py + 8],
            [px + 3, py + 8],
          ],
          scene.light,
        );
      }
    }
  },
  far: (scene) => {
    const { sketch, focalX, height, width } = scene;
    const start = scene.calmSide === 1 ? width * 0.92 : width * 0.08;
    sketch.line(
      `M${start} ${height * 0.72}C${(start + focalX) / 2} ${height * 0.5} ${focalX - 130} ${height * 0.9} ${focalX} ${height * 0.48}`,
      scene.accent,
      { width: 7, dash: "18 12" },
    );
    sketch.line(`M${focalX - 20} ${height * 0.48 - 20}l40 40m0 -40l-40 40`, scene.accent, { width: 11 });
    const x = focalX - scene.heavySide * 20;
    const y = height * 0.82;
    if (scene.request.composition !== "figure") {
      for (let point = 0; point < 16; point++) {
        const angle = (point / 16) * 6.283;
        const reach = point % 4 === 0 ? 76 : point % 2 === 0 ? 52 : 34;
        const tip: Point = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach];
        sketch.polygon([[x, y], [x + Math.cos(angle + 0.4) * 15, y + Math.sin(angle + 0.4) * 15], tip], scene.shadow);
        sketch.polygon(
          [[x, y], [x + Math.cos(angle - 0.4) * 15, y + Math.sin(angle - 0.4) * 15], tip],
          point % 4 === 0 ? scene.accent : scene.light,
        );
      }
      sketch.ring(x, y, 56, scene.shadow, { width: 3 });
    }
    sketch.path(`M0 0H${width}V${height}H0ZM14 14V${height - 14}H${width - 14}V14Z`, mix(scene.shadow, scene.mid, 0.1));
    for (let tick = 0; tick < 24; tick++)
      sketch.rect(14 + ((width - 28) * tick) / 24, 14, (width - 28) / 48, 9, scene.shadow);
    for (let tick = 0; tick < 24; tick++)
      sketch.rect(14 + ((width - 28) * tick) / 24, height - 23, (width - 28) / 48, 9, scene.accent);
  },
  ground: (scene) => {
    if (scene.request.composition === "figure") drawForeground(scene, scene.groundY, scene.depth(1));
  },
};

/** A night globe with its grid and the arcs of journeys. */
const globe: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.shadow, scene.mid, 0.12)],
        [1, mix(scene.mid, scene.shadow, 0.35)],
      ]),
    );
    drawStars(scene, 70, height);
    const y = height * 0.52;
    const radius = Math.min(width * 0.32, height * 0.4);
    sketch.glow(focalX, y, radius * 1.7, mix(scene.light, scene.mid, 0.3), 0.7);
    sketch.circle(
      focalX,
      y,
      radius,
      sketch.radial(
        [
          [0, mix(scene.mid, scene.light, 0.35)],
          [0.6, scene.mid],
          [1, mix(scene.shadow, scene.mid, 0.2)],
        ],
        [0.35, 0.3],
      ),
    );
    for (let land = 0; land < 9; land++) {
      const angle = dice.between(0, 6.283);
      const out = dice.between(0, 0.68) * radius;
      const x = focalX + Math.cos(angle) * out;
      const landY = y + Math.sin(angle) * out;
      const blob: Point[] = [];
      for (let turn = 0; turn < 6.28; turn += 0.24) {
        const reach = radius * dice.between(0.13, 0.25);
        blob.push([x + Math.cos(turn) * reach, landY + Math.sin(turn) * reach * 0.7]);
      }
      sketch.polygon(blob, mix(scene.light, scene.mid, 0.2 + 0.5 * (out / radius)));
    }
    for (let meridian = 1; meridian < 6; meridian++)
      sketch.line(
        `M${focalX} ${y - radius}A${radius * (meridian / 6)} ${radius} 0 0 1 ${focalX} ${y + radius}A${radius * (meridian / 6)} ${radius} 0 0 1 ${focalX} ${y - radius}`,
        scene.light,
        { width: 1.2, opacity: 0.4 },
      );
    for (let parallel = -3; parallel <= 3; parallel++) {
      const lift = (parallel / 4) * radius;
      const half = Math.sqrt(radius ** 2 - lift ** 2);
      sketch.line(
        `M${focalX - half} ${y + lift}Q${focalX} ${y + lift + 14} ${focalX + half} ${y + lift}`,
        scene.light,
        { width: 1.2, opacity: 0.4 },
      );
    }
    for (let arc = 0; arc < 7; arc++) {
      const from: Point = [focalX + dice.between(-0.6, 0.6) * radius, y + dice.between(-0.6, 0.6) * radius];
      const to: Point = [focalX + dice.between(-0.7, 0.7) * radius, y + dice.between(-0.7, 0.7) * radius];
      sketch.line(
        `M${from[0]} ${from[1]}Q${(from[0] + to[0]) / 2} ${(from[1] + to[1]) / 2 - radius * 0.5} ${to[0]} ${to[1]}`,
        scene.accent,
        { width: 5 },
      );
      for (const [x, dotY] of [from, to]) {
        sketch.circle(x, dotY, 11, scene.accent);
        sketch.circle(x, dotY, 4, scene.light);
      }
    }
    drawRays(scene, scene.lightX, -40, 3, height * 0.7, 0.1);
  },
  ground: (scene) => {
    if (scene.request.composition === "figure") drawForeground(scene, scene.groundY, scene.depth(1));
    else
      scene.sketch.ellipse(scene.focalX, scene.height * 0.96, 120, 12, mix(scene.shadow, WHITE, 0.02), {
        opacity: 0.7,
      });
  },
};

export const CHARTS = { seaChart, globe };
