import { z } from "zod";
import { ClusterId } from "../../core/cluster.ts";
import { AppError } from "../../core/errors.ts";
import { shownText } from "../../core/text.ts";
import { TitleId } from "../../core/title.ts";
import { WinnerRow } from "../../core/winner.ts";
import { defineRoute } from "../route.ts";

export const listWinners = defineRoute({
  method: "get",
  path: "/v1/experiments/{title}/winners",
  summary: "Every winner that a title's experiment ever declared, with its evidence and, where it ended, when and why.",
  scope: "catalogue:read",
  params: z.strictObject({ title: TitleId }),
  reply: z.object({ winners: z.array(WinnerRow) }),
  errors: ["experiment_not_found"],
  handle: async ({ params }, deps) => {
    if (!(await deps.experiments.get(params.title))) throw new AppError("experiment_not_found", params.title);
    return { winners: [...(await deps.winners.history(params.title))] };
  },
});

export const reverseWinner = defineRoute({
  method: "post",
  path: "/v1/experiments/{title}/winners/{cluster}/reverse",
  summary:
    "Take a cluster's winner back. It is declared again only by what is seen from the next policy version on; nothing is served differently meanwhile.",
  scope: "experiments:write",
  params: z.strictObject({ title: TitleId, cluster: ClusterId }),
  body: z.strictObject({ reason: shownText(500) }),
  reply: WinnerRow,
  errors: ["experiment_not_found", "winner_not_found"],
  handle: async ({ params, body, actor }, deps) => {
    const { title, cluster } = params;
    if (!(await deps.experiments.get(title))) throw new AppError("experiment_not_found", title);
    const row = await deps.winners.reverse({ titleId: title, clusterId: cluster }, { actor, reason: body.reason });
    if (!row) throw new AppError("winner_not_found", `${title} ${cluster}`);
    await deps.refresh();
    return row;
  },
});
