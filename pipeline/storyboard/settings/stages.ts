import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawConfetti } from "../parts/confetti.ts";
import { drawAudience } from "../parts/crowd.ts";
import { drawSpotlight } from "../parts/lights.ts";
import { drawHaze } from "../parts/sky.ts";

/** A rock concert: beams, a crowd, confetti. */
const concert: Act = {
  sky: (scene) => {
    const { sketch, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.shadow, BLACK, 0.1)],
        [0.6, mix(scene.shadow, scene.mid, 0.7)],
        [1, scene.mid],
      ]),
    );
    sketch.glow(focalX, height * 0.62, width * 0.44, mix(scene.accent, scene.light, 0.3), 0.8, height * 0.46);
    sketch.rect(-5, height * 0.1, width + 10, 9, mix(scene.shadow, BLACK, 0.4));
    for (let brace = 0; brace < width; brace += 28)
      sketch.line(`M${brace} ${height * 0.1}l14 -24l14 24`, mix(scene.shadow, BLACK, 0.4), { width: 3 });
  },
  far: (scene) => {
    const { dice, focalX, width, height, sketch } = scene;
    for (let beam = 0; beam < 9; beam++) {
      const x = ((beam + 0.5) / 9) * width;
      const colour = beam % 3 === 0 ? scene.light : beam % 3 === 1 ? scene.accent : mix(scene.mid, scene.light, 0.4);
      sketch.group(`translate(0 ${(height * 0.1).toFixed(1)})`, () =>
        drawSpotlight(
          scene,
          x,
          focalX + (x - focalX) * 0.3 + dice.between(-80, 80),
          height * 0.64,
          dice.between(26, 60),
          colour,
          dice.between(0.35, 0.6),
        ),
      );
      sketch.circle(x, height * 0.115, 9, beam % 2 === 0 ? scene.light : scene.accent);
    }
    sketch.rect(focalX - 230, height * 0.72, 460, 80, mix(scene.shadow, BLACK, 0.3));
    sketch.rect(focalX - 230, height * 0.72, 460, 9, scene.accent);
    for (const side of [-1, 1])
      for (let box = 0; box < 3; box++) {
        sketch.rect(focalX + side * 190 - 34, height * 0.72 - 62 * (box + 1), 68, 58, mix(scene.shadow, BLACK, 0.25));
        sketch.circle(focalX + side * 190, height * 0.72 - 62 * (box + 1) + 29, 21, mix(scene.shadow, scene.mid, 0.4));
      }
  },
  ground: (scene) => {
    const { focalX, height, sketch } = scene;
    if (scene.request.composition === "vista") {
      const foot = height * 0.72;
      const body = mix(scene.shadow, BLACK, 0.4);
      sketch.glow(focalX, foot - 60, 90, scene.light, 0.9);
      sketch.path(
        `M${focalX - 30} ${foot}L${focalX - 14} ${foot - 60}L${focalX - 18} ${foot - 96}Q${focalX} ${foot - 112} ${focalX + 18} ${foot - 96}L${focalX + 44} ${foot - 142}L${focalX + 50} ${foot - 138}L${focalX + 24} ${foot - 82}L${focalX + 14} ${foot - 56}L${focalX + 30} ${foot}H${focalX + 18}L${focalX} ${foot - 46}L${focalX - 18} ${foot}Z`,
        body,
      );
      sketch.circle(focalX, foot - 118, 12, body);
      sketch.path(
        `M${focalX - 40} ${foot - 52}Q${focalX - 30} ${foot - 78} ${focalX} ${foot - 68}L${focalX + 58} ${foot - 96}L${focalX + 60} ${foot - 91}L${focalX + 8} ${foot - 60}Q${focalX - 10} ${foot - 36} ${focalX - 40} ${foot - 52}Z`,
        scene.accent,
      );
    }
    drawHaze(scene, height * 0.8, 40, mix(scene.accent, scene.light, 0.4), 0.5);
  },
  near: (scene) => {
    drawConfetti(scene, 70);
    drawAudience(scene, scene.height * 0.86, mix(scene.shadow, BLACK, 0.2));
  },
};

