import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { listSupportedBackends, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPapers } from "../papers.ts";
import { requireFinite } from "./finite.ts";
import { plugsOf } from "./plugs.ts";
import { openSession, type Session } from "./session.ts";

const fixture = (name: string) => join(import.meta.dirname, "../picture/fixtures", name);
const network = (name: string) => join(fixture(name), "network.onnx");
const of = { model: "tiny", file: "unet/model.onnx", threads: 1 };
const pixels = (values: number[] = Array(12).fill(1)) => new Tensor("float32", Float32Array.from(values), [1, 3, 2, 2]);
const plug = (name: string, shape: (number | string)[], type = "float32") => ({ name, type, shape, range: "" });

describe("a session", () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession(network("identity"), of);
  });
  afterAll(() => session.release());

  it("runs a network from its path and from its bytes", async () => {
    const bytes = await openSession(await readFile(network("identity")), of);
    for (const one of [session, bytes]) {
      const { painted } = await one.run({ pixels: pixels() });
      expect(painted).toMatchObject({ dims: [1, 3, 2, 2], data: Float32Array.from(Array(12).fill(1)) });
    }
    await bytes.release();
  });

  it("refuses feeds that the network does not know, that are missing and that do not fit, by name", async () => {
    await expect(session.run({ pixels: pixels(), extra: pixels() })).rejects.toThrow(
      'model tiny: unet/model.onnx has no input "extra"',
    );
    await expect(session.run({})).rejects.toThrow('model tiny: unet/model.onnx was not given its input "pixels"');
    const flat = new Tensor("float32", new Float32Array(4), [4]);
    await expect(session.run({ pixels: flat })).rejects.toThrow(/^model tiny: unet\/model\.onnx failed: .*rank/i);
  });

  it("ends what was started before it is released, and refuses work afterwards", async () => {
    const one = await openSession(network("identity"), of);
    const [answer] = await Promise.all([one.run({ pixels: pixels() }), one.release()]);
    expect(answer.painted?.size).toBe(12);
    await expect(one.run({ pixels: pixels() })).rejects.toThrow("model tiny: unet/model.onnx was used after");
    await one.release();
  });

  it("takes no more threads than there are cores, and no less than one", async () => {
    const many = await openSession(network("identity"), { ...of, threads: availableParallelism() * 50 });
    await many.release();
    for (const threads of [0, -1, 1.5, Number.NaN]) {
      await expect(openSession(network("identity"), { ...of, threads })).rejects.toThrow(`threads is ${threads}`);
    }
  });

  it("lets a cancellation be seen before the next inference", async () => {
    let turns = 0;
    const turn = setImmediate(function again() {
      turns++;
      setImmediate(again).unref();
    });
    await session.run({ pixels: pixels() });
    expect(turns).toBeGreaterThan(0);
    clearImmediate(turn);
  });
});

describe("a file that is no network", () => {
  it("is a Git LFS pointer: says so, and what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "marquee-lfs-"));
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
    await writeFile(join(folder, "model.onnx"), pointer);
    const told = /^model tiny: unet\/model\.onnx is a Git LFS pointer .*git lfs pull/;
    await expect(openSession(join(folder, "model.onnx"), of)).rejects.toThrow(told);
    await expect(openSession(Buffer.from(pointer), of)).rejects.toThrow(told);
    await rm(folder, { recursive: true });
  });

  it.each([0, 1, 2, 100])("is %i bytes of something else", async (length) => {
    await expect(openSession(new Uint8Array(length).fill(7), of)).rejects.toThrow(
      "model tiny: unet/model.onnx cannot be loaded: ",
    );
  });
});

