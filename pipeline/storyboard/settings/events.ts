import type { Acts } from "../act.ts";
import { BLACK, mix, WHITE } from "../colour.ts";
import { drawHouse, drawSkyline } from "../parts/buildings.ts";
import { drawBanners, drawCurtains } from "../parts/cloth.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawBokeh, drawFirework, drawGarland, drawSpotlight } from "../parts/lights.ts";
import { drawBirds, drawClouds, drawRays, drawSky, drawStars, drawSun } from "../parts/sky.ts";
import { drawBareTree, drawTreeline } from "../parts/trees.ts";
import { drawEmbers, drawFlames, drawFog } from "../parts/weather.ts";

/** Something is happening here. */
export const EVENTS: Acts<"fire" | "festival" | "battlefield" | "stage"> = {
  fire: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      scene.sketch.cover(scene.shadow, { opacity: 0.3 });
      scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.5, scene.accent, 0.75, scene.height * 0.5);
      drawClouds(scene, 9, 0, scene.horizonY * 0.7, mix(scene.shadow, scene.accent, 0.3), 0.6);
    },
    far: (scene) => {
      drawTreeline(
        scene,
        scene.horizonY + 30,
        90,
        Math.round(scene.width / 24),
        mix(scene.depth(0.6), scene.accent, 0.14),
        scene.focalX,
      );
    },
    ground: (scene) => {
      const { focalX, height } = scene;
      const y = height * 0.82;
      if (scene.request.composition !== "icon") drawFlames(scene, focalX, y, scene.width * 0.2, height * 0.34);
      drawHouse(
        scene,
        focalX + (scene.request.composition === "vista" ? 0 : 150),
        y,
        1.15,
        scene.depth(0.95),
        scene.depth(1),
      );
      drawFlames(scene, focalX + 30, y + 6, scene.width * 0.16, height * 0.16);
      drawForeground(scene, height * 0.83, mix(scene.depth(0.95), scene.accent, 0.06), 8);
    },
    near: (scene) => {
      drawBareTree(
        scene,
        scene.calmSide === -1 ? scene.width * 0.92 : scene.width * 0.08,
        scene.height,
        320,
        scene.depth(1),
      );
      drawEmbers(scene, scene.focalX, scene.height, scene.width * 0.4, scene.height * 0.95, 80);
    },
  },
  festival: {
    sky: (scene) => {
      drawSky(scene);
      drawStars(scene, scene.night ? 90 : 25, scene.horizonY * 0.7);
      for (let index = 0; index < 4; index++) {
        drawFirework(
          scene,
          scene.focalX + scene.dice.between(-0.3, 0.3) * scene.width,
          scene.height * scene.dice.between(0.12, 0.4),
          scene.dice.between(40, 84),
          scene.dice.pick([scene.accent, scene.light, mix(scene.accent, scene.light, 0.5)]),
        );
      }
    },
    far: (scene) => {
      const { sketch, dice, horizonY } = scene;
      drawSkyline(scene, {
        y: horizonY + 30,
        low: 14,
        high: 70,
        colour: scene.depth(0.35),
        window: scene.accent,
        lit: 0.3,
      });
      const wheelX = scene.focalX + dice.between(-20, 20);
      const radius = 112;
      const hub = horizonY - 74;
      const iron = scene.depth(0.72);
      sketch.line(
        [
          [wheelX - 56, horizonY + 60],
          [wheelX, hub],
          [wheelX + 56, horizonY + 60],
        ],
        iron,
        { width: 6 },
      );
      sketch.ring(wheelX, hub, radius, iron, { width: 4.4 });
      sketch.ring(wheelX, hub, radius * 0.86, iron, { width: 2.2 });
      for (let spoke = 0; spoke < 16; spoke++) {
        const angle = (spoke / 16) * 6.283;
        const tip = [wheelX + Math.cos(angle) * radius, hub + Math.sin(angle) * radius] as const;
        sketch.line([[wheelX, hub], tip], iron, { width: 1.6 });
        sketch.glow(tip[0], tip[1], 20, scene.accent, 0.8);
        sketch.circle(
          tip[0],
          tip[1],
          5.4,
          spoke % 2 === 0 ? mix(scene.accent, WHITE, 0.15) : mix(scene.light, WHITE, 0.3),
        );
      }
    },
    ground: (scene) => {
      const { sketch, dice, width, height, horizonY } = scene;
      sketch.rect(
        -5,
        horizonY + 50,
        width + 10,
        height,
        sketch.linear([
          [0, mix(scene.mid, scene.accent, 0.25)],
          [1, mix(scene.shadow, BLACK, 0.2)],
        ]),
      );
      for (let tent = 0; tent < 6; tent++) {
        const x = ((tent + dice.between(0.1, 0.9)) / 6) * width;
        if (Math.abs(x - scene.focalX) < 70) continue;
        const wide = dice.between(54, 84);
        const foot = horizonY + dice.between(72, 112);
        for (let stripe = 0; stripe < 6; stripe++) {
          const from = -wide + (stripe * wide) / 3;
          const colour = stripe % 2 === 0 ? scene.accent : mix(scene.light, scene.mid, 0.15);
          sketch.polygon(
            [
              [x, foot - wide * 1.15],
              [x + from, foot - wide * 0.45],
              [x + from + wide / 3, foot - wide * 0.45],
            ],
            mix(colour, scene.shadow, 0.12),
          );
          sketch.rect(x + from, foot - wide * 0.45, wide / 3 + 0.5, wide * 0.5, mix(colour, scene.shadow, 0.4));
        }
      }
      scene.sketch.rect(-5, height * 0.9, width + 10, height, mix(scene.shadow, BLACK, 0.3), { opacity: 0.5 });
    },
    near: (scene) => {
      drawGarland(scene, -20, scene.height * 0.1, scene.width * 0.56, scene.height * 0.04, true);
      drawGarland(scene, scene.width * 0.44, scene.height * 0.03, scene.width + 20, scene.height * 0.14, false);
    },
  },
  battlefield: {
    shows: "fire",
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      drawSun(scene, scene.dice.between(34, 60));
      drawClouds(scene, 12, 0, scene.horizonY * 0.85, mix(scene.shadow, scene.mid, 0.55), 0.6);
    },
    far: (scene) => {
      drawRange(scene, { y: scene.horizonY + 10, amplitude: 70, nearness: 0.25, peakX: scene.focalX, snowy: false });
      for (let index = 0; index < 3; index++) {
        const x = scene.dice.between(0.05, 0.95) * scene.width;
        for (let puff = 0; puff < 9; puff++)
          scene.sketch.glow(
            x + puff * 8,
            scene.horizonY + 20 - puff * 24,
            22 + puff * 7,
            mix(scene.shadow, scene.mid, 0.4),
            0.5 - puff * 0.045,
          );
        scene.sketch.glow(x, scene.horizonY + 24, 50, scene.accent, 0.8, 24);
        scene.sketch.ellipse(x, scene.horizonY + 10, 24, 10, scene.light);
      }
    },
    ground: (scene) => {
      drawForeground(scene, scene.horizonY + 50, scene.depth(0.6), 16);
      drawBanners(scene, scene.height * 0.8, 22, 130);
      drawFog(scene, scene.height * 0.68, scene.height * 0.86, 0.35);
      drawForeground(scene, scene.groundY, scene.depth(0.97), 14);
      drawBirds(scene, 9, scene.width - scene.focalX, scene.height * 0.26);
    },
    near: (scene) => {
      if (scene.request.composition === "vista") drawBanners(scene, scene.height * 1.0, 7, 300);
      drawEmbers(scene, scene.focalX, scene.height, scene.width * 0.5, scene.height * 0.7, 40);
    },
  },
  stage: {
    sky: (scene) => {
      const { sketch, width, height } = scene;
      sketch.cover(
        sketch.linear([
          [0, mix(scene.shadow, BLACK, 0.2)],
          [0.6, mix(scene.shadow, scene.mid, 0.75)],
          [1, mix(scene.mid, scene.light, 0.2)],
        ]),
      );
      sketch.glow(scene.focalX, height * 0.6, width * 0.4, mix(scene.mid, scene.light, 0.5), 0.6, height * 0.5);
      drawBokeh(scene, 16, 4, 12, 0.4);
    },
    ground: (scene) => {
      const { sketch, width, height, focalX } = scene;
      const floor = height * 0.8;
      sketch.rect(
        -5,
        floor,
        width + 10,
        height,
        sketch.linear([
          [0, mix(scene.mid, scene.light, 0.3)],
          [1, mix(scene.shadow, scene.mid, 0.3)],
        ]),
      );
      for (let board = -14; board <= 14; board++)
        sketch.line(
          [
            [focalX + board * 30, floor],
            [focalX + board * 96, height],
          ],
          scene.shadow,
          { width: 1.6, opacity: 0.35 },
        );
      drawSpotlight(scene, focalX + 150, focalX + 10, height * 0.9, 100, mix(scene.accent, scene.light, 0.45), 0.45);
      drawSpotlight(scene, focalX - 130, focalX, height * 0.9, 110, scene.light, 0.62);
      if (scene.calmSide !== 0)
        drawSpotlight(
          scene,
          focalX - scene.calmSide * 220,
          focalX - scene.calmSide * 130,
          height * 0.88,
          60,
          scene.accent,
          0.3,
        );
      for (let lamp = -6; lamp <= 6; lamp++) {
        sketch.glow(focalX + lamp * 34, floor, 26, scene.accent, 0.7);
        sketch.circle(focalX + lamp * 34, floor, 5, lamp % 2 === 0 ? scene.light : scene.accent);
      }
      if (scene.request.composition === "vista") {
        const steel = mix(scene.shadow, BLACK, 0.4);
        sketch.rect(focalX - 2, height * 0.9 - 170, 4, 170, steel);
        sketch.ellipse(focalX, height * 0.9, 30, 6, steel);
        sketch.ellipse(
          focalX,
          height * 0.9 - 182,
          12,
          18,
          sketch.linear(
            [
              [0, mix(scene.light, WHITE, 0.3)],
              [0.5, scene.mid],
              [1, steel],
            ],
            [0, 0],
            [1, 1],
          ),
        );
        sketch.rect(focalX - 12, height * 0.9 - 182, 24, 4, scene.accent);
      }
      drawRays(scene, focalX, -20, 4, height * 0.9, 0.12);
    },
    near: (scene) => drawCurtains(scene, scene.width * 0.15),
  },
};
