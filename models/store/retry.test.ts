import { describe, expect, it } from "vitest";
import { diskError, HubError, named, ofModel } from "./errors.ts";
import { parseHubUrl, tokenFor } from "./http.ts";
import { tryAgain } from "./retry.ts";

const signal = new AbortController().signal;
const broken = new HubError("broke", { retry: true });

/** Fails with the errors in turn, then says how often it was asked. */
function failing(errors: readonly unknown[]) {
  let tries = 0;
  return async () => {
    const error = errors[tries++];
    if (error) throw error;
    return tries;
  };
}

describe("trying again", () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
  ])("after %i failures takes %i tries", async (failures, tries) => {
    const work = failing(Array.from({ length: failures }, () => broken));
    expect(await tryAgain({ attempts: 3, backoffMs: 1 }, signal, work)).toBe(tries);
  });

  it("ends after the last one, and at once where another try cannot help", async () => {
    const often = tryAgain({ attempts: 3, backoffMs: 1 }, signal, failing([broken, broken, broken]));
    await expect(often).rejects.toThrow("broke; 3 tries");
    const refused = new HubError("no", { retry: false });
    await expect(tryAgain({ attempts: 3, backoffMs: 1 }, signal, failing([refused]))).rejects.toBe(refused);
    const odd = new TypeError("a mistake of ours");
    await expect(tryAgain({ attempts: 3, backoffMs: 1 }, signal, failing([odd]))).rejects.toBe(odd);
  });

  it("counts anew after a try that brought something", async () => {
    const work = failing(Array.from({ length: 9 }, () => broken));
    expect(await tryAgain({ attempts: 2, backoffMs: 1 }, signal, work, () => true)).toBe(10);
  });

  it("stops waiting when it is told to", async () => {
    const stop = new AbortController();
    const waiting = new HubError("later", { retry: true, waitMs: 60_000 });
    const work = tryAgain({ attempts: 3, backoffMs: 1 }, stop.signal, failing([waiting]));
    setTimeout(() => stop.abort(new Error("enough")), 20);
    await expect(work).rejects.toThrow();
  });
});

describe("errors of the disk", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });

  it("are a sentence with the model's name, and no reason to try again", async () => {
    expect(diskError(full)).toMatchObject({ retry: false });
    const work = named("model tiny: unet/model.onnx", signal, async () => {
      throw full;
    });
    const sentence = "cannot be written: the disk is full; free some space and do it again, a pull goes on from here";
    await expect(work).rejects.toThrow(`model tiny: unet/model.onnx ${sentence}`);
    expect(ofModel("tiny", full)).toMatchObject({ message: `model tiny: ${sentence}` });
  });

  it("are the only ones that are changed", () => {
    const other = new Error("model tiny: x is missing");
    expect(ofModel("tiny", other)).toBe(other);
  });
});

describe("a hub's address", () => {
  it("loses its last slashes and keeps its path", () => {
    expect(parseHubUrl("https://hub.example/api/hf//", "--mirror")).toBe("https://hub.example/api/hf");
    expect(parseHubUrl("http://127.0.0.1:8080", "--mirror")).toBe("http://127.0.0.1:8080");
  });

  it.each(["hub.example", "ftp://hub", "https://me:secret@hub", "https://hub?x=secret", "https://hub#secret", ""])(
    "may not be %j, and no secret is repeated",
    (text) => {
      expect(() => parseHubUrl(text, "--mirror")).toThrow(/^(?!.*secret)--mirror must /);
    },
  );

  it("binds the token to its origin, and never to plain http elsewhere", () => {
    expect(tokenFor("t", "https://hub.example/api")).toEqual({ value: "t", origin: "https://hub.example" });
    for (const here of ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
      expect(tokenFor("t", here)?.origin).toBe(here);
    for (const away of ["http://hub.example", "http://127.0.0.1.example", "http://localhost.example"])
      expect(() => tokenFor("t", away)).toThrow("would travel in the clear");
    expect(tokenFor(undefined, "http://hub.example")).toBeNull();
    expect(tokenFor("", "http://hub.example")).toBeNull();
  });
});
