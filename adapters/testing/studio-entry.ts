import { AppError } from "../../core/errors.ts";
import { serveStudio } from "../studio-child.ts";
import { made } from "./samples.ts";

/** A studio's child that does what the brief's title says, with real bytes and real crashes. */
const held: Uint8Array[] = [];

await serveStudio(async () => async (brief, signal) => {
  const [what, detail = ""] = brief.titleId.split("-");
  const answer = (prompt: string) => {
    const one = made("x");
    return { ...one, creativeId: brief.creativeId, provenance: { ...one.provenance, prompt } };
  };
  if (what === "crash") process.kill(process.pid, "SIGKILL");
  if (what === "throw") throw detail ? new AppError("storage_full", detail) : new Error("no paint");
  if (what === "spin") for (;;); // holds its event loop: only a kill ends it
  if (what === "wait") {
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to stop"))));
  }
  if (what === "deaf") await new Promise(() => setInterval(() => {}, 1_000));
  if (what === "leak") held.push(new Uint8Array(150_000_000).fill(1));
  if (what === "env") return answer(JSON.stringify(process.env));
  return answer(String(process.pid));
});
