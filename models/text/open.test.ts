import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CopyRequest, TextModel } from "../../core/ports.ts";
import { type Files, scratch, writeModel } from "../testing/folder.ts";
import { openReader, openTextModel } from "./open.ts";
import { chatPrompt, encode, type Reader } from "./reader.ts";
import { MOST_CANDIDATES, promptFor } from "./write.ts";

/** Random weights, made by models/testing/make_llama.py: what it writes is nonsense, and always the same nonsense. */
const fixture = join(import.meta.dirname, "../testing/llama");
const read = (name: string) => readFile(join(fixture, name));
const SETTINGS = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
const quiet = new AbortController().signal;
const request: CopyRequest = {
  kind: "headline",
  locale: "en",
  tone: "dark",
  hook: "hero",
  genre: "horror",
  channel: "web",
  length: "medium",
  slots: { title: "Ash Lane", hero: "Ida Quill" },
  synopsis: "A clerk finds a door.",
  candidates: 3,
  seed: 11,
};

async function files(network: string, path: string, without: readonly string[] = []): Promise<Record<string, Buffer>> {
  const kept = SETTINGS.filter((name) => !without.includes(name));
  const settings = await Promise.all(kept.map(async (name) => [name, await read(name)] as const));
  return { ...Object.fromEntries(settings), [path]: await read(network) };
}

async function withModel<Result>(
  content: Files,
  use: (folder: string) => Promise<Result>,
  more: object = {},
): Promise<Result> {
  const { folder, remove } = await scratch();
  try {
    await writeModel(folder, content, { id: "tiny-llama", kind: "text", ...more });
    return await use(folder);
  } finally {
    await remove();
  }
}

const refusal = (content: Files, more: object = {}) =>
  withModel(
    content,
    (folder) =>
      openTextModel({ folder, threads: 1 }).then(
        () => "was opened",
        (error: Error) => error.message,
      ),
    more,
  );

