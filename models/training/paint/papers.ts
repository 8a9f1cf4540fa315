/**
 * Writes the manifest of the exported painter, with the hash of one small picture that loading machines can repeat.
 *
 *   node models/training/paint/papers.ts <version>
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
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
    { name: "rgb", type: "float32", shape: [1, 3, "height", "width"], range: "0..255, sides divisible by 8" },
    {
      name: "half",
      type: "float32",
      shape: [1, 5, "height / 2", "width / 2"],
      range: "about -1..1, see models/paint/noise.ts",
    },
    { name: "grain", type: "float32", shape: [1, 1, "height", "width"], range: "about -1..1" },
    {
      name: "condition",
      type: "float32",
      shape: [1, 6],
      range: "style one-hot (oil, watercolour, ink), then luma levels 0..1",
    },
  ],
  outputs: [{ name: "painted", type: "float32", shape: [1, 3, "height", "width"], range: "0..255" }],
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
