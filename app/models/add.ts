import { addModel } from "../../models/store/add.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";
import { onInterrupt } from "./interrupt.ts";
import { inTheStore } from "./outcome.ts";
import { listOf, wholeOf } from "./words.ts";

export async function add(settings: Settings, flags: Flags, [from = ""]: readonly string[]): Promise<void> {
  const shelves = shelvesOf(settings);
  const manifest = await addModel(
    {
      from,
      id: flags.id,
      licence: flags.licence,
      memoryMb: wholeOf("--memory-mb", flags["memory-mb"], 1, 10_000_000),
      globs: listOf(flags.files),
    },
    { shelves, signal: onInterrupt("stopped; the store is as it was") },
  );
  console.log(inTheStore(manifest, shelves));
}
