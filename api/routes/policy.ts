import { z } from "zod";
import { AppError, type FieldIssue } from "../../core/errors.ts";
import { PolicyJudgement, PolicyRelease } from "../../core/policy-release.ts";
import type { WorkspaceStore } from "../../core/ports.ts";
import { DEFAULT_DECIDING, type WorkspaceId } from "../../core/workspace.ts";
import { policyNamed, SERVED_POLICIES } from "../../experiments/policies.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

const share = z.number().min(0).max(1);
const worth = z.number().min(0.05).max(1e6);

/** A policy by name, with its numbers beside it or in it: `eps-greedy` and 0.2, or `eps-greedy:0.2`. */
const Candidate = z.strictObject({
  policy: z
    .string()
    .min(1)
    .max(60)
    .meta({ description: `One of ${SERVED_POLICIES.join(", ")}.` }),
  options: z
    .strictObject({
      share: share.optional().meta({ description: "Of `eps-greedy`: what is spread over all arms." }),
      prior: z.strictObject({ a: worth, b: worth }).optional().meta({ description: "Of `thompson`: Beta(a, b)." }),
    })
    .default({}),
  unproven: z.enum(["refuse", "accept"]).default("refuse").meta({
    description: "`accept`: release it even though the log is too thin to judge it. The audit says so.",
  }),
});

const errors = ["policy_worse", "policy_unproven", "policy_overtaken", "workspace_not_found"] as const;

export const releasePolicy = defineRoute({
  method: "post",
  path: "/v1/policy",
  summary: "Change the policy that all of the workspace's experiments learn by, unless its own log says it is worse.",
  scope: "workspace:admin",
  body: Candidate,
  reply: z.object({ policy: z.string(), released: z.boolean(), judgement: PolicyJudgement.nullable() }),
  errors: [...errors, "database_away", "shutting_down"],
  handle: async ({ body, actor, workspace }, deps) => {
    const policy = nameOf(body);
    const present = await presentPolicy(deps.workspaces, workspace);
    if (policy === present) return { policy, released: false, judgement: null };
    const judgement = await deps.judgePolicy({ policy, present });
    const unproven = judgement.verdict === "refused";
    if (judgement.verdict === "worse") throw refusal("policy_worse", judgement);
    if (unproven && body.unproven !== "accept") throw refusal("policy_unproven", judgement);
    const outcome = await deps.releases.release({ policy, before: present, actor, unproven, judgement });
    if (outcome === "overtaken")
      throw new AppError("policy_overtaken", `${present} was replaced while ${policy} was judged`);
    await deps.refresh();
    return { policy, released: true, judgement };
  },
});

export const showPolicy = defineRoute({
  method: "get",
  path: "/v1/policy",
  summary: "The policy that the workspace's experiments learn by, and what was released when, newest first.",
  scope: "workspace:admin",
  query: PageQuery,
  reply: pageOf(PolicyRelease).extend({ policy: z.string() }),
  errors: ["workspace_not_found"],
  handle: async ({ query, workspace }, { workspaces, releases }) => {
    const { items, next } = await releases.page(toPage(query));
    return { policy: await presentPolicy(workspaces, workspace), items: [...items], next };
  },
});

async function presentPolicy(workspaces: Pick<WorkspaceStore, "get">, id: WorkspaceId): Promise<string> {
  const workspace = await workspaces.get(id);
  if (!workspace) throw new AppError("workspace_not_found", id);
  return workspace.deciding.policy ?? DEFAULT_DECIDING.policy;
}

/** @throws AppError `invalid_request` naming what no policy is called */
function nameOf({ policy, options }: z.output<typeof Candidate>): string {
  const issues: FieldIssue[] = [];
  const takes = (option: keyof typeof options, kind: string) => {
    if (options[option] !== undefined && policy !== kind)
      issues.push({ field: `body.options.${option}`, reason: `belongs to \`${kind}\`, not to ${policy}` });
  };
  takes("share", "eps-greedy");
  takes("prior", "thompson");
  const { share: spread, prior } = options;
  const numbers = spread === undefined ? (prior ? `:${prior.a},${prior.b}` : "") : `:${spread}`;
  const name = `${policy}${numbers}`;
  if (issues.length === 0 && policyNamed(name) === null)
    issues.push({
      field: "body.policy",
      reason: `there is no policy ${name}; name one of ${SERVED_POLICIES.join(", ")}`,
    });
  if (issues.length > 0) throw new AppError("invalid_request", `no policy ${name}`, { issues });
  return name;
}

function refusal(code: "policy_worse" | "policy_unproven", judgement: PolicyJudgement): AppError {
  const { why, notes, candidate, present, decisions, judgedOn } = judgement;
  const reasons = [
    why,
    `DR: ${candidate.dr.value} a decision, against ${present.dr.value}; ${judgedOn} of ${decisions} decisions judged, worth ${candidate.ess.toFixed(1)}`,
    ...notes,
  ];
  return new AppError(code, why, { issues: reasons.map((reason) => ({ field: "body.policy", reason })) });
}