/** An empty theatre from the stalls, one figure of light on the boards. */
const theatre: Act = {
  sky: (scene) => {
    const { sketch, width, height, focalX, dice } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.shadow, scene.mid, 0.2)],
        [1, mix(scene.mid, scene.shadow, 0.3)],
      ]),
    );
    const left = Math.max(60, focalX - 270);
    const right = Math.min(width - 60, focalX + 270);
    sketch.rect(
      left,
      height * 0.12,
      right - left,
      height * 0.64,
      sketch.linear([
        [0, mix(scene.mid, scene.shadow, 0.3)],
        [0.7, mix(scene.mid, scene.light, 0.3)],
        [1, scene.light],
      ]),
    );
    sketch.circle(focalX, height * 0.42, 82, scene.light);
    for (let wing = 0; wing < 3; wing++)
      for (const side of [-1, 1]) {
        const x = side < 0 ? left + wing * 40 : right - wing * 40;
        sketch.path(
          `M${x} ${height * 0.76}C${x - side * 60} ${height * 0.6} ${x - side * 20} ${height * 0.4} ${x - side * 70} ${height * (0.2 + wing * 0.1)}C${x - side * 10} ${height * 0.3} ${x + side * 10} ${height * 0.2} ${x} ${height * 0.12}Z`,
          mix(scene.mid, scene.shadow, 0.65 - wing * 0.15),
        );
      }
    for (let gleam = 0; gleam < 24; gleam++)
      sketch.circle(dice.between(left, right), dice.between(0.14, 0.5) * height, 1.8, scene.light);
  },
  far: (scene) => {
    const { sketch, focalX, height, width } = scene;
    const left = Math.max(60, focalX - 270);
    const right = Math.min(width - 60, focalX + 270);
    for (const [edge, side] of [
      [left, 1],
      [right, -1],
    ] as const)
      for (let fold = 3; fold >= 0; fold--)
        sketch.path(
          `M${edge - side * 10} ${height * 0.1}H${edge + side * (34 + fold * 22)}C${edge + side * (20 + fold * 12)} ${height * 0.4} ${edge + side * (fold * 9)} ${height * 0.56} ${edge + side * fold * 4} ${height * 0.6}L${edge + side * (14 + fold * 8)} ${height * 0.78}H${edge - side * 10}Z`,
          fold % 2 === 0 ? scene.accent : mix(scene.accent, scene.shadow, 0.35),
        );
    const gold = mix(scene.light, scene.accent, 0.35);
    sketch.line(
      `M${left - 16} ${height * 0.8}V${height * 0.12}Q${(left + right) / 2} ${height * -0.02} ${right + 16} ${height * 0.12}V${height * 0.8}`,
      gold,
      { width: 13 },
    );
    sketch.line(
      `M${left - 30} ${height * 0.8}V${height * 0.1}Q${(left + right) / 2} ${height * -0.06} ${right + 30} ${height * 0.1}V${height * 0.8}`,
      mix(scene.accent, scene.shadow, 0.5),
      { width: 9 },
    );
    for (let box = 0; box < 3; box++)
      for (const side of [-1, 1]) {
        const x = side < 0 ? left - 110 : right + 110;
        const y = height * (0.24 + box * 0.19);
        sketch.rect(x - 62, y - 44, 124, 60, mix(scene.shadow, BLACK, 0.2), { round: 26 });
        sketch.rect(x - 66, y + 10, 132, 22, mix(scene.accent, scene.shadow, 0.4), { round: 8 });
        sketch.circle(x, y + 2, 6, scene.light);
      }
  },
  ground: (scene) => {
    const { sketch, focalX, height, width } = scene;
    sketch.rect(
      Math.max(40, focalX - 290),
      height * 0.76,
      Math.min(width - 40, focalX + 290) - Math.max(40, focalX - 290),
      26,
      sketch.linear([
        [0, scene.light],
        [1, mix(scene.mid, scene.shadow, 0.4)],
      ]),
    );
    drawSpotlight(scene, focalX - 90, focalX, height * 0.78, 78, scene.light, 0.6);
    for (let lamp = -6; lamp <= 6; lamp++) sketch.circle(focalX + lamp * 38, height * 0.81, 6, scene.accent);
    sketch.rect(-5, height * 0.82, width + 10, height, mix(scene.shadow, BLACK, 0.1));
  },
  near: (scene) => drawAudience(scene, scene.height * 0.88, mix(scene.shadow, scene.mid, 0.12)),
};

export const STAGES = { concert, theatre };
