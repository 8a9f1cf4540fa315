import { Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import type { Session } from "../onnx/session.ts";
import { openUnet } from "./unet.ts";

type Shape = readonly (number | string)[];

/** Stands for a network of a given layout; answers with sample + timestep + first value of the text, picture by picture. */
function layoutOf(timestep: { type: string; shape: Shape }, batch: number | string = "batch") {
  const seen: Readonly<Record<string, Tensor>>[] = [];
  const plug = (name: string, type: string, shape: Shape) => ({ name, isTensor: true, type, shape });
  const session = {
    inputs: [
      plug("sample", "float32", [batch, 4, "h", "w"]),
      plug("timestep", timestep.type, timestep.shape),
      plug("encoder_hidden_states", "float32", [batch, 77, 8]),
    ],
    outputs: [plug("out_sample", "float32", [batch, 4, "h", "w"])],
    async run(feeds: Readonly<Record<string, Tensor>>) {
      seen.push(feeds);
      const { sample, encoder_hidden_states: text } = feeds as { sample: Tensor; encoder_hidden_states: Tensor };
      const values = sample.data as Float32Array;
      const each = values.length / (sample.dims[0] as number);
      const data = values.map(
        (value, at) => value + ((text.data as Float32Array)[Math.floor(at / each) * 2] as number),
      );
      return { out_sample: new Tensor("float32", data, sample.dims) };
    },
  } as unknown as Session;
  return { unet: openUnet("tiny", "unet/model.onnx", session), seen };
}

const size = { channels: 4, height: 1, width: 2 };
const sample = Float32Array.from({ length: 8 }, (_, at) => at);
const condition = (first: number) => ({
  text: { hidden: Float32Array.of(first, 0), tokens: 1, width: 2, pooled: null },
  timeIds: [],
  guidance: null,
});
const predict = (unet: ReturnType<typeof openUnet>, conditions: ReturnType<typeof condition>[]) =>
  unet.predict(sample, size, 12.6, conditions, () => {});

describe("the layouts of a UNet", () => {
  it.each([
    ["a float scalar", "float32", [], [], [Math.fround(12.6)]],
    ["one whole number", "int64", [1], [1], [13n]],
    ["one float a picture", "float32", ["batch"], [1], [Math.fround(12.6)]],
    ["a whole scalar", "int64", [], [], [13n]],
  ] as const)("%s", async (_, type, shape, dims, values) => {
    const { unet, seen } = layoutOf({ type, shape });
    const answers = await predict(unet, [condition(100), condition(200)]);
    expect(seen).toHaveLength(2);
    const told = seen[0]?.timestep as Tensor;
    expect(told.dims).toEqual(dims);
    expect([...(told.data as Float32Array)]).toEqual(values);
    expect(answers.map((answer) => answer[3])).toEqual([103, 203]);
  });

  it("runs both conditions at once where the batch is fixed to two, and fills it for one", async () => {
    const { unet, seen } = layoutOf({ type: "float32", shape: [2] }, 2);
    expect((await predict(unet, [condition(100), condition(200)])).map((answer) => answer[7])).toEqual([107, 207]);
    expect((await predict(unet, [condition(5)])).map((answer) => [...answer])).toEqual([[...sample].map((v) => v + 5)]);
    expect(seen.map((feeds) => feeds.timestep?.dims)).toEqual([[2], [2]]);
    expect(seen.map((feeds) => feeds.sample?.dims)).toEqual([
      [2, 4, 1, 2],
      [2, 4, 1, 2],
    ]);
  });

  it("asks before every inference whether to go on", async () => {
    const { unet, seen } = layoutOf({ type: "float32", shape: [] });
    let asked = 0;
    const check = () => {
      if (++asked === 2) throw new Error("enough");
    };
    await expect(unet.predict(sample, size, 1, [condition(1), condition(2)], check)).rejects.toThrow("enough");
    expect(seen).toHaveLength(1);
  });
});
