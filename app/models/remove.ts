import { removeModel } from "../../models/store/remove.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";

export async function remove(settings: Settings, _flags: Flags, [id = ""]: readonly string[]): Promise<void> {
  await removeModel(shelvesOf(settings), id);
  console.log(`${id} is removed.`);
}
