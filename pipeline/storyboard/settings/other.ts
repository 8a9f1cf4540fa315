import type { Acts } from "../act.ts";
import { BLACK, mix, WHITE } from "../colour.ts";
import { drawContours, drawRoute } from "../parts/chart.ts";
import { drawForeground } from "../parts/land.ts";
import { drawBokeh, drawGarland } from "../parts/lights.ts";
import { drawPlanet } from "../parts/planet.ts";
import { drawFish, drawKelp } from "../parts/sealife.ts";
import { drawRays, drawStars } from "../parts/sky.ts";

/** Places without weather. */
export const OTHER: Acts<"space" | "bokeh" | "geometry" | "map" | "underwater"> = {
  space: {
    sky: (scene) => {
      const { sketch, dice, width, height, focalX } = scene;
      sketch.cover(
        sketch.linear(
          [
            [0, mix(scene.shadow, BLACK, 0.4)],
            [0.6, scene.shadow],
            [1, mix(scene.shadow, scene.mid, 0.7)],
          ],
          [0, 0],
          [dice.between(-0.5, 0.5), 1],
        ),
      );
      for (let cloud = 0; cloud < 15; cloud++)
        sketch.glow(
          focalX + dice.between(-0.45, 0.45) * width,
          dice.between(0, 1) * height,
          dice.between(90, 280),
          dice.pick([scene.mid, scene.mid, scene.light, scene.accent]),
          dice.between(0.15, 0.42),
          dice.between(50, 150),
        );
      drawStars(scene, 240, height);
      if (scene.request.composition !== "icon")
        drawPlanet(scene, focalX, height * dice.between(0.32, 0.5), dice.between(95, 160), dice.chance(0.5));
      sketch.circle(
        focalX + dice.side() * 230,
        height * dice.between(0.12, 0.7),
        dice.between(12, 30),
        sketch.linear(
          [
            [0, scene.light],
            [1, scene.shadow],
          ],
          [0, 0],
          [1, 1],
        ),
      );
    },
    ground: (scene) => {
      if (scene.request.composition === "figure" || scene.dice.chance(0.5))
        drawForeground(scene, scene.groundY - 20, mix(scene.depth(0.9), scene.mid, 0.2), 20);
    },
  },
  bokeh: {
    sky: (scene) => {
      const { sketch, width, height } = scene;
      sketch.cover(
        sketch.linear([
          [0, mix(scene.shadow, scene.mid, 0.25)],
          [0.6, mix(scene.mid, scene.shadow, 0.3)],
          [1, scene.shadow],
        ]),
      );
      sketch.glow(scene.focalX, height * 0.5, width * 0.5, mix(scene.accent, scene.light, 0.4), 0.55, height * 0.55);
      drawBokeh(scene, 38, 12, 58);
    },
    ground: (scene) =>
      scene.sketch.rect(
        -5,
        scene.height * 0.86,
        scene.width + 10,
        scene.height,
        scene.sketch.linear([
          [0, scene.shadow, 0],
          [1, mix(scene.shadow, BLACK, 0.3), 0.9],
        ]),
      ),
    near: (scene) => drawGarland(scene, -10, scene.height * 0.1, scene.width + 10, scene.height * 0.16, false),
  },
  geometry: {
    sky: (scene) => {
      const { sketch, dice, width, height, focalX } = scene;
      sketch.cover(
        sketch.linear(
          [
            [0, mix(scene.shadow, scene.mid, 0.3)],
            [1, scene.request.mood === "bright" ? mix(scene.mid, scene.light, 0.6) : mix(scene.mid, scene.shadow, 0.2)],
          ],
          [0, 0],
          [dice.between(-0.5, 1), 1],
        ),
      );
      const y = height * 0.5;
      const colours = [scene.light, scene.mid, scene.accent, scene.shadow];
      for (let ray = 0; ray < 24; ray++) {
        const angle = (ray / 24) * 6.283;
        sketch.polygon(
          [
            [focalX, y],
            [focalX + Math.cos(angle) * 1400, y + Math.sin(angle) * 1400],
            [focalX + Math.cos(angle + 0.131) * 1400, y + Math.sin(angle + 0.131) * 1400],
          ],
          scene.mid,
          { opacity: 0.35 },
        );
      }
      for (let ring = 6; ring > 0; ring--)
        sketch.circle(
          focalX,
          y,
          ring * 38,
          sketch.linear(
            [
              [0, colours[ring % 4] ?? scene.mid],
              [1, mix(colours[ring % 4] ?? scene.mid, scene.shadow, 0.3)],
            ],
            [0, 0],
            [1, 1],
          ),
        );
      for (let index = 0; index < 9; index++) {
        const x = focalX + dice.between(-0.4, 0.4) * width;
        const top = dice.between(0.1, 0.8) * height;
        const size = dice.between(34, 120);
        const colour = dice.pick([scene.accent, scene.light, scene.mid, scene.shadow]);
        const paint = sketch.linear(
          [
            [0, colour],
            [1, mix(colour, scene.mid, 0.5)],
          ],
          [0, 0],
          [1, 1],
        );
        if (dice.chance(0.5))
          sketch.polygon(
            [
              [x, top - size],
              [x + size * 0.9, top + size * 0.6],
              [x - size * 0.9, top + size * 0.6],
            ],
            paint,
            { opacity: 0.85 },
          );
        else
          sketch.rect(x - size, top, size * 2, size * 0.24, paint, {
            opacity: 0.85,
            transform: `rotate(-35 ${x} ${top})`,
          });
      }
    },
    ground: (scene) => {
      if (scene.request.composition === "figure")
        scene.sketch.rect(-5, scene.groundY, scene.width + 10, scene.height, mix(scene.shadow, BLACK, 0.2));
    },
  },
  map: {
    sky: (scene) => {
      const { sketch, width, height } = scene;
      const paper = scene.night ? mix(scene.shadow, scene.mid, 0.45) : mix(scene.mid, scene.light, 0.45);
      sketch.cover(
        sketch.linear(
          [
            [0, mix(paper, scene.light, 0.15)],
            [1, mix(paper, scene.shadow, 0.35)],
          ],
          [0, 0],
          [1, 1],
        ),
      );
      drawContours(scene, 1);
      for (let x = 0; x < width; x += 90)
        sketch.line(
          [
            [x, 0],
            [x, height],
          ],
          scene.light,
          { width: 1, opacity: 0.22 },
        );
      for (let y = 0; y < height; y += 90)
        sketch.line(
          [
            [0, y],
            [width, y],
          ],
          scene.light,
          { width: 1, opacity: 0.22 },
        );
    },
    far: (scene) => {
      drawRoute(scene);
      const { sketch, width, height } = scene;
      sketch.path(`M0 0H${width}V${height}H0ZM16 16V${height - 16}H${width - 16}V16Z`, scene.shadow);
      sketch.line(`M26 26H${width - 26}V${height - 26}H26Z`, scene.light, { width: 3 });
      const x = scene.calmSide === 1 ? scene.width * 0.88 : scene.width * 0.12;
      const y = scene.height * 0.2;
      scene.sketch.ring(x, y, 46, scene.light, { width: 3 });
      for (let point = 0; point < 8; point++) {
        const angle = (point / 8) * 6.283;
        const reach = point % 2 === 0 ? 58 : 34;
        scene.sketch.polygon(
          [
            [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach],
            [x + Math.cos(angle + 1.3) * 8, y + Math.sin(angle + 1.3) * 8],
            [x + Math.cos(angle - 1.3) * 8, y + Math.sin(angle - 1.3) * 8],
          ],
          point === 6 ? scene.accent : scene.light,
        );
      }
    },
    ground: (scene) => {
      if (scene.request.composition === "figure") drawForeground(scene, scene.groundY, scene.depth(1));
    },
  },
  underwater: {
    sky: (scene) => {
      const { sketch, width, height } = scene;
      sketch.cover(
        sketch.linear([
          [0, mix(scene.light, scene.mid, scene.night ? 0.55 : 0.2)],
          [0.35, scene.mid],
          [1, scene.shadow],
        ]),
      );
      sketch.glow(scene.focalX, -10, width * 0.4, mix(scene.light, WHITE, 0.4), 0.8, height * 0.5);
      drawRays(scene, scene.focalX, -60, 9, height * 1.05, 0.26);
    },
    far: (scene) => {
      for (let index = 0; index < 3; index++)
        drawForeground(
          scene,
          scene.height * (0.66 + index * 0.09),
          mix(mix(scene.mid, scene.shadow, 0.3 + index * 0.25), scene.light, 0.04),
          26,
        );
      for (let index = 0; index < 24; index++)
        drawFish(
          scene,
          scene.focalX + scene.dice.between(-0.35, 0.35) * scene.width,
          scene.height * scene.dice.between(0.2, 0.7),
          scene.dice.between(7, 20),
          index % 2 === 0 ? scene.accent : mix(scene.mid, scene.light, 0.4),
        );
    },
    ground: (scene) => drawForeground(scene, scene.groundY, scene.depth(0.95), 16),
    near: (scene) => {
      for (let index = 0; index < 15; index++) {
        const edge = scene.dice.chance(0.5) ? scene.dice.between(-0.02, 0.2) : scene.dice.between(0.8, 1.02);
        const weed = scene.dice.chance(0.3) ? mix(scene.accent, scene.shadow, 0.35) : scene.depth(0.9);
        drawKelp(scene, edge * scene.width, scene.height + 6, scene.dice.between(90, 300), weed);
      }
      for (let index = 0; index < 36; index++)
        scene.sketch.ring(
          scene.focalX + scene.dice.between(-0.1, 0.1) * scene.width,
          scene.dice.between(0.05, 0.95) * scene.height,
          scene.dice.between(2.5, 8),
          scene.light,
          { width: 2.4 },
        );
    },
  },
};
