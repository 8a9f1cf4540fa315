import { planOf } from "../../api/routes/plans.ts";
import { PlanRequest, type TrafficPlan } from "../../core/traffic.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../../core/workspace.ts";
import type { Flags } from "../main.ts";
import { storesOn, withDatabase } from "../records.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

/** How many arms a title's traffic separates, and the order that follows. Orders nothing. */
export async function run(settings: Settings, flags: Flags): Promise<void> {
  const request = requestIn(flags);
  const workspace = flags.workspace === undefined ? DEFAULT_WORKSPACE : WorkspaceId.parse(flags.workspace);
  await withDatabase(settings, async (database) => {
    const plan = await planOf(request, storesOn(database).of(workspace).clusters);
    console.log(flags.json ? JSON.stringify(plan, null, 2) : inWords(plan));
  });
}

/** @throws UsageError naming each option that is missing or wrong */
function requestIn(flags: Flags): PlanRequest {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const parsed = PlanRequest.safeParse({
    titles: (flags.titles ?? "").split(",").filter(Boolean),
    clusters: (flags.traffic ?? "")
      .split(",")
      .filter(Boolean)
      .map((pair) => {
        const [id, perDay] = pair.split("=");
        return { id, impressionsPerDay: Number(perDay) };
      }),
    baseRate: number(flags["base-rate"]),
    days: number(flags.days),
    lift: number(flags.lift),
    power: number(flags.power),
  });
  if (parsed.success) return parsed.data;
  const usage =
    "plan --titles A,B --traffic CLUSTER=IMPRESSIONS_A_DAY,... --base-rate 0.05 [--days 14 --lift 0.2 --power 0.8]";
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new UsageError(`${issues.join("; ")}\n${usage}`);
}

function inWords({ clusters, armsPerCluster, pool, warnings, order }: TrafficPlan): string {
  const rows = clusters.map(({ clusterId, impressionsPerDay, separable, servedBy, daysNeeded, smallestLift }) =>
    [
      `  ${clusterId.padEnd(24)}`,
      `${impressionsPerDay} a day`.padStart(16),
      `separates ${separable === 0 ? "no two" : separable} arms`.padStart(22),
      servedBy === clusterId ? `${daysNeeded} days for all ${pool}` : `shares with ${servedBy}`,
      smallestLift === null ? "" : `finds +${Math.ceil(100 * smallestLift)} %`,
    ].join("  "),
  );
  return [
    `${armsPerCluster} arms for each of ${order.clusters.length} clusters, ${pool} a title with its control:`,
    ...rows,
    ...warnings.map((warning) => `warning: ${warning}`),
    `order: ${JSON.stringify({ titles: order.titles, clusters: order.clusters, armsPerCluster })}`,
  ].join("\n");
}
