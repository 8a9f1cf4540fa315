import { z } from "zod";
import { Cluster } from "../../../core/cluster.ts";
import { Title } from "../../../core/title.ts";
import type { Demo } from "./demo.ts";

const Assigned = z.object({ assigned: z.int() });

/** Sends the titles, the clusters and who belongs to which cluster. */
export async function submitCatalogue({ api, cast, progress }: Demo): Promise<void> {
  const steps = [
    ...cast.titles.map((title) => () => api.post("/v1/titles", title, Title)),
    ...cast.clusters.map((cluster) => () => api.post("/v1/clusters", cluster, Cluster)),
    ...[...cast.users].map(
      ([cluster, users]) =>
        () =>
          api.post(`/v1/clusters/${cluster}/members`, { users }, Assigned),
    ),
  ];
  const phase = { label: "Submitting the catalogue", total: steps.length, unit: "request" };
  await progress.phase(phase, async (bar) => {
    for (const [index, send] of steps.entries()) {
      await send();
      bar.to(index + 1);
    }
    const users = [...cast.users.values()].reduce((sum, list) => sum + list.length, 0);
    bar.to(steps.length, `${cast.titles.length} titles, ${cast.clusters.length} clusters, ${users} users`);
  });
}
