import { describe, expect, it } from "vitest";
import type { Papers } from "../papers.ts";
import { manifestFor } from "../testing/folder.ts";
import { ModelIndex, UnetConfig } from "./configs.ts";
import { settingsOf } from "./settings.ts";
import { workingSize } from "./working-size.ts";

const papers = (more: Readonly<Record<string, unknown>> = {}): Papers =>
  ({
    ...manifestFor({ a: "b" }, { kind: "diffusion", ...more }),
    sha256: "",
    folder: "",
    places: new Map(),
    contents: new Map(),
  }) as Papers;

const networks = ({ name = "StableDiffusionPipeline", scheduler = "DDIMScheduler", unet = {}, from = "" } = {}) => ({
  family: { xl: name.includes("XL"), consistency: name.includes("Consistency") },
  index: ModelIndex.parse({ _class_name: name, _name_or_path: from }),
  scheduler: { name: scheduler, config: {} },
  unetConfig: UnetConfig.parse(unet),
});

describe("how a model is painted with", () => {
  it.each([
    ["SD 1.5", networks({ scheduler: "PNDMScheduler" }), { steps: 20, guidance: 7.5, areaPx: 512 * 512 }],
    ["SDXL", networks({ name: "StableDiffusionXLPipeline" }), { steps: 20, guidance: 5, areaPx: 1024 * 1024 }],
    ["SD-Turbo", networks({ from: "stabilityai/sd-turbo", unet: { sample_size: 64 } }), { steps: 4, guidance: 0 }],
    [
      "LCM",
      networks({ name: "LatentConsistencyModelPipeline", unet: { time_cond_proj_dim: 256, sample_size: 96 } }),
      { steps: 4, guidance: 8, areaPx: 768 * 768 },
    ],
    ["LCM by LoRA", networks({ scheduler: "LCMScheduler" }), { steps: 4, guidance: 0 }],
  ])("%s", (_, model, expected) => {
    expect(settingsOf(papers(), model)).toMatchObject(expected);
  });

  it("is what its manifest says before anything else", () => {
    const diffusion = {
      training: "turbo",
      steps: 1,
      strength: 0.4,
      scheduler: "EulerDiscreteScheduler",
      negativePrompt: "words",
      areaPx: 4096,
    };
    const { training, ...said } = diffusion;
    expect(settingsOf(papers({ diffusion }), networks())).toEqual({ ...said, draftSteps: 1, guidance: 0 });
    expect(training).toBe("turbo");
    expect(() => settingsOf(papers({ diffusion: { step: 3 } }), networks())).toThrow(/^model tiny: the "diffusion"/);
  });

  it("takes DPM-Solver++ in place of solvers that are slower or not built here", () => {
    for (const scheduler of ["PNDMScheduler", "HeunDiscreteScheduler", "DEISMultistepScheduler"]) {
      expect(settingsOf(papers(), networks({ scheduler })).scheduler).toBe("DPMSolverMultistepScheduler");
    }
    expect(settingsOf(papers(), networks({ scheduler: "toString" })).scheduler).toBe("toString");
  });
});

describe("the size to paint at", () => {
  it.each([
    [960, 540, 512 * 512, 64, 704, 384],
    [640, 960, 512 * 512, 64, 448, 640],
    [1, 1, 512 * 512, 64, 512, 512],
    [2, 4000, 512 * 512, 64, 64, 2048],
    [48, 32, 1024, 16, 32, 32],
  ])("%i x %i in %i pixels by %i: %i x %i", (widthPx, heightPx, area, multiple, width, height) => {
    expect(workingSize({ widthPx, heightPx }, area, multiple)).toEqual({ widthPx: width, heightPx: height });
  });
});
