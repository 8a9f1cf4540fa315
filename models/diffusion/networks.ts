import { z } from "zod";
import { plugsOf } from "../onnx/plugs.ts";
import type { Provider } from "../onnx/provider.ts";
import { openSession, type Session } from "../onnx/session.ts";
import type { Papers } from "../papers.ts";
import { DEFAULT_SCALING, type Family, familyOf, ModelIndex, UnetConfig, VaeConfig } from "./configs.ts";
import { type EncodedText, joined, type TextEncoder, textEncoder } from "./text-encoder.ts";
import { type ReadText, readTokenizer } from "./tokenizer-files.ts";
import { openUnet, type Unet } from "./unet.ts";

/** A Stable Diffusion folder with its networks loaded. */
export type Networks = {
  readonly model: string;
  readonly family: Family;
  readonly index: ModelIndex;
  readonly encodeText: (text: string) => Promise<EncodedText>;
  readonly unet: Unet;
  readonly unetConfig: UnetConfig;
  readonly vaeDecoder: Session;
  /** `null` where the export came without it: then text-to-image alone. */
  readonly vaeEncoder: Session | null;
  readonly vaeConfig: VaeConfig;
  /** `scheduler_config.json`, unread. */
  readonly scheduler: { readonly name: string; readonly config: unknown };
  release(): Promise<void>;
};

export type OpenNetworks = { readonly threads: number; readonly provider?: Provider | undefined };

/**
 * Loads what `model_index.json` and the folders beside it hold, in the layout of diffusers and Optimum.
 *
 * @throws an Error naming the model and the reason: another kind of pipeline, a part that is missing, a file that cannot be
 *   read, a network without the inputs or outputs of its part
 */
export async function openNetworks(papers: Papers, settings: OpenNetworks): Promise<Networks> {
  const opened: Session[] = [];
  const release = async (): Promise<void> => {
    for (const session of opened.splice(0)) await session.release();
  };
  const part = async (path: string): Promise<Session> => {
    const network = (tensorsApart(papers, path) ? undefined : papers.contents.get(path)) ?? papers.places.get(path);
    if (network === undefined) throw new Error(`model ${papers.id}: ${path} is missing`);
    const plugs = plugsOf(papers, path);
    const session = await openSession(network, { ...settings, model: papers.id, file: path, plugs });
    opened.push(session);
    return session;
  };
  try {
    return { ...(await load(papers, part)), release };
  } catch (cause) {
    await release();
    const reason = reasonOf(cause);
    throw new Error(reason.startsWith("model ") ? reason : `model ${papers.id}: ${reason}`, { cause });
  }
}

/** The runtime finds tensors in a file beside the network only when it opens that by its place. */
function tensorsApart(papers: Papers, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return papers.files.some((file) => file.path.startsWith(folder) && !/\.(json|txt|md|jinja|onnx)$/.test(file.path));
}

async function load(papers: Papers, part: (path: string) => Promise<Session>): Promise<Omit<Networks, "release">> {
  const text = textsOf(papers);
  const json = jsonOf(text);
  const index = parsed(ModelIndex, json("model_index.json"), "model_index.json");
  const family = familyOf(index);
  const unetConfig = parsed(UnetConfig, json("unet/config.json") ?? {}, "unet/config.json");
  if (unetConfig.in_channels !== 4)
    throw new Error(`its UNet takes ${unetConfig.in_channels} planes; only 4 are known here`);
  const scheduler = parsed(SchedulerConfig, json("scheduler/scheduler_config.json"), "scheduler/scheduler_config.json");
  const unet = openUnet(papers.id, UNET, await part(UNET));
  return {
    model: papers.id,
    family,
    index,
    encodeText: await textEncoders(papers.id, family, text, part),
    unet,
    unetConfig,
    vaeDecoder: await part("vae_decoder/model.onnx"),
    vaeEncoder: papers.places.has(VAE_ENCODER) ? await part(VAE_ENCODER) : null,
    vaeConfig: vaeConfigOf(json, family),
    scheduler: { name: scheduler._class_name, config: scheduler },
  };
}

const UNET = "unet/model.onnx";
export const VAE_ENCODER = "vae_encoder/model.onnx";
const SchedulerConfig = z.looseObject({ _class_name: z.string() });

async function textEncoders(
  model: string,
  { xl }: Family,
  text: ReadText,
  part: (path: string) => Promise<Session>,
): Promise<TextEncoder> {
  const one = async (suffix: string): Promise<TextEncoder> => {
    const file = `text_encoder${suffix}/model.onnx`;
    const tokenizer = readTokenizer(text, `tokenizer${suffix}`);
    return textEncoder(model, file, await part(file), tokenizer, xl ? "penultimate" : "last");
  };
  const first = await one("");
  if (!xl) return first;
  const second = await one("_2");
  return async (prompt) => joined(await first(prompt), await second(prompt));
}

function vaeConfigOf(json: (path: string) => unknown, { xl }: Family): VaeConfig {
  const path = ["vae_decoder/config.json", "vae/config.json"].find((candidate) => json(candidate) !== null);
  const config = parsed(VaeConfig, path ? json(path) : {}, path ?? "");
  return { ...config, scaling_factor: config.scaling_factor ?? (xl ? DEFAULT_SCALING.sdxl : DEFAULT_SCALING.sd) };
}

const textsOf = (papers: Papers): ReadText => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
  return (path) => {
    const bytes = papers.contents.get(path);
    return bytes === undefined ? null : decoder.decode(bytes);
  };
};

/** Python writes infinities into its JSON. */
const jsonOf =
  (text: ReadText) =>
  (path: string): unknown => {
    const found = text(path);
    if (found === null) return null;
    try {
      return JSON.parse(found.replace(/(:\s*)(-?)Infinity\b/g, '$1"$2inf"'));
    } catch (cause) {
      throw new Error(`${path} is not JSON: ${(cause as Error).message}`, { cause });
    }
  };

function parsed<T extends z.ZodType>(schema: T, value: unknown, path: string): z.output<T> {
  if (value === null || value === undefined) throw new Error(`${path} is missing`);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${path} does not hold: ${z.prettifyError(result.error).replaceAll("\n", " ")}`);
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
