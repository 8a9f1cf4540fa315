import type { ImageModel, Judge, PictureModel, TextModel } from "../core/ports.ts";
import type { Provider } from "./onnx/provider.ts";
import { type ModelKind, readManifest } from "./papers.ts";

export type OpenSettings = {
  readonly folder: string;
  /** Inference threads, at least 1. */
  readonly threads: number;
  readonly provider?: Provider | undefined;
};

/** What a model is to those who use it, whoever runs it. */
export type OpenedModel =
  | { readonly role: "image"; readonly model: ImageModel }
  | { readonly role: "text"; readonly model: TextModel }
  | { readonly role: "picture"; readonly model: PictureModel }
  | { readonly role: "judge"; readonly model: Judge };
export type Role = OpenedModel["role"];

type Opener = { readonly role: Role; readonly open: (settings: OpenSettings) => Promise<OpenedModel> };

/** Loaded on demand: a process that paints has no use for a tokenizer. */
const OPENERS: Readonly<Record<ModelKind, Opener>> = {
  painter: {
    role: "image",
    open: async (settings) => ({
      role: "image",
      model: await (await import("./paint/painter.ts")).openPainter(settings),
    }),
  },
  diffusion: {
    role: "image",
    open: async (settings) => ({
      role: "image",
      model: await (await import("./diffusion/open.ts")).openDiffusion(settings),
    }),
  },
  copywriter: {
    role: "text",
    open: async (settings) => ({
      role: "text",
      model: await (await import("./copy/writer.ts")).openCopywriter(settings),
    }),
  },
  picture: {
    role: "picture",
    open: async (settings) => ({
      role: "picture",
      model: await (await import("./picture/open.ts")).openPicture(settings),
    }),
  },
  text: {
    role: "text",
    open: async (settings) => ({
      role: "text",
      model: await (await import("./text/open.ts")).openTextModel(settings),
    }),
  },
  judge: {
    role: "judge",
    open: async (settings) => ({
      role: "judge",
      model: await (await import("./judges/open.ts")).openJudge(settings),
    }),
  },
};

/** What models of a kind are to those who use them. */
export const roleOf = (kind: ModelKind): Role => OPENERS[kind].role;

/**
 * Opens the model of a folder in this process. A service opens it through `host/host.ts` instead, in a process of its own.
 *
 * @throws Error naming the model and the reason when its papers do not hold or its networks cannot be loaded
 */
export async function openModel(settings: OpenSettings): Promise<OpenedModel> {
  const { kind } = await readManifest(settings.folder);
  return OPENERS[kind].open(settings);
}
