import type { Route } from "./route.ts";
import { decideArtwork, decideRow } from "./routes/artwork.ts";
import { fetchAsset, uploadAsset } from "./routes/assets.ts";
import { assignMembers, getCluster, listClusters, submitCluster } from "./routes/clusters.ts";
import { getCreative, getCreativeHistory, listCreatives, reviewCreatives } from "./routes/creatives.ts";
import { listEffects, showLifts } from "./routes/effects.ts";
import { postEvents } from "./routes/events.ts";
import { getExperiment, putExperiment } from "./routes/experiments.ts";
import { healthz, readyz } from "./routes/health.ts";
import { getImage } from "./routes/images.ts";
import { cancelJob, getJob, listJobs, orderJob, pauseJob, reportJob, resumeJob } from "./routes/jobs.ts";
import { planOrder } from "./routes/plans.ts";
import { releasePolicy, showPolicy } from "./routes/policy.ts";
import { endPulls, pullCreatives } from "./routes/pulls.ts";
import { regenerate } from "./routes/regenerations.ts";
import { listRejections, sumRejections } from "./routes/rejections.ts";
import { getTitle, listTitles, setTerms, submitTitle } from "./routes/titles.ts";
import { showVariety } from "./routes/variety.ts";
import { listWinners, reverseWinner } from "./routes/winners.ts";
import { changeWorkspace, getWorkspace, listWorkspaces, putBrand } from "./routes/workspaces.ts";

/** Everything that Marquee answers over HTTP. */
export const ROUTES: readonly Route[] = [
  submitTitle,
  listTitles,
  getTitle,
  setTerms,
  uploadAsset,
  fetchAsset,
  submitCluster,
  listClusters,
  getCluster,
  assignMembers,
  planOrder,
  orderJob,
  listJobs,
  getJob,
  reportJob,
  pauseJob,
  resumeJob,
  cancelJob,
  regenerate,
  listCreatives,
  getCreative,
  getCreativeHistory,
  reviewCreatives,
  listRejections,
  sumRejections,
  showVariety,
  pullCreatives,
  endPulls,
  putExperiment,
  getExperiment,
  listEffects,
  showLifts,
  releasePolicy,
  showPolicy,
  listWinners,
  reverseWinner,
  decideArtwork,
  decideRow,
  postEvents,
  getImage,
  listWorkspaces,
  getWorkspace,
  changeWorkspace,
  putBrand,
  healthz,
  readyz,
];
