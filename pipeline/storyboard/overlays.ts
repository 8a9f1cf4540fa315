import type { Concept } from "../../core/attributes.ts";
import type { Act, Acts } from "./act.ts";
import { mix, WHITE } from "./colour.ts";
import { drawCastle, drawColumn, drawSkyline } from "./parts/buildings.ts";
import { drawContours, drawRoute } from "./parts/chart.ts";
import { drawBanners, drawCurtains } from "./parts/cloth.ts";
import { drawDunes, drawRange } from "./parts/land.ts";
import { drawBokeh, drawFirework, drawGarland, drawNeonSign, drawSpotlight } from "./parts/lights.ts";
import { drawPlanet } from "./parts/planet.ts";
import { drawFish, drawKelp } from "./parts/sealife.ts";
import { drawClouds, drawHaze, drawStars } from "./parts/sky.ts";
import { drawBough, drawTreeline } from "./parts/trees.ts";
import { drawShip, drawTrain } from "./parts/vehicles.ts";
import { drawWater } from "./parts/water.ts";
import { drawFlames, drawFog, drawLightning, drawRain, drawSnowfall } from "./parts/weather.ts";
import type { Scene } from "./scene.ts";
import { drawRoadway } from "./settings/ways.ts";

const INDOORS: readonly Concept[] = ["room", "stage", "space", "bokeh", "geometry", "map", "underwater"];
const outdoors = (scene: Scene): boolean => !INDOORS.some((concept) => scene.request.concepts[0] === concept);

/** What a concept adds to another concept's place; land and buildings only where there is a horizon. */
const openAir =
  (act: (scene: Scene) => void) =>
  (scene: Scene): void => {
    if (outdoors(scene)) act(scene);
  };

