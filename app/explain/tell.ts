import type { ClusterServing, CreativeOrigin } from "../../adapters/origin-postgres.ts";
import type { CopySource } from "../../core/copy.ts";
import type { Check, Creative, Provenance } from "../../core/creative.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";

/** How a creative came to be, in sentences, one a line; an empty line between its parts. */
export function tell(creative: Creative, history: CreativeOrigin): string {
  const parts = [
    ordered(creative, history),
    drawn(creative),
    made(creative),
    checked(creative),
    refused(history),
    worded(creative),
    labelled(creative),
    judged(creative, history),
    served(creative, history),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function ordered(
  { id, brief, titleId, clusterId }: Creative,
  { orders, plannedAt, workspace }: CreativeOrigin,
): string[] {
  const name = Object.values(brief.texts)[0]?.name ?? titleId;
  const whom = clusterId === null ? "nobody in particular: it is the control of its title" : `the cluster ${clusterId}`;
  const by = orders.map(({ jobId, at, by }) => `order ${jobId} of ${minute(at)}${by ? ` by ${by}` : ""}`);
  return [
    `${id} is artwork for “${name}” (${titleId}), made for ${whom}, in the workspace ${workspace}.`,
    `It was planned on ${minute(plannedAt)}${by.length > 0 ? `, for ${listed(by)}` : ""}.`,
  ];
}

function drawn({ brief }: Creative): string[] {
  const probabilities: Readonly<Record<string, number>> = brief.probabilities;
  const attributes = Object.entries(brief.attributes).map(([attribute, level]) => {
    const probability = probabilities[attribute];
    return `  ${attribute.padEnd(12)} ${`${level}`.padEnd(14)} ${probability === undefined ? "" : `drawn with probability ${share(probability)}`}`;
  });
  return [
    `Its attributes were drawn by design, with the seed ${brief.seed}:`,
    ...attributes.map((line) => line.trimEnd()),
    `It shows ${listed(brief.concepts)}; its title is ${listed(brief.genres)}.`,
    ...(brief.keyArt ? [`It is composed with the title's key art (${brief.keyArt.use}).`] : []),
  ];
}

function made({ provenance, status, reason }: Creative): string[] {
  if (!provenance) return [status === "draft" ? "It has not been made yet." : `It was not made: ${reason ?? status}.`];
  const { prompt, imageModel, textModel, cutter, judges = [], stages, stageMs, retry = 0, seed } = provenance;
  const model = ({ id, sha256 }: Provenance["imageModel"]) => `${id} (sha256 ${sha256.slice(0, 12)})`;
  const total = Object.values(stageMs).reduce((sum, ms) => sum + ms, 0);
  return [
    prompt,
    `It was painted by ${model(imageModel)}, and its words were written by ${model(textModel)}.`,
    ...(cutter ? [`${model(cutter)} found the subject of its key art.`] : []),
    ...(judges.length > 0 ? [`It was judged by ${listed(judges.map(model))}.`] : []),
    ...(retry > 0 ? [`It is try ${retry + 1}, with the seed ${seed}: the tries before it did not pass.`] : []),
    `Making it took ${seconds(total)}:`,
    ...Object.entries(stages).map(
      ([stage, version]) => `  ${stage.padEnd(12)} version ${version}, ${seconds(stageMs[stage] ?? 0)}`,
    ),
  ];
}

function checked({ checks }: Creative): string[] {
  if (checks.length === 0) return [];
  const failed = checks.filter(({ passed }) => !passed);
  const closest = tightest(checks);
  return [
    failed.length === 0
      ? `It passed all of its ${checks.length} checks, of ${new Set(checks.map(({ gate }) => gate)).size} gates.`
      : `It did not pass ${failed.length} of ${checks.length} checks:`,
    ...failed.map((check) => `  ${named(check)}: ${amount(check.measured)}, and the limit is ${amount(check.limit)}`),
    ...(failed.length === 0 && closest
      ? [
          `The closest call: ${named(closest)} measured ${amount(closest.measured)}, and the limit is ${amount(closest.limit)}.`,
        ]
      : []),
  ];
}

function refused({ rejections }: CreativeOrigin): string[] {
  return rejections.map(
    ({ retry, seed, gate, where, measured, limit, detail }) =>
      `Try ${retry + 1}, with the seed ${seed}, did not pass ${named({ gate, where, detail })}: ${amount(measured)}, and the limit is ${amount(limit)}.`,
  );
}

/** The check that passed with the least room, as a share of its limit; null where no limit is a measure. */
function tightest(checks: readonly Check[]): Check | null {
  const room = ({ measured, limit }: Check) => Math.abs(measured - limit) / Math.abs(limit);
  const near = checks.filter((check) => check.limit !== 0 && room(check) > 0);
  return near.reduce<Check | null>(
    (least, check) => (least === null || room(check) < room(least) ? check : least),
    null,
  );
}

const WHOSE: Readonly<Record<CopySource, string>> = {
  model: "written by the text model",
  synopsis: "the title's own synopsis, shortened",
  phrases: "from the list of phrases",
  brief: "from the brief",
};

function worded({ copy }: Creative): string[] {
  return Object.entries(copy).flatMap(([locale, { lines, judged, refused }]) => {
    const gates = Object.entries(refused).map(([gate, times]) => `${gate} ${times}`);
    const refusals = gates.length > 0 ? `; the gates refused some (${gates.join(", ")})` : "";
    return [
      `Its words in ${locale}, from ${judged} candidates${refusals}:`,
      ...lines.map(({ kind, channels, text, source, failed = [] }) => {
        const why = failed.length > 0 ? `, for no candidate passed ${listed(failed)}` : "";
        return `  ${kind.padEnd(12)} “${text}” (${WHOSE[source]}${why}; for ${listed(channels)})`;
      }),
    ];
  });
}

function labelled({ brief, provenance, renditions }: Creative): string[] {
  if (renditions.length === 0) return [];
  const kind = digitalSourceOf(brief).split("/").at(-1);
  const { proof } = provenance ?? {};
  const bytes = renditions.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const channels = [...new Set(renditions.map(({ channel }) => channel))];
  return [
    `It is ${renditions.length} files of ${Math.round(bytes / 1_000)} kB together, for ${listed(channels)}; each says that it is ${kind}.`,
    proof
      ? `Each is signed (${proof.algorithm}) by the key of certificate ${proof.certificate.slice(0, 12)}.`
      : "None is signed.",
  ];
}

function judged({ status, reason, pull, liveIn, autoApproved }: Creative, { audit }: CreativeOrigin): string[] {
  const acts = audit.map(({ at, actor, action, detail }) => {
    const why = typeof detail.reason === "string" ? `: ${detail.reason}` : "";
    return `  ${minute(at)}  ${actor}  ${action}${why}`;
  });
  return [
    `It is ${status}${reason ? `: ${reason}` : ""}${liveIn.length > 0 ? `, shown in ${listed(liveIn)}` : ""}.`,
    ...(pull ? [`It was pulled on ${minute(pull.at)} by ${pull.actor} (${pull.reason}): it is in no answer.`] : []),
    ...(autoApproved.length > 0 ? [`The workspace approves ${listed(autoApproved)} without a person.`] : []),
    ...acts,
  ];
}

function served({ clusterId }: Creative, { experiment, clusters }: CreativeOrigin): string[] {
  if (!experiment) return ["Its title has no experiment, so nobody was shown it."];
  const role = experiment.isControl ? "the control" : clusterId === null ? "an arm for everybody" : "an arm";
  const lines = clusters.map((cluster) => `  ${cluster.clusterId}: ${servedTo(cluster)}`);
  return [
    `It is ${role} of its title's experiment, which is ${experiment.state}${lines.length > 0 ? ":" : "; nobody was shown it yet."}`,
    ...lines,
  ];
}

function servedTo({ exposures, clicks, share: given, won }: ClusterServing): string {
  const seen = `seen ${exposures} times, clicked ${clicks} times${exposures > 0 ? ` (${share(clicks / exposures)})` : ""}`;
  const policies = given
    ? `; its share is ${share(given.last)}, was ${share(given.first)} at first, and between ${share(given.least)} and ${share(given.most)} over ${given.versions} policies`
    : "";
  const winner = won ? `; the winner since ${minute(won.at)}${won.until ? ` until ${minute(won.until)}` : ""}` : "";
  return seen + policies + winner;
}

type Named = {
  readonly gate: string;
  readonly where?: string | null | undefined;
  readonly detail?: string | null | undefined;
};
const named = ({ gate, where, detail }: Named): string =>
  `${gate}${where ? ` (${where})` : ""}${detail ? ` [${detail}]` : ""}`;
const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
const share = (value: number): string => `${Number((100 * value).toPrecision(3))} %`;
const seconds = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
const amount = (value: number): string => `${Number(value.toPrecision(4))}`;
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
