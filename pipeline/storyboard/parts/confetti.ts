import type { Scene } from "../scene.ts";

/** Scraps of coloured paper all over the upper frame. */
export function drawConfetti(scene: Scene, count: number): void {
  const { sketch, dice, width, height } = scene;
  for (let index = 0; index < count; index++) {
    const x = dice.between(0, width);
    const y = dice.between(0, height * 0.9);
    const turn = dice.between(0, 180).toFixed(0);
    sketch.rect(
      x,
      y,
      dice.between(5, 11),
      dice.between(3, 5),
      dice.pick([scene.accent, scene.accent, scene.light, scene.mid]),
      { transform: `rotate(${turn} ${x.toFixed(0)} ${y.toFixed(0)})` },
    );
  }
}
