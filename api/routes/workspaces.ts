import { z } from "zod";
import { Brand } from "../../core/brand.ts";
import { changesOf, laidOver } from "../../core/changes.ts";
import { ChannelName } from "../../core/channel.ts";
import { AppError } from "../../core/errors.ts";
import { shownText } from "../../core/text.ts";
import { Deciding, Workspace, WorkspaceId } from "../../core/workspace.ts";
import { checkAssets } from "../assets.ts";
import type { ApiDeps } from "../deps.ts";
import { defineRoute, PageQuery, pageOf, type RouteInput } from "../route.ts";

const Params = z.strictObject({ workspace: WorkspaceId });

export const listWorkspaces = defineRoute({
  method: "get",
  path: "/v1/workspaces",
  summary: "The workspaces that this key may see: its own.",
  scope: "workspace:admin",
  query: PageQuery,
  reply: pageOf(Workspace),
  errors: [],
  handle: async ({ query, workspace }, { workspaces }) => {
    const own = await workspaces.get(workspace);
    return { items: own && own.id > (query.after ?? "") ? [own] : [], next: null };
  },
});

export const getWorkspace = defineRoute({
  method: "get",
  path: "/v1/workspaces/{workspace}",
  summary: "One workspace: its name, its brand kit, and the channels that need no approval.",
  scope: "workspace:admin",
  params: Params,
  reply: Workspace,
  errors: ["workspace_not_found"],
  handle: async (input, { workspaces }) => {
    const workspace = await workspaces.get(ownOf(input));
    if (!workspace) throw new AppError("workspace_not_found", input.params.workspace);
    return workspace;
  },
});

export const changeWorkspace = defineRoute({
  method: "post",
  path: "/v1/workspaces/{workspace}",
  summary:
    "Rename a workspace, name the channels in which creatives go live without a person's approval, or say how it decides.",
  scope: "workspace:admin",
  params: Params,
  body: z
    .strictObject({
      name: shownText(80).optional(),
      autoApprove: z
        .array(ChannelName)
        .refine((channels) => new Set(channels).size === channels.length, "names a channel twice")
        .optional()
        .meta({
          description:
            "What passes its gates from now on is live in exactly these channels at once; the empty list switches it off.",
        }),
      deciding: changesOf(Deciding, ["policy"]).optional().meta({
        description:
          "Of all its titles, laid over what stands. The policy that learns is released by a route of its own.",
      }),
    })
    .refine((change) => Object.keys(change).length > 0, { path: ["name"], message: "name something to change" }),
  reply: Workspace,
  errors: ["workspace_not_found"],
  handle: async (input, deps) => {
    const { name, autoApprove, deciding: changed } = input.body;
    const stands = changed && (await deps.workspaces.get(ownOf(input)));
    const deciding = stands && laidOver<Deciding>(stands.deciding, changed);
    return change(
      input,
      { ...(name && { name }), ...(autoApprove && { autoApprove }), ...(deciding && { deciding }) },
      deps,
    );
  },
});

export const putBrand = defineRoute({
  method: "post",
  path: "/v1/workspaces/{workspace}/brand",
  summary: "Set the brand kit, whole. Creatives that are planned from now on keep to it.",
  scope: "workspace:admin",
  params: Params,
  body: Brand,
  reply: Workspace,
  errors: ["asset_not_found", "workspace_not_found"],
  handle: async (input, deps) => {
    await checkAssets([["body.logo.asset", input.body.logo?.asset]], deps);
    return change(input, { brand: input.body }, deps);
  },
});

type Input = RouteInput<z.output<typeof Params>, unknown, unknown>;

/** Another's workspace is not there. */
function ownOf({ params, workspace }: Input): WorkspaceId {
  if (params.workspace !== workspace) throw new AppError("workspace_not_found", params.workspace);
  return workspace;
}

async function change(
  input: Input,
  what: Partial<Pick<Workspace, "name" | "brand" | "autoApprove" | "deciding">>,
  { workspaces, refresh }: ApiDeps,
): Promise<Workspace> {
  const changed = await workspaces.change(ownOf(input), what, input.actor);
  await refresh();
  return changed;
}
