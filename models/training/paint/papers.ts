/**
 * Writes the manifest of the exported painter, with the hash of one small picture that loading machines can repeat.
 *
 *   node models/training/paint/papers.ts <version>
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { PaintStyle } from "../../../core/attributes.ts";
import { examplePicture } from "../../paint/example.ts";
import { openPainter } from "../../paint/painter.ts";

const folder = new URL("../../weights/paint/", import.meta.url);
const version = process.argv[2] ?? "0";
const weights = await readFile(new URL("painter.onnx", folder));
const sha256 = createHash("sha256").update(weights).digest("hex");
const manifest = {
  id: "marquee-paint",
  kind: "painter",
  version,
  licence: "Apache-2.0",
  source: "Trained for this repository from procedural pictures; the recipe is models/training/paint/README.md",
  files: [{ path: "painter.onnx", sha256, bytes: weights.byteLength }],
  memoryMb: 700,
  inputs: [
    {
      name: "storyboard",
      type: "uint8",
      shape: [1, "height", "width", 3],
      range: "0..255, RGB, sides divisible by 8",
    },
    {
      name: "styles",
      type: "float32",
      shape: [PaintStyle.options.length],
      range: `shares that sum to 1, of ${PaintStyle.options.join(", ")}`,
    },
    { name: "strength", type: "float32", shape: [1], range: "0..1, how far from the storyboard to the painting" },
    {
      name: "offsets",
      type: "int64",
      shape: [5, 2],
      range: "multiples of 8 in 0..504: y and x in the tiles of flow, broad and narrow strokes, clouds and grain",
    },
  ],
  outputs: [
    { name: "painting", type: "uint8", shape: [1, "height", "width", 3], range: "0..255, RGB" },
    { name: "sum", type: "float32", shape: [1], range: "finite" },
  ],
  example: { style: "oil", seed: 7, sha256: "0".repeat(64) },
};
const write = () => writeFile(new URL("manifest.json", folder), `${JSON.stringify(manifest, null, 2)}\n`);
await write();
const painter = await openPainter({ folder, threads: 1 });
const painted = await painter.paint(
  {
    storyboard: examplePicture(64, 64),
    styles: { oil: 1 },
    strength: 1,
    quality: "full",
    prompt: "",
    seed: manifest.example.seed,
  },
  AbortSignal.timeout(60_000),
);
await painter.close();
manifest.example.sha256 = createHash("sha256").update(painted.data).digest("hex");
await write();
console.log(manifest.version, sha256, manifest.example.sha256);
