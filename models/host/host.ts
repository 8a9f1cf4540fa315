import type { ImageModel, Judge, PictureModel, TextModel } from "../../core/ports.ts";
import { Models } from "./models.ts";
import type { HostSettings, Running } from "./settings.ts";

/**
 * Runs models, each in one process of its own, loaded when it is first asked and unloaded when others need its room.
 *
 * Calls of one model wait for each other. A call whose signal is aborted rejects at once with the signal's reason; one
 * that takes longer than its limit, or whose process dies, rejects with an Error that names the model and may be tried
 * again: the next call gets a new process.
 */
export type Host = {
  /** @throws Error naming the model, when there is none of this id, its papers do not hold, or it is for other work */
  image(id: string): Promise<ImageModel>;
  text(id: string): Promise<TextModel>;
  picture(id: string): Promise<PictureModel>;
  judge(id: string): Promise<Judge>;
  /** Loads it before it is asked. @throws Error as its first call would */
  start(id: string): Promise<void>;
  running(): readonly Running[];
  /** Ends all processes; what they were asked rejects with `shutting_down`. */
  close(): Promise<void>;
};

export function openHost(settings: HostSettings): Host {
  const models = new Models(settings);
  return {
    async image(id) {
      const slot = await models.slot(id, "image");
      return { ...models.common(slot), paint: (...call) => models.ask(slot, ...call) };
    },
    async text(id) {
      const slot = await models.slot(id, "text");
      return { ...models.common(slot), write: (...call) => models.ask(slot, ...call) };
    },
    async picture(id) {
      const slot = await models.slot(id, "picture");
      return { ...models.common(slot), apply: (...call) => models.ask(slot, ...call) };
    },
    async judge(id) {
      const slot = await models.slot(id, "judge");
      return { ...models.common(slot), judge: (...call) => models.ask(slot, ...call) };
    },
    start: (id) => models.start(id),
    running: () => models.running(),
    close: () => models.close(),
  };
}
