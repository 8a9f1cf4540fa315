import { readOrigin } from "../../adapters/origin-postgres.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";
import { creativeIdIn } from "../creative-word.ts";
import { tell } from "../explain/tell.ts";
import type { Flags } from "../main.ts";
import { storesOn, withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";

/** Tells how a creative came to be. */
export async function run(settings: Settings, flags: Flags, words: readonly string[]): Promise<void> {
  const id = creativeIdIn(words, "explain");
  await withDatabase(settings, async (database) => {
    const creative = await storesOn(database).everywhere.creatives.get(id);
    const history = await readOrigin(database, id);
    if (!creative || !history) throw new Error(`There is no creative ${id}.`);
    const facts = { creative, digitalSourceType: digitalSourceOf(creative.brief), history };
    console.log(flags.json ? JSON.stringify(facts, null, 2) : tell(creative, history));
  });
}
