import { isEndpoint } from "../../adapters/openai/settings.ts";
import type { Creative } from "../../core/creative.ts";
import type { ModelPapers } from "../../core/ports.ts";

/** What stands here today, to make a creative again with. */
export type Workshop = {
  readonly stages: Readonly<Record<string, number>>;
  /** The papers of a model by its id, null where there is none. */
  readonly papersOf: (id: string) => Promise<ModelPapers | null>;
};

const HELP = [
  "Add it: marquee models add.",
  "Set MARQUEE_TEXT_URL and MARQUEE_TEXT_MODEL to that endpoint; it may answer otherwise than it did.",
] as const;

/** Why this creative cannot be made again here, in a sentence for people; null: it can. */
export async function obstacleTo(creative: Creative, workshop: Workshop): Promise<string | null> {
  const { provenance, status, id } = creative;
  if (!provenance) return `Creative ${id} is ${status}: it was never made, so there is nothing to make again.`;
  const changed = changedStages(provenance.stages, workshop.stages);
  if (changed.length > 0)
    return `Creative ${id} was made by stages that have changed since: ${changed.join(", ")}. Check out the version of Marquee that made it.`;
  // Judges only decided which try it was, and the row says which.
  const { imageModel, textModel, cutter } = provenance;
  for (const model of [imageModel, textModel, ...(cutter ? [cutter] : [])]) {
    const here = await workshop.papersOf(model.id);
    if (!here)
      return `Creative ${id} was made with the model ${model.id}, which is not here. ${HELP[isEndpoint(model) ? 1 : 0]}`;
    if (here.sha256 !== model.sha256)
      return `Creative ${id} was made with the model ${model.id} of sha256 ${model.sha256.slice(0, 12)}; the one here is ${here.sha256.slice(0, 12)}.`;
  }
  return null;
}

function changedStages(then: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names
    .filter((name) => then[name] !== now[name])
    .map((name) => `${name} ${then[name] ?? "(not there)"}, now ${now[name] ?? "(gone)"}`);
}
