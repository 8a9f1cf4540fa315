import type { Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";

export function drawFish(scene: Scene, x: number, y: number, size: number, colour: Rgb): void {
  const turn = scene.dice.side();
  scene.sketch.path(
    `M${x - turn * size} ${y}C${x - turn * size * 0.4} ${y - size * 0.42} ${x + turn * size * 0.3} ${y - size * 0.36} ${x + turn * size * 0.7} ${y}L${x + turn * size * 1.15} ${y - size * 0.3}L${x + turn * size * 1.05} ${y}L${x + turn * size * 1.15} ${y + size * 0.3}L${x + turn * size * 0.7} ${y}C${x + turn * size * 0.3} ${y + size * 0.36} ${x - turn * size * 0.4} ${y + size * 0.42} ${x - turn * size} ${y}Z`,
    colour,
  );
}

/** Weed that sways up from the sea bed. */
export function drawKelp(scene: Scene, x: number, footY: number, tall: number, colour: Rgb): void {
  const { dice, sketch } = scene;
  const sway = dice.between(-24, 24);
  sketch.line(
    `M${x} ${footY}C${x + sway} ${footY - tall * 0.3} ${x - sway} ${footY - tall * 0.6} ${x + sway * 0.6} ${footY - tall}`,
    colour,
    { width: dice.between(5, 10) },
  );
  for (let leaf = 1; leaf < 7; leaf++) {
    const y = footY - (tall * leaf) / 7;
    const side = leaf % 2 === 0 ? 1 : -1;
    sketch.ellipse(x + side * 13, y, 15, 4.4, colour, { transform: `rotate(${side * -32} ${x + side * 13} ${y})` });
  }
}