describe("papers that do not fit the network", () => {
  const open = (inputs: ReturnType<typeof plug>[], outputs: ReturnType<typeof plug>[] = []) =>
    openSession(network("blur-64"), { ...of, plugs: { inputs, outputs } });
  const right = plug("pixels", [1, 3, 64, 64]);

  it("fit when they do, symbols fitting any size on either side", async () => {
    const painted = plug("painted", [1, "channels", "height", 64]);
    await (await open([right], [painted])).release();
    await (await open([plug("pixels", ["batch", 3, "h", "w"])])).release();
    const symbolic = { inputs: [right], outputs: [plug("painted", [1, 3, 8, 8])] };
    await (await openSession(network("blur"), { ...of, plugs: symbolic })).release();
    await (await open([])).release();
  });

  it.each([
    ["another name", [plug("sample", [1, 3, 64, 64])], /has no input "sample", which its papers name; it has "pixels"/],
    [
      "another type",
      [plug("pixels", [1, 3, 64, 64], "float16")],
      /input "pixels" has type float32, its papers say float16/,
    ],
    [
      "another size",
      [plug("pixels", [1, 3, 32, 64])],
      /input "pixels" has shape \[1, 3, 64, 64\], its papers say \[1, 3, 32, 64\]/,
    ],
    ["another rank", [plug("pixels", [3, 64, 64])], /has shape \[1, 3, 64, 64\], its papers say \[3, 64, 64\]/],
    ["one more", [right, plug("mask", [1])], /has no input "mask"/],
  ])("are refused: %s", async (_, inputs, reason) => {
    await expect(open(inputs)).rejects.toThrow(reason);
    await expect(open(inputs)).rejects.toThrow(/^model tiny: unet\/model\.onnx /);
  });

  it("are refused for an output, and for an input of which they say nothing", async () => {
    await expect(open([right], [plug("painted", [1, 1, 64, 64])])).rejects.toThrow('output "painted" has shape');
    const two = openSession(network("loop"), { ...of, plugs: { inputs: [plug("other", [1])] } });
    await expect(two).rejects.toThrow('no input "other"');
  });

  it("name the file that a plug belongs to, or every file", () => {
    const inputs = [{ ...right, file: "a.onnx" }, plug("any", [1])];
    expect(plugsOf({ inputs }, "a.onnx").inputs?.map(({ name }) => name)).toEqual(["pixels", "any"]);
    expect(plugsOf({ inputs }, "b.onnx").inputs?.map(({ name }) => name)).toEqual(["any"]);
    expect(plugsOf({}, "a.onnx")).toEqual({ inputs: [], outputs: [] });
  });

  it.each(["../weights/paint", "identity", "double", "light-32"])("hold for %s", async (name) => {
    const papers = await readPapers(fixture(name.replace("../weights", "../../weights")));
    const [file = ""] = papers.files.map(({ path }) => path);
    const session = await openSession(papers.contents.get(file) as Uint8Array, { ...of, plugs: plugsOf(papers, file) });
    await session.release();
  });
});

describe("an execution provider", () => {
  const known = listSupportedBackends().map(({ name }) => name as string);

  it("that this build has not is refused with what to do, and replaced by the CPU only when asked", async () => {
    const absent = (["coreml", "dml", "cuda"] as const).find((one) => !known.includes(one)) ?? "dml";
    const told = new RegExp(`^model tiny: unet/model\\.onnx cannot be loaded: provider ${absent} is not in this build`);
    await expect(openSession(network("identity"), { ...of, provider: absent })).rejects.toThrow(told);
    const onCpu = await openSession(network("identity"), { ...of, provider: absent, orCpu: true });
    expect(onCpu.provider).toBe("cpu");
    expect((await onCpu.run({ pixels: pixels() })).painted?.size).toBe(12);
    await onCpu.release();
  });

  it("whose libraries or device are absent says why, and runs where they are there", async () => {
    const session = openSession(network("identity"), { ...of, provider: "cuda" });
    const outcome = await session.then(
      async (one) => {
        await one.release();
        return one.provider;
      },
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(
      /^cuda$|provider cuda .*(did not start|is not in this build).*npm rebuild onnxruntime-node/,
    );
  });
});

describe("a float output", () => {
  const check = (values: number[]) => requireFinite("tiny", "painted", pixels(values));
  const sound = [0, -1, 3e38, 3e38, 3e38, -3e38, 1e-45, 5, 6, 7, 8, 9];

  it("may hold any finite number", () => {
    expect(() => check(sound)).not.toThrow();
    expect(() => requireFinite("tiny", "ids", new Tensor("int64", new BigInt64Array(1), [1]))).not.toThrow();
    expect(() => requireFinite("tiny", "none", new Tensor("float32", new Float32Array(0), [0]))).not.toThrow();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("may not hold %s", (wrong) => {
    expect(() => check(sound.with(7, wrong))).toThrow('model tiny: its output "painted" is not a number at 7');
    const half = new Uint16Array(Float16Array.from([1, 2, wrong, 65504]).buffer);
    expect(() => requireFinite("tiny", "half", new Tensor("float16", half, [4]))).toThrow("at 2");
  });
});
