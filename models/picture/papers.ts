import { z } from "zod";

const Range = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, "the low end must be below the high");
const Side = z.int().min(1).max(8192);
const Three = z.tuple([z.number(), z.number(), z.number()]);
const Layout = z.enum(["NCHW", "NHWC"]);

/** What a network does with pictures of other sizes than its own. */
const Size = z.union([
  /** Takes any size at once. */
  z.literal("any"),
  /** Sides are padded by repeating the last column and row up to a multiple, and the result is cropped. */
  z.strictObject({ multipleOf: z.int().min(1).max(1024) }),
  /**
   * The picture goes through in pieces of this width and height, which are blended where they overlap. `overlap` in
   * pixels of the picture; a quarter of it at each edge is thrown away, so it should be four times what an edge reaches.
   */
  z
    .strictObject({ tile: z.tuple([Side, Side]), overlap: z.int().min(0) })
    .refine(({ tile, overlap }) => overlap * 2 <= Math.min(...tile), "overlap may be half of the shorter side at most"),
  /** The whole picture is resized to this width and height, and the result is resized back. */
  z.strictObject({ resize: z.tuple([Side, Side]) }),
]);
export type Size = z.infer<typeof Size>;

const Input = z.strictObject({
  /** Left out: the network's only input. */
  name: z.string().optional(),
  layout: Layout.default("NCHW"),
  channels: z.enum(["RGB", "BGR"]).default("RGB"),
  /** What black and white are for the network, before mean and deviation. */
  range: Range.default([0, 1]),
  /** Taken off and divided by, per channel in the network's order of channels. */
  mean: Three.default([0, 0, 0]),
  std: Three.refine((std) => std.every((one) => one > 0), "must be above 0").default([1, 1, 1]),
  size: Size.default("any"),
});

const Output = z.strictObject({
  /** Left out: the network's first output. */
  name: z.string().optional(),
  layout: Layout.default("NCHW"),
  /** `alpha`: one channel, how much each pixel belongs to the foreground; the picture comes back as it was. */
  channels: z.enum(["RGB", "BGR", "alpha"]).default("RGB"),
  /** What becomes black and white, or 0 and 255 of alpha. Values outside are clamped, never stretched. */
  range: Range.default([0, 1]),
  /** Width and height of the result over those of the picture. */
  scale: z.int().min(1).max(8).default(1),
});

/** The `picture` of a manifest of kind `picture`: everything that it takes to run one. */
export const PicturePapers = z
  .strictObject({ input: Input, output: Output })
  .refine(({ output }) => output.channels !== "alpha" || output.scale === 1, "alpha has the picture's own size");
export type PicturePapers = z.infer<typeof PicturePapers>;
