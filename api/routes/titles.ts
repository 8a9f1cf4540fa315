import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { TermsChange, Title, TitleId } from "../../core/title.ts";
import { checkAssets } from "../assets.ts";
import { defineRoute, PageQuery, pageOf, toPage } from "../route.ts";

export const submitTitle = defineRoute({
  method: "post",
  path: "/v1/titles",
  summary: "Add a title. Sending the same title again changes nothing.",
  scope: "catalogue:write",
  body: Title,
  reply: Title,
  status: 201,
  errors: ["id_taken", "title_not_drawable", "asset_not_found", "storage_full"],
  handle: async ({ body, actor }, deps) => {
    refuseUndrawable(body, deps.missingCharacters);
    await checkAssets(assetsOf(body, "body"), deps);
    if ((await deps.titles.add(body, actor)) === "conflict")
      throw new AppError("id_taken", body.id, {
        issues: [{ field: "body.id", reason: `${body.id} already exists with other content` }],
      });
    return body;
  },
});

/** The pictures that a title names, by the fields that name them. */
const assetsOf = ({ keyArt, logo }: Pick<TermsChange, "keyArt" | "logo">, at: string) =>
  [
    [`${at}.keyArt.asset`, keyArt?.asset],
    [`${at}.logo`, logo],
  ] as const;

/** No engine says so when it draws boxes: better now than after hours of painting. */
function refuseUndrawable({ id, texts }: Title, missingCharacters: (name: string) => readonly string[]): void {
  const issues = Object.entries(texts).flatMap(([locale, { name }]) => {
    const missing = missingCharacters(name);
    const reason = `no bundled font has ${missing.join(", ")}; remove or replace them`;
    return missing.length === 0 ? [] : [{ field: `body.texts.${locale}.name`, reason }];
  });
  if (issues.length > 0) throw new AppError("title_not_drawable", id, { issues });
}

export const setTerms = defineRoute({
  method: "post",
  path: "/v1/titles/{title}/terms",
  summary:
    "Change how a title may be shown: key art, logo, cast, age rating, spoilers, forbidden themes. Orders from now on follow it; creatives that are planned or made keep what they were planned with.",
  scope: "catalogue:write",
  params: z.strictObject({ title: TitleId }),
  body: TermsChange,
  reply: Title,
  errors: ["title_not_found", "asset_not_found", "storage_full"],
  handle: async ({ params, body, actor }, deps) => {
    await checkAssets(assetsOf(body, "body"), deps);
    const title = await deps.titles.setTerms(params.title, body, actor);
    if (!title) throw new AppError("title_not_found", params.title);
    return title;
  },
});

export const listTitles = defineRoute({
  method: "get",
  path: "/v1/titles",
  summary: "All titles, by id.",
  scope: "catalogue:read",
  query: PageQuery,
  reply: pageOf(Title),
  errors: [],
  handle: async ({ query }, { titles }) => {
    const page = await titles.page(toPage(query));
    return { items: [...page.items], next: page.next };
  },
});

export const getTitle = defineRoute({
  method: "get",
  path: "/v1/titles/{title}",
  summary: "One title.",
  scope: "catalogue:read",
  params: z.strictObject({ title: TitleId }),
  reply: Title,
  errors: ["title_not_found"],
  handle: async ({ params }, { titles }) => {
    const title = await titles.get(params.title);
    if (!title) throw new AppError("title_not_found", params.title);
    return title;
  },
});