describe("a text model", () => {
  let model: TextModel;
  let reader: Reader;
  let home: Awaited<ReturnType<typeof scratch>>;
  beforeAll(async () => {
    home = await scratch();
    await writeModel(home.folder, await files("model.onnx", "onnx/model.onnx"), { id: "tiny-llama", kind: "text" });
    model = await openTextModel({ folder: home.folder, threads: 1 });
    ({ reader } = await openReader({ folder: home.folder, threads: 1 }));
  });
  afterAll(async () => {
    await model.close();
    await reader.model.dispose();
    await home.remove();
  });

  it("reads a templated prompt and goes on as Python's transformers does", async () => {
    const reference = JSON.parse(await readFile(join(fixture, "reference.json"), "utf8"));
    const inputs = encode(reader, [chatPrompt(reader, reference.messages[0].content)]);
    const ids = Array.from(inputs.input_ids.data as BigInt64Array, Number);
    expect(ids).toEqual(reference.input_ids);
    const output = (await reader.model.generate({
      ...inputs,
      do_sample: false,
      max_new_tokens: reference.greedy_ids.length,
    })) as { tolist(): bigint[][] };
    expect(output.tolist()[0]?.slice(ids.length).map(Number)).toEqual(reference.greedy_ids);
  });

  it("writes the same texts for the same request, others for another seed", async () => {
    const first = await model.write(request, quiet);
    expect(first.length).toBeGreaterThan(0);
    expect(await model.write(request, quiet)).toEqual(first);
    expect(await model.write({ ...request, seed: 12 }, quiet)).not.toEqual(first);
  });

  it("keeps requests at the same time apart", async () => {
    const requests = [request, { ...request, seed: 12 }, { ...request, kind: "description" as const }];
    const apart = [];
    for (const one of requests) apart.push(await model.write(one, quiet));
    expect(await Promise.all(requests.map((one) => model.write(one, quiet)))).toEqual(apart);
  });

  it.each([0, 1, 2, MOST_CANDIDATES])("gives at most %i candidates, all distinct and clean", async (candidates) => {
    const texts = await model.write({ ...request, candidates }, quiet);
    expect(texts.length).toBeLessThanOrEqual(candidates);
    expect(texts.length).toBeGreaterThanOrEqual(candidates === MOST_CANDIDATES ? 2 : 0);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).not.toMatch(/<\||\n|^\s|\s$/);
  });

  it("refuses a number of candidates that it has no budget for, and a prompt that it cannot read whole", async () => {
    for (const candidates of [-1, 1.5, MOST_CANDIDATES + 1])
      await expect(model.write({ ...request, candidates }, quiet)).rejects.toThrow("tiny-llama: candidates");
    const slots = { title: "Ж".repeat(2_000) };
    await expect(model.write({ ...request, slots }, quiet)).rejects.toThrow(/tiny-llama: the prompt has \d+ tokens/);
  });

  it("tells its steps, never backwards", async () => {
    const told: [number, number][] = [];
    await model.write(request, quiet, (done, total) => told.push([done, total]));
    expect(told.length).toBeGreaterThan(2);
    for (const [i, [done, total]] of told.entries()) {
      expect(done).toBeGreaterThan(i === 0 ? 0 : (told[i - 1]?.[0] ?? 0) - 1);
      expect(done).toBeLessThanOrEqual(total);
    }
  });

  it("stops within one token, and works again after it", async () => {
    const stop = new AbortController();
    let steps = 0;
    const running = model.write({ ...request, kind: "description" }, stop.signal, () => {
      if (++steps === 3) stop.abort(new Error("changed my mind"));
    });
    await expect(running).rejects.toThrow("changed my mind");
    expect(steps).toBe(3);
    await expect(model.write(request, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
    expect((await model.write(request, quiet)).length).toBeGreaterThan(0);
  });
});

describe("opening", () => {
  it("takes a flat folder, another number type, and a network with tensors beside it by its place", async () => {
    const content = { ...(await files("model.onnx", "model_q4.onnx")), "model_q4.onnx_data": "none are used" };
    const texts = await withModel(content, async (folder) => {
      const model = await openTextModel({ folder, threads: 1 });
      const texts = await model.write(request, quiet);
      await model.close();
      await expect(model.write(request, quiet)).rejects.toThrow("tiny-llama: it was used after it was closed");
      return texts;
    });
    expect(texts.length).toBeGreaterThan(0);
  });

  it("gives a model without a template the prompt as it is, and finds a template in a file of its own", async () => {
    const content = await files("model.onnx", "model.onnx");
    const config = JSON.parse(`${content["tokenizer_config.json"]}`);
    const { chat_template: template, ...plain } = config;
    const promptOf = (given: Files) =>
      withModel({ ...content, "tokenizer_config.json": JSON.stringify(plain), ...given }, async (folder) => {
        const { reader } = await openReader({ folder, threads: 1 });
        const prompt = promptFor(reader, request);
        await reader.model.dispose();
        return prompt;
      });
    expect(await promptOf({})).toMatch(/^Write one headline[\s\S]*\n\nHeadline:$/);
    expect(await promptOf({ "chat_template.jinja": template })).toMatch(
      /^<\|im_start\|>user\nWrite one headline[\s\S]*<\|im_end\|>\n<\|im_start\|>assistant\n<think>\n\n<\/think>\n\n$/,
    );
  });

  it("refuses, with its name and the reason, what would fail at the first text", async () => {
    const whole = await files("model.onnx", "onnx/model.onnx");
    const { "onnx/model.onnx": _, ...withoutNetwork } = whole;
    const config = JSON.parse(`${whole["tokenizer_config.json"]}`);
    const broken = JSON.stringify({ ...config, chat_template: "{% for %}" });
    const cases: [Files, string | RegExp, object?][] = [
      [
        await files("model.onnx", "onnx/model.onnx", ["tokenizer_config.json"]),
        "tokenizer_config.json is missing; its papers do not list it",
      ],
      [await files("model.onnx", "onnx/model.onnx", ["tokenizer.json"]), "tokenizer.json is missing"],
      [await files("no-cache.onnx", "onnx/model.onnx"), "onnx/model.onnx has no KV cache"],
      [
        await files("gpu-only.onnx", "onnx/model.onnx"),
        "onnx/model.onnx uses the operator BiasAdd, which has no kernel here",
      ],
      [withoutNetwork, "has no network that is named as transformers.js names them"],
      [whole, "has no q4 network", { dtype: "q4" }],
      [
        { ...whole, "tokenizer.json": "{}" },
        "its tokenizer cannot be made of tokenizer.json and tokenizer_config.json: ",
      ],
      [
        { ...whole, "config.json": `${whole["config.json"]}`.replace('"vocab_size": 512', '"vocab_size": 100') },
        /tokenizer\.json gives a prompt the id \d{3}, but the network knows 100 tokens/,
      ],
      [{ ...whole, "tokenizer_config.json": broken }, "its chat template cannot be applied: "],
    ];
    for (const [content, reason, more] of cases) {
      const said = await refusal(content, more);
      expect(said).toMatch(/^model tiny-llama: /);
      if (typeof reason === "string") expect(said).toContain(reason);
      else expect(said).toMatch(reason);
    }
  });

  it("refuses a Git LFS pointer in place of its network", async () => {
    const said = await withModel(await files("model.onnx", "onnx/model.onnx"), async (folder) => {
      const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 180814\n";
      await writeFile(join(folder, "onnx/model.onnx"), pointer);
      return openTextModel({ folder, threads: 1 }).catch((error: Error) => error.message);
    });
    expect(said).toBe("model tiny-llama: onnx/model.onnx is a Git LFS pointer, not the file itself; run git lfs pull");
  });

  it("asks nothing of the network", async () => {
    const { fetch } = globalThis;
    let asked = 0;
    globalThis.fetch = async () => {
      asked++;
      throw new Error("no network");
    };
    try {
      const content = await files("model.onnx", "onnx/model.onnx", ["generation_config.json"]);
      expect(await refusal(content)).toBe("was opened");
    } finally {
      globalThis.fetch = fetch;
    }
    expect(asked).toBe(0);
  });
});
