import type { LearnerContests } from "../core/ports.ts";
import type { TitleId } from "../core/title.ts";
import { type Population, populationOf } from "../experiments/learner.ts";
import type { Kept } from "./kept-title.ts";

/** Titles that teach what attributes do: those with the most exposures. A few hundred say all that there is to say. */
const TEACHERS = 500;
/** It is learned anew when there are so many times the exposures of the last time. */
const GROWTH = 1.2;

/**
 * What all titles teach. Learning it takes longer than the policies of a minute, and changes slowly: it is done when the
 * counts have grown by a fifth, and when `due`.
 */
export function taughtAnew(
  contests: LearnerContests,
  kept: (titleId: TitleId) => Kept | undefined,
  before: { readonly population: Population | null; readonly taughtBy: number },
  due: boolean,
): { population: Population; taughtBy: number } {
  const titles = contests.titles.flatMap(({ experiment, arms }) => {
    const own = kept(experiment.titleId);
    return own ? [{ kept: own, exposures: exposuresOf(own), arms }] : [];
  });
  const exposures = titles.reduce((sum, title) => sum + title.exposures, 0);
  if (before.population && !due && exposures < GROWTH * before.taughtBy) {
    return { population: before.population, taughtBy: before.taughtBy };
  }
  const teachers = titles.sort((one, other) => other.exposures - one.exposures).slice(0, TEACHERS);
  const lessons = teachers.map(({ kept: { state }, arms }) => ({
    state,
    attributes: new Map(arms.map(({ id, attributes }) => [id, attributes])),
  }));
  return { population: populationOf(lessons), taughtBy: exposures };
}

const exposuresOf = ({ seen }: Kept): number =>
  seen.reduce((sum, { arms }) => sum + arms.reduce((own, { exposures }) => own + exposures, 0), 0);
