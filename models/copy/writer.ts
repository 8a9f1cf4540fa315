import { pipeline, random, type TextGenerationPipeline } from "@huggingface/transformers";
import type { CopyRequest, TextModel } from "../../core/ports.ts";
import { seedOf } from "../../core/random.ts";
import { type Papers, readPapers } from "../papers.ts";
import { loadVerified } from "../text/load.ts";
import { EveryRowEnded } from "../text/stop.ts";
import { turn } from "../text/turn.ts";
import { finishText } from "./finish.ts";
import { callsReader, hasLength } from "./length.ts";
import { everyRunKnown, readRuns } from "./runs.ts";

/** One request may ask for this many texts: each is a row of every matrix product, and 16 rows stay under a second. */
export const MOST_CANDIDATES = 16;

/** The longest line of the corpus has 43 tokens; what is not at its end by 64 is lost in itself. */
const MOST_NEW_TOKENS = 64;

/** Rounds after which a request is answered with fewer texts than it asked for. */
const MOST_ROUNDS = 4;

/** Cooler repeats the corpus and itself, warmer makes slips of grammar. */
const TEMPERATURE = 0.65;
const TOP_K = 40;

/**
 * Loads marquee-copy from `folder`, after its papers were verified.
 *
 * Texts come from one seeded stream that transformers.js keeps for the whole process, so all writers of a process
 * take turns: one generation at a time. Run it in a process that may be recycled.
 *
 * @param folder holds manifest.json and the files that it lists (models/weights/copy)
 * @throws where a file is missing or differs from the manifest, with the model's name and the reason
 */
export async function openCopywriter({ folder }: { folder: string }): Promise<TextModel> {
  const papers = await readPapers(folder);
  const { id, sha256, contents } = papers;
  const generate = await loadPipeline(papers);
  const end = endToken(generate);
  const lexicon = new Set(
    Buffer.from(contents.get("lexicon.txt") ?? [])
      .toString("utf8")
      .split("\n"),
  );
  const runs = readRuns(contents.get("runs.bin") ?? new Uint8Array());
  let closed = false;

  async function write(wanted: CopyRequest, signal: AbortSignal): Promise<readonly string[]> {
    const request = asTrained(wanted);
    const { candidates } = request;
    if (!Number.isInteger(candidates) || candidates < 0 || candidates > MOST_CANDIDATES) {
      throw new RangeError(`candidates is ${candidates}; a whole number from 0 to ${MOST_CANDIDATES} is needed`);
    }
    const prompt = promptOf(request);
    const texts = new Set<string>();
    // Good texts of another length, or for another channel: given only where too few are as they were asked.
    const others: string[] = [];
    for (let round = 0; round < MOST_ROUNDS && texts.size < candidates; round++) {
      const rows = rowsFor(candidates - texts.size);
      // The prompt is part of it, so that one seed does not open every cell with the same draws.
      const seed = seedOf("copy", prompt, request.seed, round);
      for (const raw of await turn(() => sample(prompt, rows, seed, signal))) {
        const said = raw.split("<end>")[0] ?? "";
        const text = everyRunKnown(said, runs) ? finishText(raw, request, lexicon) : null;
        if (text === null || texts.size === candidates) continue;
        const calls = request.channel === "poster" && callsReader(said, request.locale);
        if (hasLength(said, request) && !calls) texts.add(text);
        else others.push(text);
      }
    }
    for (const text of others) if (texts.size < candidates) texts.add(text);
    return [...texts];
  }

  async function sample(prompt: string, rows: number, seed: number, signal: AbortSignal): Promise<string[]> {
    if (closed) throw new Error("marquee-copy was used after it was closed");
    signal.throwIfAborted();
    random.seed(seed);
    const outputs = await generate(
      Array.from({ length: rows }, () => prompt),
      {
        do_sample: true,
        temperature: TEMPERATURE,
        top_k: TOP_K,
        max_new_tokens: MOST_NEW_TOKENS,
        return_full_text: false,
        stopping_criteria: new EveryRowEnded([end], signal),
      },
    );
    signal.throwIfAborted();
    return outputs.map((row) => row[0]?.generated_text ?? "");
  }

  return {
    papers: { id, sha256 },
    write,
    async close() {
      if (closed) return;
      closed = true;
      await turn(() => generate.dispose());
    },
  };
}

type Trained = CopyRequest & { readonly kind: "headline" | "description" };

/** The network knows two kinds: a subject is a headline of an e-mail, what follows it and a push text a description. */
function asTrained(request: CopyRequest): Trained {
  const { kind } = request;
  if (kind === "subject") return { ...request, kind: "headline", channel: "email" };
  if (kind === "preheader") return { ...request, kind: "description", channel: "email" };
  if (kind === "push") return { ...request, kind: "description", channel: "push" };
  return { ...request, kind };
}

/** A row in three repeats another, is dropped or has another length, so spare ones usually save a second round. */
const rowsFor = (wanted: number) => Math.min(MOST_CANDIDATES, wanted + Math.ceil(wanted / 2));

/** The control tokens that training put before every text, in the same order (`prompt` of training/copy/corpus.py). */
export function promptOf(request: CopyRequest): string {
  const { locale, kind, tone, hook, genre, channel, length, slots } = asTrained(request);
  const has = (["hero", "place", "year"] as const).filter((slot) => slots[slot] !== undefined);
  const given = has.map((slot) => `[has:${slot}]`).join("");
  const place = `[channel:${channel}][length:${length}]`;
  return `[${locale}][${kind}][tone:${tone}][hook:${hook}][genre:${genre}]${place}${given}[write]`;
}

const loadPipeline = (papers: Papers): Promise<TextGenerationPipeline> =>
  loadVerified(papers, (name) =>
    pipeline("text-generation", name, {
      dtype: "fp32",
      device: "cpu",
      subfolder: "",
      local_files_only: true,
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
    }),
  );

function endToken(generate: TextGenerationPipeline): number {
  const [end, ...others] = generate.tokenizer.encode("<end>", { add_special_tokens: false });
  if (end === undefined || others.length > 0) throw new Error("marquee-copy: the tokenizer does not know <end>");
  return end;
}
