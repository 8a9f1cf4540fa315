/** Every failure the product can name: what the caller sees, and whether a retry can help. */
export const ERRORS = {
  invalid_request: {
    status: 422,
    retry: false,
    say: "The request was refused; see `issues` for each field and its reason.",
  },
  malformed_json: { status: 400, retry: false, say: "The body is not valid JSON." },
  body_too_large: { status: 413, retry: false, say: "The body is larger than this endpoint takes." },
  unsupported_media_type: {
    status: 415,
    retry: false,
    say: "Send the body with a Content-Type that this endpoint takes: application/json, or for a file image/* or application/octet-stream, not packed.",
  },
  route_not_found: { status: 404, retry: false, say: "No such path; see /openapi.json." },
  method_not_allowed: { status: 405, retry: false, say: "This path does not take that method; see /openapi.json." },
  key_missing: { status: 401, retry: false, say: "Send an API key as `Authorization: Bearer <key>`." },
  key_unknown: { status: 401, retry: false, say: "This API key is unknown or revoked." },
  scope_missing: { status: 403, retry: false, say: "This API key does not carry the scope that the request needs." },
  workspace_not_found: { status: 404, retry: false, say: "This API key has no workspace of that id." },
  title_not_found: { status: 404, retry: false, say: "No title has that id." },
  title_not_drawable: {
    status: 422,
    retry: false,
    say: "A title's name holds characters that no bundled font can draw; see `issues` for which.",
  },
  cluster_not_found: { status: 404, retry: false, say: "No cluster has that id." },
  job_not_found: { status: 404, retry: false, say: "No job has that id." },
  creative_not_found: { status: 404, retry: false, say: "No creative has that id." },
  experiment_not_found: { status: 404, retry: false, say: "That title has no experiment." },
  winner_not_found: { status: 404, retry: false, say: "No winner stands for that title and cluster." },
  image_withdrawn: { status: 410, retry: false, say: "That image was withdrawn." },
  image_not_found: { status: 404, retry: false, say: "No image has that address." },
  id_taken: { status: 409, retry: false, say: "That id already exists with other content; nothing was changed." },
  idempotency_key_missing: {
    status: 400,
    retry: false,
    say: "This request starts costly work: send an Idempotency-Key header.",
  },
  idempotency_key_reused: { status: 409, retry: false, say: "That Idempotency-Key was used for another request." },
  idempotency_in_progress: {
    status: 409,
    retry: true,
    say: "The first request with that Idempotency-Key is still running.",
  },
  job_not_movable: {
    status: 409,
    retry: false,
    say: "The job cannot do that in its present state; a job whose budget is spent is resumed with a larger one.",
  },
  creative_not_reviewable: {
    status: 409,
    retry: false,
    say: "At least one creative cannot take that verdict in its present status; see `issues`. Nothing was changed.",
  },
  nothing_approved: {
    status: 409,
    retry: false,
    say: "No approved artwork for that title; approve its control and at least one more.",
  },
  no_artwork: { status: 404, retry: false, say: "No approved artwork for that title yet." },
  asset_not_found: {
    status: 404,
    retry: false,
    say: "No picture of that name was uploaded; send it to /v1/assets first.",
  },
  asset_too_large: {
    status: 413,
    retry: false,
    say: "The picture is larger than 50 MB, or than 50 megapixels over all its frames; make it smaller and send it again.",
  },
  asset_format_refused: {
    status: 415,
    retry: false,
    say: "Pictures are taken as JPEG, PNG, WebP, AVIF or TIFF; `issues` says what this one is. Export it as PNG or JPEG and send that.",
  },
  asset_unreadable: {
    status: 422,
    retry: false,
    say: "The picture cannot be decoded: the file is damaged, cut short or not what it seems. Export it again as PNG or JPEG and send that.",
  },
  assets_busy: {
    status: 503,
    retry: true,
    say: "Too many pictures are being read at once; send yours again in a moment.",
  },
  asset_fetch_refused: {
    status: 422,
    retry: false,
    say: "That address is not fetched; `issues` says which rule refuses it. Upload the picture instead.",
  },
  asset_fetch_failed: {
    status: 502,
    retry: true,
    say: "The picture could not be fetched from that address; `issues` says what happened.",
  },
  plan_impossible: {
    status: 422,
    retry: false,
    say: "Nothing can be drawn that cluster, brand and title all allow; see `issues` for what they leave nothing of.",
  },
  policy_worse: {
    status: 409,
    retry: false,
    say: "The workspace's own log says that this policy is worse than the present one; `issues` says by how much. Nothing was changed.",
  },
  policy_unproven: {
    status: 409,
    retry: false,
    say: 'The workspace\'s own log is too thin to judge this policy; `issues` says how thin. Nothing was changed. Wait for more decisions, or send `"unproven": "accept"`.',
  },
  policy_overtaken: {
    status: 409,
    retry: true,
    say: "Another policy was released while this one was judged. Nothing was changed; ask again.",
  },
  statistics_busy: {
    status: 503,
    retry: true,
    say: "Too many reports are being computed at once; ask again in a moment.",
  },
  statistics_late: {
    status: 503,
    retry: true,
    say: "The report took longer than it may, and was stopped; ask again when there is less to do.",
  },
  storage_full: { status: 507, retry: true, say: "The store is full; nothing was changed." },
  database_away: { status: 503, retry: true, say: "The database cannot be reached; nothing was changed." },
  queue_away: {
    status: 503,
    retry: true,
    say: "The job queue cannot be reached. What was ordered is kept, and goes on once the queue is back.",
  },
  text_endpoint_away: { status: 503, retry: true, say: "The text endpoint cannot be reached or is busy." },
  text_endpoint_refused: {
    status: 502,
    retry: false,
    say: "The text endpoint refused the request, or its answer cannot be used; the log has its reason.",
  },
  text_budget_spent: {
    status: 503,
    retry: false,
    say: "The budget for the text endpoint is spent; nothing was asked of it.",
  },
  shutting_down: { status: 503, retry: true, say: "The service is shutting down." },
  internal: {
    status: 500,
    retry: true,
    say: "Something went wrong on our side; the log has the details under this request id.",
  },
} as const satisfies Record<string, { status: number; retry: boolean; say: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One refused field: a JSON path such as `texts.en.name`, and why. */
export type FieldIssue = { readonly field: string; readonly reason: string };

export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly issues: readonly FieldIssue[];

  /** `detail` is for the log; the public sentence comes from the table, and `issues` go to the caller too. */
  constructor(code: ErrorCode, detail: string, options: ErrorOptions & { issues?: readonly FieldIssue[] } = {}) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.issues = options.issues ?? [];
  }
  get status(): number {
    return ERRORS[this.code].status;
  }
  get retry(): boolean {
    return ERRORS[this.code].retry;
  }
}

/** Whether no later attempt can do better: a known error that says so, or a payload that does not parse. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof AppError ? !error.retry : error instanceof Error && error.name === "ZodError";
