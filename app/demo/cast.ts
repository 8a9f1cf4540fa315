import { readFile } from "node:fs/promises";
import { z } from "zod";
import { Taste } from "../../audience/taste.ts";
import { usersOf } from "../../audience/visits.ts";
import { Cluster, type ClusterId, type UserId } from "../../core/cluster.ts";
import { Title } from "../../core/title.ts";
import type { Scale } from "./settings.ts";

const SAMPLES = new URL("../../samples/", import.meta.url);

/** The films and the audiences of one demo. */
export type Cast = {
  readonly titles: readonly Title[];
  readonly clusters: readonly Cluster[];
  readonly users: ReadonlyMap<ClusterId, readonly UserId[]>;
  /** What each audience clicks on: the simulated people know it, the service does not. */
  readonly taste: Taste;
};

export async function readCast(scale: Scale): Promise<Cast> {
  const read = async (name: string) => JSON.parse(await readFile(new URL(name, SAMPLES), "utf8"));
  const clusters = z
    .array(Cluster)
    .parse(await read("clusters.json"))
    .slice(0, scale.clusters);
  return {
    titles: z
      .array(Title)
      .parse(await read("titles.json"))
      .slice(0, scale.titles),
    clusters,
    users: new Map(clusters.map(({ id }) => [id, usersOf(id, scale.usersPerCluster)])),
    taste: Taste.parse(await read("audience.json")),
  };
}