export const OVERLAYS: Acts<Concept> = {
  mountains: {
    sky: (scene) =>
      drawRange(scene, {
        y: scene.horizonY + 6,
        amplitude: 130,
        nearness: 0.12,
        peakX: scene.focalX + scene.dice.between(-60, 60),
        snowy: scene.dice.chance(0.5),
      }),
  },
  sea: {
    ground: openAir((scene) => {
      drawWater(scene, scene.height * 0.8, 0.2);
      drawShip(scene, scene.width - scene.focalX, scene.height * 0.83, 0.5);
    }),
  },
  forest: {
    far: (scene) =>
      drawTreeline(scene, scene.horizonY + 34, 70, Math.round(scene.width / 20), scene.depth(0.5), scene.focalX),
  },
  city: {
    sky: (scene) =>
      drawSkyline(scene, {
        y: scene.horizonY + 10,
        low: 24,
        high: 110,
        colour: scene.depth(0.25),
        window: scene.accent,
        lit: scene.night ? 0.3 : 0.1,
        narrow: 14,
        wide: 36,
      }),
  },
  space: {
    sky: (scene) => {
      drawStars(scene, 120, scene.horizonY);
      drawPlanet(
        scene,
        scene.focalX + scene.dice.between(-100, 100),
        scene.height * 0.22,
        scene.dice.between(46, 80),
        true,
      );
    },
  },
  desert: {
    ground: openAir((scene) =>
      drawDunes(scene, scene.height * 0.78, scene.height * 0.94, 2, mix(scene.mid, scene.light, 0.3)),
    ),
  },
  castle: {
    sky: (scene) =>
      drawCastle(
        scene,
        scene.focalX + (scene.request.composition === "vista" ? 0 : 140),
        scene.horizonY + 6,
        0.85,
        scene.depth(0.32),
      ),
  },
  storm: {
    sky: openAir((scene) => {
      drawClouds(scene, 9, -10, scene.horizonY * 0.5, mix(scene.shadow, scene.mid, 0.35), 0.75);
      drawLightning(scene, scene.focalX + scene.dice.between(-130, 130), scene.horizonY);
    }),
    air: (scene) => drawRain(scene, 120),
  },
  room: {
    near: (scene) => {
      const { sketch, width, height } = scene;
      const wood = mix(scene.shadow, scene.mid, 0.12);
      const thick = 26;
      sketch.path(
        `M-5 -5H${width + 5}V${height + 5}H-5ZM${thick} ${thick}V${height - thick * 1.4}H${width - thick}V${thick}Z`,
        wood,
      );
      // A bar beside the subject, or one on each side of it: never across it.
      const bars = scene.calmSide === 0 ? [0.17, 0.83] : [0.5 + scene.calmSide * 0.16];
      for (const bar of bars) sketch.rect(width * bar - 4, 0, 8, height, wood);
      sketch.line(`M${thick} ${height - thick * 1.4}H${width - thick}`, scene.accent, { width: 3, opacity: 0.6 });
    },
  },
  road: { ground: openAir((scene) => drawRoadway(scene, scene.height * 0.78, 230)) },
  fire: {
    ground: (scene) =>
      drawFlames(
        scene,
        scene.focalX + scene.dice.between(-60, 60),
        scene.height * 0.88,
        scene.width * 0.1,
        scene.height * 0.2,
      ),
  },
  neon: {
    ground: (scene) => {
      for (let index = 0; index < 5; index++)
        drawNeonSign(
          scene,
          scene.focalX + scene.dice.between(-0.28, 0.28) * scene.width,
          scene.height * scene.dice.between(0.4, 0.8),
          scene.dice.between(26, 56),
          scene.dice.chance(0.65) ? scene.accent : scene.light,
        );
    },
  },
  fog: { ground: (scene) => drawFog(scene, scene.horizonY - 30, scene.height * 0.95, 0.5) },
  bokeh: { near: (scene) => drawBokeh(scene, 18, 10, 42, 0.45) },
  geometry: {
    sky: (scene) => {
      for (let ring = 0; ring < 4; ring++)
        scene.sketch.ring(
          scene.focalX,
          scene.height * 0.42,
          70 + ring * 34,
          ring % 2 === 0 ? scene.accent : scene.light,
          { width: 8 - ring * 1.6, opacity: 0.65 },
        );
    },
  },
  map: {
    sky: (scene) => drawContours(scene, 0.35),
    far: (scene) => drawRoute(scene),
  },
  snow: { air: (scene) => drawSnowfall(scene, 120) },
  festival: {
    sky: (scene) => {
      for (let index = 0; index < 2; index++)
        drawFirework(
          scene,
          scene.focalX + scene.dice.between(-0.25, 0.25) * scene.width,
          scene.height * scene.dice.between(0.12, 0.32),
          scene.dice.between(36, 64),
          scene.dice.pick([scene.accent, scene.light]),
        );
    },
    near: (scene) =>
      drawGarland(scene, -20, scene.height * 0.05, scene.width + 20, scene.height * 0.07, scene.dice.chance(0.5)),
  },
  battlefield: { ground: openAir((scene) => drawBanners(scene, scene.height * 0.9, 12, 150)) },
  stage: {
    ground: (scene) =>
      drawSpotlight(
        scene,
        scene.focalX - 120,
        scene.focalX,
        scene.height * 0.92,
        100,
        mix(scene.light, scene.accent, 0.2),
        0.35,
      ),
    near: (scene) => drawCurtains(scene, scene.width * 0.09),
  },
  ruins: {
    ground: openAir((scene) => {
      for (let index = 0; index < 4; index++) {
        const side = scene.calmSide === 0 ? scene.dice.side() : -scene.calmSide;
        drawColumn(
          scene,
          scene.focalX + side * (70 + index * 58),
          scene.height * 0.88,
          190,
          28,
          scene.depth(0.65),
          index % 2 === 0 ? 1 : 0.5,
        );
      }
    }),
  },
  garden: {
    near: (scene) => {
      drawBough(scene, scene.calmSide === -1 ? scene.width : 0, scene.depth(0.9));
      for (let index = 0; index < 22; index++) {
        const x = scene.dice.between(0, 1) * scene.width;
        const y = scene.height - scene.dice.between(2, 46);
        scene.sketch.line(
          [
            [x, scene.height + 5],
            [x + 4, y],
          ],
          scene.depth(0.95),
          { width: 3 },
        );
        scene.sketch.circle(
          x + 4,
          y,
          scene.dice.between(5, 9),
          scene.dice.chance(0.75) ? scene.accent : mix(scene.light, WHITE, 0.3),
        );
      }
    },
  },
  train: {
    far: openAir((scene) => {
      scene.sketch.rect(-5, scene.horizonY + 40, scene.width + 10, 5, scene.depth(0.7));
      drawTrain(scene, scene.focalX, scene.horizonY + 40, 0.55, 5);
      drawHaze(scene, scene.horizonY + 52, 20, scene.horizon, 0.25);
    }),
  },
  underwater: {
    sky: (scene) =>
      scene.sketch.cover(
        scene.sketch.linear([
          [0, mix(scene.mid, scene.light, 0.4), 0.4],
          [1, scene.shadow, 0.6],
        ]),
      ),
    near: (scene) => {
      for (let index = 0; index < 8; index++)
        drawKelp(
          scene,
          (scene.dice.chance(0.5) ? scene.dice.between(0, 0.16) : scene.dice.between(0.84, 1)) * scene.width,
          scene.height + 5,
          scene.dice.between(80, 220),
          scene.depth(0.9),
        );
      for (let index = 0; index < 9; index++)
        drawFish(
          scene,
          scene.focalX + scene.dice.between(-180, 180),
          scene.height * scene.dice.between(0.2, 0.7),
          scene.dice.between(7, 16),
          scene.accent,
        );
    },
  },
} satisfies Record<Concept, Act>;
