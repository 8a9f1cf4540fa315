// Made from docs/openapi.json by client/generate.ts (`npm run openapi`); do not edit.

export type Problem = {
  readonly error: {
    readonly code: "invalid_request" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "route_not_found" | "method_not_allowed" | "key_missing" | "key_unknown" | "scope_missing" | "workspace_not_found" | "title_not_found" | "title_not_drawable" | "cluster_not_found" | "job_not_found" | "creative_not_found" | "experiment_not_found" | "winner_not_found" | "image_withdrawn" | "image_not_found" | "id_taken" | "idempotency_key_missing" | "idempotency_key_reused" | "idempotency_in_progress" | "job_not_movable" | "creative_not_reviewable" | "nothing_approved" | "no_artwork" | "asset_not_found" | "asset_too_large" | "asset_format_refused" | "asset_unreadable" | "assets_busy" | "asset_fetch_refused" | "asset_fetch_failed" | "plan_impossible" | "policy_worse" | "policy_unproven" | "policy_overtaken" | "statistics_busy" | "statistics_late" | "storage_full" | "database_away" | "queue_away" | "text_endpoint_away" | "text_endpoint_refused" | "text_budget_spent" | "shutting_down" | "internal";
    readonly message: string;
    /** Whether the same request may succeed later. */
    readonly retry: boolean;
    readonly issues: readonly {
      readonly field: string;
      readonly reason: string;
    }[];
    readonly requestId: string;
  };
};

/** Every operation, by method and path. `null`: it takes none. */
export type Operations = {
  /** Add a title. Sending the same title again changes nothing. */
  "POST /v1/titles": {
    path: null;
    query: null;
    body: {
      readonly id: string;
      readonly year?: number;
      readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
      readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
      readonly texts: Partial<Readonly<Record<"en" | "uk", {
        readonly name: string;
        readonly synopsis: string;
        readonly hero?: string;
        readonly place?: string;
      }>>>;
      readonly cast?: readonly string[];
      readonly ageRating?: string;
      readonly spoilers?: readonly string[];
      readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
      readonly closeToSource?: boolean;
      readonly keyArt?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly focal: {
          readonly x: number;
          readonly y: number;
        };
        readonly keep?: readonly {
          readonly x: number;
          readonly y: number;
          readonly width: number;
          readonly height: number;
        }[];
        readonly use?: "retouch" | "background" | "untouched";
      };
      readonly logo?: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
    };
    reply: {
      readonly id: string;
      readonly year?: number;
      readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
      readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
      readonly texts: Partial<Readonly<Record<"en" | "uk", {
        readonly name: string;
        readonly synopsis: string;
        readonly hero?: string;
        readonly place?: string;
      }>>>;
      readonly cast?: readonly string[];
      readonly ageRating?: string;
      readonly spoilers?: readonly string[];
      readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
      readonly closeToSource?: boolean;
      readonly keyArt?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly focal: {
          readonly x: number;
          readonly y: number;
        };
        readonly keep: readonly {
          readonly x: number;
          readonly y: number;
          readonly width: number;
          readonly height: number;
        }[];
        readonly use: "retouch" | "background" | "untouched";
      };
      readonly logo?: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
    };
    costly: false;
  };
  /** All titles, by id. */
  "GET /v1/titles": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly year?: number;
        readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
        readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
        readonly texts: Partial<Readonly<Record<"en" | "uk", {
          readonly name: string;
          readonly synopsis: string;
          readonly hero?: string;
          readonly place?: string;
        }>>>;
        readonly cast?: readonly string[];
        readonly ageRating?: string;
        readonly spoilers?: readonly string[];
        readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
        readonly closeToSource?: boolean;
        readonly keyArt?: {
          readonly asset: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly focal: {
            readonly x: number;
            readonly y: number;
          };
          readonly keep: readonly {
            readonly x: number;
            readonly y: number;
            readonly width: number;
            readonly height: number;
          }[];
          readonly use: "retouch" | "background" | "untouched";
        };
        readonly logo?: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** One title. */
  "GET /v1/titles/{title}": {
    path: {
      readonly title: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly year?: number;
      readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
      readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
      readonly texts: Partial<Readonly<Record<"en" | "uk", {
        readonly name: string;
        readonly synopsis: string;
        readonly hero?: string;
        readonly place?: string;
      }>>>;
      readonly cast?: readonly string[];
      readonly ageRating?: string;
      readonly spoilers?: readonly string[];
      readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
      readonly closeToSource?: boolean;
      readonly keyArt?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly focal: {
          readonly x: number;
          readonly y: number;
        };
        readonly keep: readonly {
          readonly x: number;
          readonly y: number;
          readonly width: number;
          readonly height: number;
        }[];
        readonly use: "retouch" | "background" | "untouched";
      };
      readonly logo?: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
    };
    costly: false;
  };
  /** Change how a title may be shown: key art, logo, cast, age rating, spoilers, forbidden themes. Orders from now on follow it; creatives that are planned or made keep what they were planned with. */
  "POST /v1/titles/{title}/terms": {
    path: {
      readonly title: string;
    };
    query: null;
    body: {
      readonly cast?: readonly string[] | null;
      readonly ageRating?: string | null;
      readonly spoilers?: readonly string[] | null;
      readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[] | null;
      readonly closeToSource?: boolean | null;
      readonly keyArt?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly focal: {
          readonly x: number;
          readonly y: number;
        };
        readonly keep?: readonly {
          readonly x: number;
          readonly y: number;
          readonly width: number;
          readonly height: number;
        }[];
        readonly use?: "retouch" | "background" | "untouched";
      } | null;
      readonly logo?: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      } | null;
    };
    reply: {
      readonly id: string;
      readonly year?: number;
      readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
      readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
      readonly texts: Partial<Readonly<Record<"en" | "uk", {
        readonly name: string;
        readonly synopsis: string;
        readonly hero?: string;
        readonly place?: string;
      }>>>;
      readonly cast?: readonly string[];
      readonly ageRating?: string;
      readonly spoilers?: readonly string[];
      readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
      readonly closeToSource?: boolean;
      readonly keyArt?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly focal: {
          readonly x: number;
          readonly y: number;
        };
        readonly keep: readonly {
          readonly x: number;
          readonly y: number;
          readonly width: number;
          readonly height: number;
        }[];
        readonly use: "retouch" | "background" | "untouched";
      };
      readonly logo?: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
    };
    costly: false;
  };
  /** Upload a picture: the body is the file, JPEG, PNG, WebP, AVIF or TIFF, of 50 MB and 50 megapixels at most. It is decoded and kept without its metadata. */
  "POST /v1/assets": {
    path: null;
    query: null;
    body: Uint8Array;
    reply: {
      readonly asset: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
      readonly from: "jpeg" | "png" | "webp" | "avif" | "tiff";
      readonly keptAs: "image/png" | "image/jpeg";
      readonly turned: boolean;
      readonly stripped: readonly string[];
      readonly framesDropped: number;
    };
    costly: false;
  };
  /** Fetch a picture from a public address and keep it as an uploaded one. */
  "POST /v1/assets/from-url": {
    path: null;
    query: null;
    body: {
      readonly url: string;
    };
    reply: {
      readonly asset: {
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
      };
      readonly from: "jpeg" | "png" | "webp" | "avif" | "tiff";
      readonly keptAs: "image/png" | "image/jpeg";
      readonly turned: boolean;
      readonly stripped: readonly string[];
      readonly framesDropped: number;
    };
    costly: false;
  };
  /** Add a cluster of users. Sending the same cluster again changes nothing. */
  "POST /v1/clusters": {
    path: null;
    query: null;
    body: {
      readonly id: string;
      readonly name: string;
      readonly locale: "en" | "uk";
      readonly allowed: {
        readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
        readonly composition?: readonly ("vista" | "figure" | "icon")[];
        readonly focal?: readonly ("left" | "centre" | "right")[];
        readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly emphasis?: readonly ("close" | "medium" | "distant")[];
        readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
      };
    };
    reply: {
      readonly id: string;
      readonly name: string;
      readonly locale: "en" | "uk";
      readonly allowed: {
        readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
        readonly composition?: readonly ("vista" | "figure" | "icon")[];
        readonly focal?: readonly ("left" | "centre" | "right")[];
        readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly emphasis?: readonly ("close" | "medium" | "distant")[];
        readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
      };
    };
    costly: false;
  };
  /** All clusters, by id. */
  "GET /v1/clusters": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly locale: "en" | "uk";
        readonly allowed: {
          readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
          readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
          readonly composition?: readonly ("vista" | "figure" | "icon")[];
          readonly focal?: readonly ("left" | "centre" | "right")[];
          readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
          readonly emphasis?: readonly ("close" | "medium" | "distant")[];
          readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
          readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
          readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
          readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
        };
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** One cluster. */
  "GET /v1/clusters/{cluster}": {
    path: {
      readonly cluster: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly name: string;
      readonly locale: "en" | "uk";
      readonly allowed: {
        readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
        readonly composition?: readonly ("vista" | "figure" | "icon")[];
        readonly focal?: readonly ("left" | "centre" | "right")[];
        readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly emphasis?: readonly ("close" | "medium" | "distant")[];
        readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
      };
    };
    costly: false;
  };
  /** Put users into a cluster. A user is in one cluster at a time: the last one named. */
  "POST /v1/clusters/{cluster}/members": {
    path: {
      readonly cluster: string;
    };
    query: null;
    body: {
      readonly users: readonly string[];
    };
    reply: {
      readonly assigned: number;
    };
    costly: false;
  };
  /** How many arms a title's traffic separates, which clusters must share, and the order that follows. */
  "POST /v1/plans": {
    path: null;
    query: null;
    body: {
      readonly titles: readonly string[];
      readonly clusters: readonly {
        readonly id: string;
        /** Of one title, in this cluster. */
        readonly impressionsPerDay: number;
      }[];
      /** Click rate of an ordinary artwork. */
      readonly baseRate: number;
      readonly days?: number;
      /** How much better a winner is: 0.2 is a fifth. */
      readonly lift?: number;
      /** Probability of finding it in that time. */
      readonly power?: number;
      readonly seed?: number;
    };
    reply: {
      readonly clusters: readonly {
        readonly clusterId: string;
        readonly impressionsPerDay: number;
        /** The most arms that its own traffic separates; 0: not even two. */
        readonly separable: number;
        /** The cluster whose artwork and evidence it shares; itself, alone. */
        readonly servedBy: string;
        /** Until the pool is separated, with all traffic that shares it, split evenly (mode `ab`); a week at least. A bandit loses fewer clicks meanwhile, and proves later. */
        readonly daysNeeded: number;
        /** How small a lift the days asked for find among the pool, with that power; null: none. */
        readonly smallestLift: number | null;
      }[];
      readonly armsPerCluster: number;
      /** All arms of a title, the control included. */
      readonly pool: number;
      readonly warnings: readonly string[];
      /** Send it when the title's experiment is opened. */
      readonly merged: Readonly<Record<string, string>>;
      /** Send it to POST /v1/jobs as it is, or changed. */
      readonly order: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      };
    };
    costly: false;
  };
  /** Order artwork: creatives for every title and cluster named. Work starts at once; follow it with GET. */
  "POST /v1/jobs": {
    path: null;
    query: null;
    body: {
      readonly titles: readonly string[];
      readonly clusters: readonly string[];
      readonly armsPerCluster?: number;
      readonly channels?: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly formats?: readonly ("avif" | "webp" | "jpeg")[];
      readonly seed?: number;
      readonly lean?: boolean;
      readonly priority?: "low" | "normal" | "high";
      readonly budget?: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
    };
    reply: {
      readonly id: string;
      readonly request: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      } | {
        readonly selection: {
          readonly titles?: readonly string[];
          readonly clusters?: readonly string[];
          readonly attributes?: {
            readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
            readonly composition?: readonly ("vista" | "figure" | "icon")[];
            readonly focal?: readonly ("left" | "centre" | "right")[];
            readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly emphasis?: readonly ("close" | "medium" | "distant")[];
            readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
          };
          readonly losers?: true;
          readonly olderThan?: string;
          readonly madeBy?: string;
        };
        readonly attributes?: "kept" | "fresh";
        readonly seed: number;
      };
      readonly priority: "low" | "normal" | "high";
      readonly budget: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
      readonly progress: {
        readonly planned: number;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
      };
      readonly spent: {
        readonly pictures: number;
        readonly minutes: number;
        readonly bytes: number;
      };
      readonly createdAt: string;
      readonly finishedAt: string | null;
    };
    costly: true;
  };
  /** All orders, by id. */
  "GET /v1/jobs": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly request: {
          readonly titles: readonly string[];
          readonly clusters: readonly string[];
          readonly armsPerCluster: number;
          readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
          readonly formats: readonly ("avif" | "webp" | "jpeg")[];
          readonly seed: number;
          readonly lean: boolean;
        } | {
          readonly selection: {
            readonly titles?: readonly string[];
            readonly clusters?: readonly string[];
            readonly attributes?: {
              readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
              readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
              readonly composition?: readonly ("vista" | "figure" | "icon")[];
              readonly focal?: readonly ("left" | "centre" | "right")[];
              readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
              readonly emphasis?: readonly ("close" | "medium" | "distant")[];
              readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
              readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
              readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
              readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
            };
            readonly losers?: true;
            readonly olderThan?: string;
            readonly madeBy?: string;
          };
          readonly attributes?: "kept" | "fresh";
          readonly seed: number;
        };
        readonly priority: "low" | "normal" | "high";
        readonly budget: {
          readonly pictures?: number;
          readonly minutes?: number;
          readonly bytes?: number;
        };
        readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
        readonly progress: {
          readonly planned: number;
          readonly made: number;
          readonly refused: number;
          readonly failed: number;
        };
        readonly spent: {
          readonly pictures: number;
          readonly minutes: number;
          readonly bytes: number;
        };
        readonly createdAt: string;
        readonly finishedAt: string | null;
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** One order and how far it has come. */
  "GET /v1/jobs/{job}": {
    path: {
      readonly job: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly request: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      } | {
        readonly selection: {
          readonly titles?: readonly string[];
          readonly clusters?: readonly string[];
          readonly attributes?: {
            readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
            readonly composition?: readonly ("vista" | "figure" | "icon")[];
            readonly focal?: readonly ("left" | "centre" | "right")[];
            readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly emphasis?: readonly ("close" | "medium" | "distant")[];
            readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
          };
          readonly losers?: true;
          readonly olderThan?: string;
          readonly madeBy?: string;
        };
        readonly attributes?: "kept" | "fresh";
        readonly seed: number;
      };
      readonly priority: "low" | "normal" | "high";
      readonly budget: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
      readonly progress: {
        readonly planned: number;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
      };
      readonly spent: {
        readonly pictures: number;
        readonly minutes: number;
        readonly bytes: number;
      };
      readonly createdAt: string;
      readonly finishedAt: string | null;
    };
    costly: false;
  };
  /** What became of a job: made, refused and why, failed, there already; in all and by title. */
  "GET /v1/jobs/{job}/report": {
    path: {
      readonly job: string;
    };
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly job: {
        readonly id: string;
        readonly request: {
          readonly titles: readonly string[];
          readonly clusters: readonly string[];
          readonly armsPerCluster: number;
          readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
          readonly formats: readonly ("avif" | "webp" | "jpeg")[];
          readonly seed: number;
          readonly lean: boolean;
        } | {
          readonly selection: {
            readonly titles?: readonly string[];
            readonly clusters?: readonly string[];
            readonly attributes?: {
              readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
              readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
              readonly composition?: readonly ("vista" | "figure" | "icon")[];
              readonly focal?: readonly ("left" | "centre" | "right")[];
              readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
              readonly emphasis?: readonly ("close" | "medium" | "distant")[];
              readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
              readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
              readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
              readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
            };
            readonly losers?: true;
            readonly olderThan?: string;
            readonly madeBy?: string;
          };
          readonly attributes?: "kept" | "fresh";
          readonly seed: number;
        };
        readonly priority: "low" | "normal" | "high";
        readonly budget: {
          readonly pictures?: number;
          readonly minutes?: number;
          readonly bytes?: number;
        };
        readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
        readonly progress: {
          readonly planned: number;
          readonly made: number;
          readonly refused: number;
          readonly failed: number;
        };
        readonly spent: {
          readonly pictures: number;
          readonly minutes: number;
          readonly bytes: number;
        };
        readonly createdAt: string;
        readonly finishedAt: string | null;
      };
      readonly total: {
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
        readonly same: number;
        readonly left: number;
      };
      readonly reasons: readonly {
        readonly reason: string;
        readonly count: number;
      }[];
      readonly minutes: number;
      readonly titles: readonly {
        readonly titleId: string;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
        readonly same: number;
        readonly left: number;
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** Start no more creatives of a job; those that are being made are finished. Asking again changes nothing. */
  "POST /v1/jobs/{job}/pause": {
    path: {
      readonly job: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly request: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      } | {
        readonly selection: {
          readonly titles?: readonly string[];
          readonly clusters?: readonly string[];
          readonly attributes?: {
            readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
            readonly composition?: readonly ("vista" | "figure" | "icon")[];
            readonly focal?: readonly ("left" | "centre" | "right")[];
            readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly emphasis?: readonly ("close" | "medium" | "distant")[];
            readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
          };
          readonly losers?: true;
          readonly olderThan?: string;
          readonly madeBy?: string;
        };
        readonly attributes?: "kept" | "fresh";
        readonly seed: number;
      };
      readonly priority: "low" | "normal" | "high";
      readonly budget: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
      readonly progress: {
        readonly planned: number;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
      };
      readonly spent: {
        readonly pictures: number;
        readonly minutes: number;
        readonly bytes: number;
      };
      readonly createdAt: string;
      readonly finishedAt: string | null;
    };
    costly: false;
  };
  /** Go on with a job that is paused, or whose budget is spent and is given anew: what was spent counts in it. */
  "POST /v1/jobs/{job}/resume": {
    path: {
      readonly job: string;
    };
    query: null;
    body: {
      readonly budget?: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
    };
    reply: {
      readonly id: string;
      readonly request: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      } | {
        readonly selection: {
          readonly titles?: readonly string[];
          readonly clusters?: readonly string[];
          readonly attributes?: {
            readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
            readonly composition?: readonly ("vista" | "figure" | "icon")[];
            readonly focal?: readonly ("left" | "centre" | "right")[];
            readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly emphasis?: readonly ("close" | "medium" | "distant")[];
            readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
          };
          readonly losers?: true;
          readonly olderThan?: string;
          readonly madeBy?: string;
        };
        readonly attributes?: "kept" | "fresh";
        readonly seed: number;
      };
      readonly priority: "low" | "normal" | "high";
      readonly budget: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
      readonly progress: {
        readonly planned: number;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
      };
      readonly spent: {
        readonly pictures: number;
        readonly minutes: number;
        readonly bytes: number;
      };
      readonly createdAt: string;
      readonly finishedAt: string | null;
    };
    costly: false;
  };
  /** Stop a job for good: what is being made for it alone is stopped, what was made stays. */
  "POST /v1/jobs/{job}/cancel": {
    path: {
      readonly job: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly request: {
        readonly titles: readonly string[];
        readonly clusters: readonly string[];
        readonly armsPerCluster: number;
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats: readonly ("avif" | "webp" | "jpeg")[];
        readonly seed: number;
        readonly lean: boolean;
      } | {
        readonly selection: {
          readonly titles?: readonly string[];
          readonly clusters?: readonly string[];
          readonly attributes?: {
            readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
            readonly composition?: readonly ("vista" | "figure" | "icon")[];
            readonly focal?: readonly ("left" | "centre" | "right")[];
            readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly emphasis?: readonly ("close" | "medium" | "distant")[];
            readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
          };
          readonly losers?: true;
          readonly olderThan?: string;
          readonly madeBy?: string;
        };
        readonly attributes?: "kept" | "fresh";
        readonly seed: number;
      };
      readonly priority: "low" | "normal" | "high";
      readonly budget: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
      readonly progress: {
        readonly planned: number;
        readonly made: number;
        readonly refused: number;
        readonly failed: number;
      };
      readonly spent: {
        readonly pictures: number;
        readonly minutes: number;
        readonly bytes: number;
      };
      readonly createdAt: string;
      readonly finishedAt: string | null;
    };
    costly: false;
  };
  /** Make existing creatives anew. With `dryRun` it only says what that would take; without, it is one job, and each old creative stays until the one that replaces it is approved. */
  "POST /v1/regenerations": {
    path: null;
    query: null;
    body: {
      readonly selection: {
        readonly titles?: readonly string[];
        readonly clusters?: readonly string[];
        readonly attributes?: {
          readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
          readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
          readonly composition?: readonly ("vista" | "figure" | "icon")[];
          readonly focal?: readonly ("left" | "centre" | "right")[];
          readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
          readonly emphasis?: readonly ("close" | "medium" | "distant")[];
          readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
          readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
          readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
          readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
        };
        readonly losers?: true;
        readonly olderThan?: string;
        readonly madeBy?: string;
      };
      readonly attributes?: "kept" | "fresh";
      readonly seed?: number;
      readonly priority?: "low" | "normal" | "high";
      readonly budget?: {
        readonly pictures?: number;
        readonly minutes?: number;
        readonly bytes?: number;
      };
      readonly dryRun?: boolean;
    };
    reply: {
      readonly estimate: {
        readonly selected: number;
        readonly same: number;
        readonly pictures: number;
        readonly renditions: number;
        readonly minutes: number;
        readonly bytes: number;
        readonly studios: number;
        readonly measured: number;
      };
      readonly job: {
        readonly id: string;
        readonly request: {
          readonly titles: readonly string[];
          readonly clusters: readonly string[];
          readonly armsPerCluster: number;
          readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
          readonly formats: readonly ("avif" | "webp" | "jpeg")[];
          readonly seed: number;
          readonly lean: boolean;
        } | {
          readonly selection: {
            readonly titles?: readonly string[];
            readonly clusters?: readonly string[];
            readonly attributes?: {
              readonly palette?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
              readonly mood?: readonly ("dark" | "bright" | "tense" | "calm")[];
              readonly composition?: readonly ("vista" | "figure" | "icon")[];
              readonly focal?: readonly ("left" | "centre" | "right")[];
              readonly style?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
              readonly emphasis?: readonly ("close" | "medium" | "distant")[];
              readonly treatment?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
              readonly look?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
              readonly tone?: readonly ("epic" | "warm" | "wry" | "dark")[];
              readonly hook?: readonly ("question" | "stakes" | "hero" | "place")[];
            };
            readonly losers?: true;
            readonly olderThan?: string;
            readonly madeBy?: string;
          };
          readonly attributes?: "kept" | "fresh";
          readonly seed: number;
        };
        readonly priority: "low" | "normal" | "high";
        readonly budget: {
          readonly pictures?: number;
          readonly minutes?: number;
          readonly bytes?: number;
        };
        readonly state: "running" | "paused" | "cancelled" | "budget-spent" | "done";
        readonly progress: {
          readonly planned: number;
          readonly made: number;
          readonly refused: number;
          readonly failed: number;
        };
        readonly spent: {
          readonly pictures: number;
          readonly minutes: number;
          readonly bytes: number;
        };
        readonly createdAt: string;
        readonly finishedAt: string | null;
      } | null;
    };
    costly: true;
  };
  /** Creatives with their provenance, by id; filter by title, cluster, job and status. */
  "GET /v1/creatives": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
      readonly title?: string;
      readonly cluster?: string;
      readonly job?: string;
      readonly status?: "draft" | "in-review" | "approved" | "live" | "rejected" | "refused" | "failed" | "retired";
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly titleId: string;
        readonly clusterId: string | null;
        readonly jobId: string;
        readonly status: "draft" | "in-review" | "approved" | "live" | "rejected" | "refused" | "failed" | "retired";
        readonly replaces: string | null;
        readonly reason: string | null;
        readonly pull: {
          readonly reason: "rights" | "safety" | "other";
          readonly note: string;
          readonly actor: string;
          readonly at: string;
        } | null;
        readonly liveIn: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly autoApproved: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly brief: {
          readonly creativeId: string;
          readonly titleId: string;
          readonly clusterId: string | null;
          readonly seed: number;
          readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
          readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
          readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
          readonly formats?: readonly ("avif" | "webp" | "jpeg")[];
          readonly year?: number;
          readonly attributes: {
            readonly palette: "ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost";
            readonly mood: "dark" | "bright" | "tense" | "calm";
            readonly composition: "vista" | "figure" | "icon";
            readonly focal: "left" | "centre" | "right";
            readonly style: "oil" | "watercolour" | "ink" | "gouache" | "print" | "noir";
            readonly emphasis: "close" | "medium" | "distant";
            readonly treatment: "bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon";
            readonly look: "clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame";
            readonly tone: "epic" | "warm" | "wry" | "dark";
            readonly hook: "question" | "stakes" | "hero" | "place";
          };
          readonly probabilities: Readonly<Record<"palette" | "mood" | "composition" | "focal" | "style" | "emphasis" | "treatment" | "look" | "tone" | "hook", number>>;
          readonly texts: Partial<Readonly<Record<"en" | "uk", {
            readonly name: string;
            readonly synopsis: string;
            readonly hero?: string;
            readonly place?: string;
          }>>>;
          readonly cast?: readonly string[];
          readonly ageRating?: string;
          readonly spoilers?: readonly string[];
          readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
          readonly closeToSource?: boolean;
          readonly keyArt?: {
            readonly asset: {
              readonly blob: string;
              readonly widthPx: number;
              readonly heightPx: number;
            };
            readonly focal: {
              readonly x: number;
              readonly y: number;
            };
            readonly keep: readonly {
              readonly x: number;
              readonly y: number;
              readonly width: number;
              readonly height: number;
            }[];
            readonly use: "retouch" | "background" | "untouched";
          };
          readonly logo?: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly brand?: {
            readonly colours?: readonly [string, string, string, string];
            readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
            readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
            readonly logo?: {
              readonly asset: {
                readonly blob: string;
                readonly widthPx: number;
                readonly heightPx: number;
              };
              readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
              readonly clearSpace: number;
            };
            readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
            readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
            readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
            readonly forbiddenWords: readonly string[];
          };
        };
        readonly copy: Partial<Readonly<Record<"en" | "uk", {
          readonly lines: readonly {
            readonly kind: "headline" | "description" | "subject" | "preheader" | "push" | "cta" | "alt";
            readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
            readonly text: string;
            readonly source: "model" | "synopsis" | "phrases" | "brief";
            readonly score?: number;
            readonly failed?: readonly string[];
          }[];
          readonly judged: number;
          readonly refused: Readonly<Record<string, number>>;
        }>>>;
        readonly checks: readonly {
          readonly gate: string;
          readonly where?: string;
          readonly passed: boolean;
          readonly measured: number;
          readonly limit: number;
          readonly detail?: string;
        }[];
        readonly provenance: {
          readonly prompt: string;
          readonly stages: Readonly<Record<string, number>>;
          readonly libraries?: Readonly<Record<string, string>>;
          readonly imageModel: {
            readonly id: string;
            readonly sha256: string;
          };
          readonly textModel: {
            readonly id: string;
            readonly sha256: string;
          };
          readonly cutter?: {
            readonly id: string;
            readonly sha256: string;
          };
          readonly judges?: readonly {
            readonly id: string;
            readonly sha256: string;
          }[];
          readonly proof?: {
            readonly algorithm: "ed25519" | "es256" | "es384" | "ps256";
            readonly certificate: string;
            readonly unsigned: readonly string[];
          };
          readonly retry?: number;
          readonly seed?: number;
          readonly echoes?: readonly number[];
          readonly stageMs: Readonly<Record<string, number>>;
        } | null;
        readonly renditions: readonly {
          readonly channel: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
          readonly locale: "en" | "uk";
          readonly density: 1 | 2;
          readonly format: "avif" | "webp" | "jpeg";
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
          readonly byteLength: number;
          readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
          readonly quality: number;
          readonly score: number;
          readonly contrast: number;
          readonly thumbHash: string;
          readonly dominant: string;
        }[];
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** One creative: pictures, copy, checks, and how it came to be. */
  "GET /v1/creatives/{creative}": {
    path: {
      readonly creative: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly titleId: string;
      readonly clusterId: string | null;
      readonly jobId: string;
      readonly status: "draft" | "in-review" | "approved" | "live" | "rejected" | "refused" | "failed" | "retired";
      readonly replaces: string | null;
      readonly reason: string | null;
      readonly pull: {
        readonly reason: "rights" | "safety" | "other";
        readonly note: string;
        readonly actor: string;
        readonly at: string;
      } | null;
      readonly liveIn: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly autoApproved: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly brief: {
        readonly creativeId: string;
        readonly titleId: string;
        readonly clusterId: string | null;
        readonly seed: number;
        readonly concepts: readonly ("mountains" | "sea" | "forest" | "city" | "space" | "desert" | "castle" | "storm" | "room" | "road" | "fire" | "neon" | "fog" | "bokeh" | "geometry" | "map" | "snow" | "festival" | "battlefield" | "stage" | "ruins" | "garden" | "train" | "underwater")[];
        readonly genres: readonly ("adventure" | "comedy" | "crime" | "documentary" | "drama" | "fantasy" | "horror" | "mystery" | "romance" | "science-fiction" | "war" | "western")[];
        readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly formats?: readonly ("avif" | "webp" | "jpeg")[];
        readonly year?: number;
        readonly attributes: {
          readonly palette: "ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost";
          readonly mood: "dark" | "bright" | "tense" | "calm";
          readonly composition: "vista" | "figure" | "icon";
          readonly focal: "left" | "centre" | "right";
          readonly style: "oil" | "watercolour" | "ink" | "gouache" | "print" | "noir";
          readonly emphasis: "close" | "medium" | "distant";
          readonly treatment: "bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon";
          readonly look: "clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame";
          readonly tone: "epic" | "warm" | "wry" | "dark";
          readonly hook: "question" | "stakes" | "hero" | "place";
        };
        readonly probabilities: Readonly<Record<"palette" | "mood" | "composition" | "focal" | "style" | "emphasis" | "treatment" | "look" | "tone" | "hook", number>>;
        readonly texts: Partial<Readonly<Record<"en" | "uk", {
          readonly name: string;
          readonly synopsis: string;
          readonly hero?: string;
          readonly place?: string;
        }>>>;
        readonly cast?: readonly string[];
        readonly ageRating?: string;
        readonly spoilers?: readonly string[];
        readonly forbidden?: readonly ("violence" | "weapons" | "death" | "fire" | "alcohol" | "religion" | "horror")[];
        readonly closeToSource?: boolean;
        readonly keyArt?: {
          readonly asset: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly focal: {
            readonly x: number;
            readonly y: number;
          };
          readonly keep: readonly {
            readonly x: number;
            readonly y: number;
            readonly width: number;
            readonly height: number;
          }[];
          readonly use: "retouch" | "background" | "untouched";
        };
        readonly logo?: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly brand?: {
          readonly colours?: readonly [string, string, string, string];
          readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
          readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
          readonly logo?: {
            readonly asset: {
              readonly blob: string;
              readonly widthPx: number;
              readonly heightPx: number;
            };
            readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
            readonly clearSpace: number;
          };
          readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
          readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
          readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
          readonly forbiddenWords: readonly string[];
        };
      };
      readonly copy: Partial<Readonly<Record<"en" | "uk", {
        readonly lines: readonly {
          readonly kind: "headline" | "description" | "subject" | "preheader" | "push" | "cta" | "alt";
          readonly channels: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
          readonly text: string;
          readonly source: "model" | "synopsis" | "phrases" | "brief";
          readonly score?: number;
          readonly failed?: readonly string[];
        }[];
        readonly judged: number;
        readonly refused: Readonly<Record<string, number>>;
      }>>>;
      readonly checks: readonly {
        readonly gate: string;
        readonly where?: string;
        readonly passed: boolean;
        readonly measured: number;
        readonly limit: number;
        readonly detail?: string;
      }[];
      readonly provenance: {
        readonly prompt: string;
        readonly stages: Readonly<Record<string, number>>;
        readonly libraries?: Readonly<Record<string, string>>;
        readonly imageModel: {
          readonly id: string;
          readonly sha256: string;
        };
        readonly textModel: {
          readonly id: string;
          readonly sha256: string;
        };
        readonly cutter?: {
          readonly id: string;
          readonly sha256: string;
        };
        readonly judges?: readonly {
          readonly id: string;
          readonly sha256: string;
        }[];
        readonly proof?: {
          readonly algorithm: "ed25519" | "es256" | "es384" | "ps256";
          readonly certificate: string;
          readonly unsigned: readonly string[];
        };
        readonly retry?: number;
        readonly seed?: number;
        readonly echoes?: readonly number[];
        readonly stageMs: Readonly<Record<string, number>>;
      } | null;
      readonly renditions: readonly {
        readonly channel: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
        readonly locale: "en" | "uk";
        readonly density: 1 | 2;
        readonly format: "avif" | "webp" | "jpeg";
        readonly blob: string;
        readonly widthPx: number;
        readonly heightPx: number;
        readonly byteLength: number;
        readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
        readonly quality: number;
        readonly score: number;
        readonly contrast: number;
        readonly thumbHash: string;
        readonly dominant: string;
      }[];
    };
    costly: false;
  };
  /** Who did what to a creative, and when, oldest first, from the audit trail. */
  "GET /v1/creatives/{creative}/history": {
    path: {
      readonly creative: string;
    };
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly at: string;
        readonly actor: string;
        readonly action: string;
        readonly detail: Readonly<Record<string, unknown>>;
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** Approve, reject, reopen, retire or restore creatives, all or none. What is approved is live at once where its title's experiment has been opened. */
  "POST /v1/creatives/reviews": {
    path: null;
    query: null;
    body: {
      readonly creatives: readonly string[];
      readonly verdict: "approve" | "reject" | "retire" | "reopen" | "restore";
      /** A rejection must have one; kept in the history. */
      readonly reason?: string;
    };
    reply: {
      readonly reviewed: number;
    };
    costly: false;
  };
  /** What each try at a creative did not pass, and by how much. */
  "GET /v1/creatives/{creative}/rejections": {
    path: {
      readonly creative: string;
    };
    query: null;
    body: null;
    reply: {
      readonly rejections: readonly {
        readonly retry: number;
        readonly seed: number;
        readonly gate: string;
        readonly where: string | null;
        readonly measured: number;
        readonly limit: number;
        readonly detail: string | null;
      }[];
    };
    costly: false;
  };
  /** The share of tries that each gate refused, over all creatives or those of a title, a cluster or a job. */
  "GET /v1/rejections": {
    path: null;
    query: {
      readonly title?: string;
      readonly cluster?: string;
      readonly job?: string;
    };
    body: null;
    reply: {
      readonly creatives: number;
      readonly refused: number;
      readonly tries: number;
      readonly gates: readonly {
        readonly gate: string;
        readonly tries: number;
        readonly share: number;
      }[];
    };
    costly: false;
  };
  /** How many different pictures a title's creatives amount to, and which of them are most alike. */
  "GET /v1/titles/{title}/variety": {
    path: {
      readonly title: string;
    };
    query: null;
    body: null;
    reply: {
      readonly creatives: number;
      /** How many different pictures they amount to. */
      readonly effective: number;
      /** Of all creatives, 0..1. */
      readonly share: number;
      /** Below this share, copies are made anew. */
      readonly least: number;
      readonly holds: boolean;
      readonly alike: readonly {
        readonly creative: string;
        readonly nearest: string;
        readonly apart: number;
      }[];
    };
    costly: false;
  };
  /** Take creatives out of every answer, and their pictures with them, all or none. Their status stays. */
  "POST /v1/creatives/pulls": {
    path: null;
    query: null;
    body: {
      readonly creatives: readonly string[];
      readonly reason: "rights" | "safety" | "other";
      readonly note: string;
    };
    reply: {
      readonly creatives: number;
      /** Whether every API process has taken it over. One that has not said so in 5 s is stopped or cut off from the database: see the runbook. */
      readonly everywhere: boolean;
      /** How many API processes have not said so. */
      readonly behind: number;
      /** The pictures' addresses, without their endings: purge these from a CDN. */
      readonly images: readonly string[];
    };
    costly: false;
  };
  /** End pulls, all or none: each creative is again what its status says, live at once where it was. */
  "POST /v1/creatives/pulls/ends": {
    path: null;
    query: null;
    body: {
      readonly creatives: readonly string[];
      readonly note: string;
    };
    reply: {
      readonly creatives: number;
      /** Whether every API process has taken it over. One that has not said so in 5 s is stopped or cut off from the database: see the runbook. */
      readonly everywhere: boolean;
      /** How many API processes have not said so. */
      readonly behind: number;
      /** The pictures' addresses, without their endings: purge these from a CDN. */
      readonly images: readonly string[];
    };
    costly: false;
  };
  /** Open, change or close the experiment of a title: its arms, its mode and how it counts. What is left out stays as it is. */
  "POST /v1/experiments/{title}": {
    path: {
      readonly title: string;
    };
    query: null;
    body: {
      /** Left out: as it is; a new one is opened. */
      readonly state?: "open" | "closed";
      /** Clusters too small for a contest of their own, each with the one that it shares with. */
      readonly merged?: Readonly<Record<string, string>>;
      /** Approved creatives of the title, the control among them; `null`: all that are approved. */
      readonly arms?: readonly string[] | null;
      /** Arms that get no traffic until they are resumed, from this moment on. */
      readonly paused?: readonly {
        readonly creativeId: string;
        readonly reason: string;
      }[];
      /** Arms that are paused no longer. */
      readonly resume?: readonly string[];
      /** Laid over what stands, field by field; `null` takes `shares` or `guard` away. */
      readonly settings?: {
        readonly mode?: "bandit" | "ab" | "fixed" | "holdout";
        readonly shares?: readonly {
          readonly creativeId: string;
          readonly probability: number;
        }[] | null;
        readonly reward?: {
          readonly kind: "click";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS?: number;
        } | {
          readonly kind: "engaged";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS?: number;
          /** Watched at least so long. */
          readonly leastSeconds?: number;
          /** Watched at least this share of it. */
          readonly leastCompletion?: number;
        } | {
          readonly kind: "conversion";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS?: number;
        };
        readonly guard?: {
          readonly leastSeconds?: number;
          readonly leastCompletion?: number;
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS?: number;
          readonly leastShare?: number;
        } | null;
        readonly context?: readonly ("device" | "daypart")[];
        readonly exploration?: number;
        readonly challenge?: number;
        readonly leastEvidence?: number;
        readonly leastExposures?: number;
        readonly cycleDays?: number;
      };
    };
    reply: {
      readonly titleId: string;
      readonly state: "open" | "closed";
      readonly controlId: string;
      readonly openedAt: string;
      readonly merged: Readonly<Record<string, string>>;
      readonly arms?: readonly string[];
      readonly paused: readonly {
        readonly creativeId: string;
        readonly reason: string;
        readonly at: string;
      }[];
      readonly settings: {
        readonly mode: "bandit" | "ab" | "fixed" | "holdout";
        readonly shares?: readonly {
          readonly creativeId: string;
          readonly probability: number;
        }[];
        readonly reward: {
          readonly kind: "click";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
        } | {
          readonly kind: "engaged";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
          /** Watched at least so long. */
          readonly leastSeconds?: number;
          /** Watched at least this share of it. */
          readonly leastCompletion?: number;
        } | {
          readonly kind: "conversion";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
        };
        readonly guard?: {
          readonly leastSeconds: number;
          readonly leastCompletion?: number;
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
          readonly leastShare: number;
        };
        readonly context: readonly ("device" | "daypart")[];
        readonly exploration: number;
        readonly challenge: number;
        readonly leastEvidence: number;
        readonly leastExposures: number;
        readonly cycleDays: number;
      };
    };
    costly: false;
  };
  /** What is known of every arm in every cluster, who leads, who has won, and by how much. */
  "GET /v1/experiments/{title}": {
    path: {
      readonly title: string;
    };
    query: null;
    body: null;
    reply: {
      readonly titleId: string;
      readonly state: "open" | "closed";
      readonly controlId: string;
      readonly openedAt: string;
      readonly merged: Readonly<Record<string, string>>;
      readonly arms?: readonly string[];
      readonly paused: readonly {
        readonly creativeId: string;
        readonly reason: string;
        readonly at: string;
      }[];
      readonly settings: {
        readonly mode: "bandit" | "ab" | "fixed" | "holdout";
        readonly shares?: readonly {
          readonly creativeId: string;
          readonly probability: number;
        }[];
        readonly reward: {
          readonly kind: "click";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
        } | {
          readonly kind: "engaged";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
          /** Watched at least so long. */
          readonly leastSeconds?: number;
          /** Watched at least this share of it. */
          readonly leastCompletion?: number;
        } | {
          readonly kind: "conversion";
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
        };
        readonly guard?: {
          readonly leastSeconds: number;
          readonly leastCompletion?: number;
          /** Seconds after the exposure in which it counts; an exposure is learned from once they are over. */
          readonly withinS: number;
          readonly leastShare: number;
        };
        readonly context: readonly ("device" | "daypart")[];
        readonly exploration: number;
        readonly challenge: number;
        readonly leastEvidence: number;
        readonly leastExposures: number;
        readonly cycleDays: number;
      };
      readonly policyVersion: number;
      /** The one artwork that would get most clicks if every cluster were shown the same. */
      readonly bestForEverybody: string | null;
      readonly systemLift: {
        /** One rate over the other's, minus 1: 0.2 is 20 % more. */
        readonly ratio: number;
        readonly low: number;
        /** 95 % interval: `low` to `high`. */
        readonly high: number;
        readonly experiment: {
          readonly exposures: number;
          readonly clicks: number;
        };
        readonly holdout: {
          readonly exposures: number;
          readonly clicks: number;
        };
      } | null;
      readonly clusters: readonly {
        readonly clusterId: string;
        readonly exposures: number;
        readonly clicks: number;
        readonly leader: string | null;
        readonly winner: {
          readonly creativeId: string;
          readonly declaredAt: string;
        } | null;
        /** What still keeps the leader from being a winner. */
        readonly missing: readonly string[];
        readonly liftOverControl: {
          readonly creativeId: string;
          readonly over: string;
          /** The policy version from which on it is measured. */
          readonly since: number;
          /** One rate over the other's, minus 1: 0.2 is 20 % more. */
          readonly ratio: number;
          readonly low: number;
          /** 95 % interval: `low` to `high`. */
          readonly high: number;
          /** Over what users see who are in no experiment, or over the other artwork's own draws. */
          readonly reference: "holdout" | "draws";
        } | null;
        readonly liftOverBestForEverybody: {
          readonly creativeId: string;
          readonly over: string;
          /** The policy version from which on it is measured. */
          readonly since: number;
          /** One rate over the other's, minus 1: 0.2 is 20 % more. */
          readonly ratio: number;
          readonly low: number;
          /** 95 % interval: `low` to `high`. */
          readonly high: number;
          /** Over what users see who are in no experiment, or over the other artwork's own draws. */
          readonly reference: "holdout" | "draws";
        } | null;
        readonly systemLift: {
          /** One rate over the other's, minus 1: 0.2 is 20 % more. */
          readonly ratio: number;
          readonly low: number;
          /** 95 % interval: `low` to `high`. */
          readonly high: number;
          readonly experiment: {
            readonly exposures: number;
            readonly clicks: number;
          };
          readonly holdout: {
            readonly exposures: number;
            readonly clicks: number;
          };
        } | null;
        readonly sampleRatio: {
          /** How likely chance alone is to make counts as far from the logged shares. */
          readonly pValue: number;
          /** Under 0.001, or an arm was shown that could not be: something eats events. No winner is declared. */
          readonly flagged: boolean;
          readonly statistic: number;
          readonly degrees: number;
          /** The first of every visitor: later ones are no lots. */
          readonly exposures: number;
          /** Shown under a policy that gave them no share. */
          readonly impossible: readonly string[];
          readonly arms: readonly {
            readonly creativeId: string;
            readonly shown: number;
            readonly expected: number;
          }[];
        };
        readonly arms: readonly {
          readonly creativeId: string;
          /** As counted, however it came to be shown. */
          readonly exposures: number;
          readonly clicks: number;
          /** Rewarded exposures of a hundred, as a share: every drawn one weighted by the inverse of its propensity, because what a policy chose to show has no fair mean. Before any was drawn: what the arm is taken for. */
          readonly rate: number;
          readonly low: number;
          readonly high: number;
          /** Null for the control, and while either is unknown. */
          readonly liftOverControl: {
            /** One rate over the other's, minus 1: 0.2 is 20 % more. */
            readonly ratio: number;
            readonly low: number;
            /** 95 % interval: `low` to `high`. */
            readonly high: number;
            /** Over what users see who are in no experiment, or over the other artwork's own draws. */
            readonly reference: "holdout" | "draws";
          } | null;
          /** Confidence sequences: the 95 % hold over all looks together. Null for the control, and until both were drawn. */
          readonly anytimeOverControl: {
            /** Click rate over the control's, minus 1: -0.05 is 5 % less. */
            readonly low: number;
            /** Null: nothing is ruled out above. */
            readonly high: number | null;
            /** Click rate minus the control's. */
            readonly differenceLow: number;
            readonly differenceHigh: number;
            /** For no difference; may be looked at at any time, and stopped at. */
            readonly pValue: number;
          } | null;
          readonly probabilityBest: number;
          /** Click rate that choosing this arm is expected to lose. */
          readonly expectedLoss: number;
          /** Its part of the cluster's traffic now. */
          readonly share: number;
          /** `fatigued`: who has seen it often clicks less, so it may rest and come back. `poor`: it was behind the others at first sight. */
          readonly fatigue: "fatigued" | "poor" | "steady" | "unknown";
        }[];
      }[];
    };
    costly: false;
  };
  /** What palettes, moods, hooks and the like are worth, cluster by cluster, over all titles in experiments. */
  "GET /v1/effects": {
    path: null;
    query: {
      /** Of this cluster alone. */
      readonly cluster?: string;
    };
    body: null;
    reply: {
      /** None for a cluster in which fewer than 10 titles were seen; levels of fewer than 5 are left out. */
      readonly items: readonly {
        readonly clusterId: string;
        readonly attribute: "palette" | "mood" | "composition" | "focal" | "style" | "emphasis" | "treatment" | "look" | "tone" | "hook";
        readonly level: string;
        /** 0.12 is 12 % more. */
        readonly ratio: number;
        /** 95 % interval: all intervals of one cluster hold together with that probability. */
        readonly low: number;
        readonly high: number;
        /** The interval excludes no effect. */
        readonly proven: boolean;
        readonly artworks: number;
        readonly titles: number;
      }[];
    };
    costly: false;
  };
  /** What the whole system is worth over showing everybody the control: in all, per cluster and per title. */
  "GET /v1/lifts": {
    path: null;
    query: null;
    body: null;
    reply: {
      readonly workspace: {
        /** One rate over the other's, minus 1: 0.2 is 20 % more. */
        readonly ratio: number;
        readonly low: number;
        /** 95 % interval: `low` to `high`. */
        readonly high: number;
        readonly experiment: {
          readonly exposures: number;
          readonly clicks: number;
        };
        readonly holdout: {
          readonly exposures: number;
          readonly clicks: number;
        };
      } | null;
      readonly clusters: readonly {
        readonly clusterId: string;
        readonly lift: {
          /** One rate over the other's, minus 1: 0.2 is 20 % more. */
          readonly ratio: number;
          readonly low: number;
          /** 95 % interval: `low` to `high`. */
          readonly high: number;
          readonly experiment: {
            readonly exposures: number;
            readonly clicks: number;
          };
          readonly holdout: {
            readonly exposures: number;
            readonly clicks: number;
          };
        } | null;
      }[];
      readonly titles: readonly {
        readonly titleId: string;
        readonly lift: {
          /** One rate over the other's, minus 1: 0.2 is 20 % more. */
          readonly ratio: number;
          readonly low: number;
          /** 95 % interval: `low` to `high`. */
          readonly high: number;
          readonly experiment: {
            readonly exposures: number;
            readonly clicks: number;
          };
          readonly holdout: {
            readonly exposures: number;
            readonly clicks: number;
          };
        } | null;
      }[];
    };
    costly: false;
  };
  /** Change the policy that all of the workspace's experiments learn by, unless its own log says it is worse. */
  "POST /v1/policy": {
    path: null;
    query: null;
    body: {
      /** One of marquee, thompson[:A,B], eps-greedy[:SHARE], uniform. */
      readonly policy: string;
      readonly options?: {
        /** Of `eps-greedy`: what is spread over all arms. */
        readonly share?: number;
        /** Of `thompson`: Beta(a, b). */
        readonly prior?: {
          readonly a: number;
          readonly b: number;
        };
      };
      /** `accept`: release it even though the log is too thin to judge it. The audit says so. */
      readonly unproven?: "refuse" | "accept";
    };
    reply: {
      readonly policy: string;
      readonly released: boolean;
      readonly judgement: {
        /** Drawn decisions that were read, the newest part of them when too many. */
        readonly decisions: number;
        /** Of these, those that the figures are of; the others were learned from. */
        readonly judgedOn: number;
        readonly candidate: {
          readonly ips: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly snips: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly dr: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly switchDr: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          /** So many decisions of the policy's own would tell as much. */
          readonly ess: number;
          readonly maxWeight: number;
        };
        readonly present: {
          readonly ips: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly snips: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly dr: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          readonly switchDr: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          /** So many decisions of the policy's own would tell as much. */
          readonly ess: number;
          readonly maxWeight: number;
        };
        /** Candidate less present, doubly robust. */
        readonly difference: {
          readonly value: number;
          readonly low: number;
          readonly high: number;
        };
        /** `refused`: too thin to tell. */
        readonly verdict: "better" | "worse" | "cannot-tell" | "refused";
        readonly why: string;
        readonly notes: readonly string[];
      } | null;
    };
    costly: false;
  };
  /** The policy that the workspace's experiments learn by, and what was released when, newest first. */
  "GET /v1/policy": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        /** Send as `after` for what was released before. */
        readonly id: string;
        readonly at: string;
        readonly actor: string;
        readonly policy: string;
        readonly before: string;
        /** Somebody accepted that the log was too thin to judge it. */
        readonly unproven: boolean;
        readonly judgement: {
          /** Drawn decisions that were read, the newest part of them when too many. */
          readonly decisions: number;
          /** Of these, those that the figures are of; the others were learned from. */
          readonly judgedOn: number;
          readonly candidate: {
            readonly ips: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly snips: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly dr: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly switchDr: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            /** So many decisions of the policy's own would tell as much. */
            readonly ess: number;
            readonly maxWeight: number;
          };
          readonly present: {
            readonly ips: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly snips: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly dr: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            readonly switchDr: {
              readonly value: number;
              readonly low: number;
              readonly high: number;
            };
            /** So many decisions of the policy's own would tell as much. */
            readonly ess: number;
            readonly maxWeight: number;
          };
          /** Candidate less present, doubly robust. */
          readonly difference: {
            readonly value: number;
            readonly low: number;
            readonly high: number;
          };
          /** `refused`: too thin to tell. */
          readonly verdict: "better" | "worse" | "cannot-tell" | "refused";
          readonly why: string;
          readonly notes: readonly string[];
        };
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
      readonly policy: string;
    };
    costly: false;
  };
  /** Every winner that a title's experiment ever declared, with its evidence and, where it ended, when and why. */
  "GET /v1/experiments/{title}/winners": {
    path: {
      readonly title: string;
    };
    query: null;
    body: null;
    reply: {
      readonly winners: readonly {
        readonly titleId: string;
        readonly clusterId: string;
        readonly creativeId: string;
        /** The policy that followed from the same counts. */
        readonly policyVersion: number;
        /** The numbers that proved it, as they stood: see docs/proof.md for what each means. */
        readonly evidence: Readonly<Record<string, unknown>> | null;
        readonly declaredAt: string;
        /** Null while it stands. */
        readonly reversedAt: string | null;
        /** Null: it stands, or another winner took its place. */
        readonly reversal: {
          readonly by: string;
          readonly reason: string;
          readonly policyVersion: number;
        } | null;
      }[];
    };
    costly: false;
  };
  /** Take a cluster's winner back. It is declared again only by what is seen from the next policy version on; nothing is served differently meanwhile. */
  "POST /v1/experiments/{title}/winners/{cluster}/reverse": {
    path: {
      readonly title: string;
      readonly cluster: string;
    };
    query: null;
    body: {
      readonly reason: string;
    };
    reply: {
      readonly titleId: string;
      readonly clusterId: string;
      readonly creativeId: string;
      /** The policy that followed from the same counts. */
      readonly policyVersion: number;
      /** The numbers that proved it, as they stood: see docs/proof.md for what each means. */
      readonly evidence: Readonly<Record<string, unknown>> | null;
      readonly declaredAt: string;
      /** Null while it stands. */
      readonly reversedAt: string | null;
      /** Null: it stands, or another winner took its place. */
      readonly reversal: {
        readonly by: string;
        readonly reason: string;
        readonly policyVersion: number;
      } | null;
    };
    costly: false;
  };
  /** The artwork and copy for one user, or for a cluster, answered from memory. */
  "GET /v1/artwork/{title}": {
    path: {
      readonly title: string;
    };
    query: {
      readonly user?: string;
      readonly cluster?: string;
      readonly channel?: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
      readonly locale?: "en" | "uk";
      /** For `image`; the nearest that there is. */
      readonly density?: "1" | "2";
      /** For `image`; WebP, then JPEG, where the channel does not have it. */
      readonly format?: "avif" | "webp" | "jpeg";
      /** What the artwork is seen on. */
      readonly device?: "tv" | "desktop" | "mobile" | "tablet";
      /** Of the viewer's own clock, 0 to 23; or say the `daypart`. */
      readonly hour?: string;
      /** Of the viewer's own clock; or say the `hour`. */
      readonly daypart?: "morning" | "day" | "evening" | "night";
      /** How gladly the user sees artwork that is unlike what the cluster likes, 0 to 1; left out: 0.5. */
      readonly novelty?: string;
    };
    body: null;
    reply: {
      readonly titleId: string;
      readonly creativeId: string;
      readonly clusterId: string;
      readonly channel: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
      /** The language of the picture's title; the asked one where it exists. */
      readonly locale: "en" | "uk";
      /** The one for a plain `<img>`: WebP, or JPEG for a channel without it. */
      readonly image: {
        readonly format: "avif" | "webp" | "jpeg";
        readonly density: 1 | 2;
        readonly widthPx: number;
        readonly heightPx: number;
        readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
        readonly url: string;
      };
      /** Every file of the same picture, for `<picture>` and `srcset`. */
      readonly sources: readonly {
        readonly format: "avif" | "webp" | "jpeg";
        readonly density: 1 | 2;
        readonly widthPx: number;
        readonly heightPx: number;
        readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
        readonly url: string;
      }[];
      /** A placeholder, base64: https://evanw.github.io/thumbhash. */
      readonly thumbHash: string;
      /** #rrggbb, for what is shown before anything else. */
      readonly dominant: string;
      readonly copy: {
        readonly headline: string;
        readonly description: string;
        /** The words on the button. */
        readonly cta: string;
        /** What the picture shows, for people who do not see it. */
        readonly alt: string;
        /** Of an e-mail. */
        readonly subject?: string;
        /** The line that mail programs show after the subject. */
        readonly preheader?: string;
        /** The body of a push notification. */
        readonly push?: string;
      } | null;
      readonly aiGenerated: true;
      /** What the files themselves say they are (IPTC NewsCodes). */
      readonly digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" | "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
      /** The probability with which this arm was chosen. */
      readonly propensity: number;
      /** How it came to be chosen: drawn by the policy, for `novelty` or to differ in its `row`; or held: in the `holdout`, `kept` because the user's changes are spent, `locked` by a play, `fixed` by the experiment, or a `fallback`. */
      readonly basis: "policy" | "novelty" | "row" | "holdout" | "kept" | "locked" | "fixed" | "fallback";
      /** The arms that could have been chosen. */
      readonly eligible: readonly string[];
      readonly policyVersion: number;
      /** Send it back with the exposure and the click. */
      readonly token: string;
    };
    costly: false;
  };
  /** The artwork and copy for a row of titles, for one user or a cluster, answered from memory: neighbours look different. */
  "POST /v1/artwork": {
    path: null;
    query: null;
    body: {
      /** In the order in which they are shown. */
      readonly titles: readonly string[];
      /** Whether artwork turns from what the two before it look like: palette, mood and composition. */
      readonly diverse?: boolean;
      readonly user?: string;
      readonly cluster?: string;
      readonly channel?: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
      readonly locale?: "en" | "uk";
      /** For `image`; the nearest that there is. */
      readonly density?: 1 | 2;
      /** For `image`; WebP, then JPEG, where the channel does not have it. */
      readonly format?: "avif" | "webp" | "jpeg";
      /** What the artwork is seen on. */
      readonly device?: "tv" | "desktop" | "mobile" | "tablet";
      /** Of the viewer's own clock, 0 to 23; or say the `daypart`. */
      readonly hour?: number;
      /** Of the viewer's own clock; or say the `hour`. */
      readonly daypart?: "morning" | "day" | "evening" | "night";
      /** How gladly the user sees artwork that is unlike what the cluster likes, 0 to 1; left out: 0.5. */
      readonly novelty?: number;
    };
    reply: {
      /** One a title, in the order that was asked; either is null. */
      readonly items: readonly {
        readonly titleId: string;
        readonly artwork: {
          readonly titleId: string;
          readonly creativeId: string;
          readonly clusterId: string;
          readonly channel: "web" | "poster" | "square" | "tv" | "story" | "email" | "push";
          /** The language of the picture's title; the asked one where it exists. */
          readonly locale: "en" | "uk";
          /** The one for a plain `<img>`: WebP, or JPEG for a channel without it. */
          readonly image: {
            readonly format: "avif" | "webp" | "jpeg";
            readonly density: 1 | 2;
            readonly widthPx: number;
            readonly heightPx: number;
            readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
            readonly url: string;
          };
          /** Every file of the same picture, for `<picture>` and `srcset`. */
          readonly sources: readonly {
            readonly format: "avif" | "webp" | "jpeg";
            readonly density: 1 | 2;
            readonly widthPx: number;
            readonly heightPx: number;
            readonly contentType: "image/avif" | "image/webp" | "image/jpeg";
            readonly url: string;
          }[];
          /** A placeholder, base64: https://evanw.github.io/thumbhash. */
          readonly thumbHash: string;
          /** #rrggbb, for what is shown before anything else. */
          readonly dominant: string;
          readonly copy: {
            readonly headline: string;
            readonly description: string;
            /** The words on the button. */
            readonly cta: string;
            /** What the picture shows, for people who do not see it. */
            readonly alt: string;
            /** Of an e-mail. */
            readonly subject?: string;
            /** The line that mail programs show after the subject. */
            readonly preheader?: string;
            /** The body of a push notification. */
            readonly push?: string;
          } | null;
          readonly aiGenerated: true;
          /** What the files themselves say they are (IPTC NewsCodes). */
          readonly digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" | "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
          /** The probability with which this arm was chosen. */
          readonly propensity: number;
          /** How it came to be chosen: drawn by the policy, for `novelty` or to differ in its `row`; or held: in the `holdout`, `kept` because the user's changes are spent, `locked` by a play, `fixed` by the experiment, or a `fallback`. */
          readonly basis: "policy" | "novelty" | "row" | "holdout" | "kept" | "locked" | "fixed" | "fallback";
          /** The arms that could have been chosen. */
          readonly eligible: readonly string[];
          readonly policyVersion: number;
          /** Send it back with the exposure and the click. */
          readonly token: string;
        } | null;
        readonly error: {
          readonly code: "invalid_request" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "route_not_found" | "method_not_allowed" | "key_missing" | "key_unknown" | "scope_missing" | "workspace_not_found" | "title_not_found" | "title_not_drawable" | "cluster_not_found" | "job_not_found" | "creative_not_found" | "experiment_not_found" | "winner_not_found" | "image_withdrawn" | "image_not_found" | "id_taken" | "idempotency_key_missing" | "idempotency_key_reused" | "idempotency_in_progress" | "job_not_movable" | "creative_not_reviewable" | "nothing_approved" | "no_artwork" | "asset_not_found" | "asset_too_large" | "asset_format_refused" | "asset_unreadable" | "assets_busy" | "asset_fetch_refused" | "asset_fetch_failed" | "plan_impossible" | "policy_worse" | "policy_unproven" | "policy_overtaken" | "statistics_busy" | "statistics_late" | "storage_full" | "database_away" | "queue_away" | "text_endpoint_away" | "text_endpoint_refused" | "text_budget_spent" | "shutting_down" | "internal";
          readonly message: string;
        } | null;
      }[];
    };
    costly: false;
  };
  /** Report what happened to decisions. Kept when the answer comes; repeats count once. */
  "POST /v1/events": {
    path: null;
    query: null;
    body: {
      readonly events: readonly {
        /** `exposure`: it was seen. `click`. `play`: playing began, and the artwork stays. `view`: played for some time; may be sent again while it goes on, and the longest report counts. `conversion`: bought, subscribed, booked. */
        readonly kind: "exposure" | "click" | "play" | "view" | "conversion";
        /** Of the decision; `GET /v1/artwork` gave it. */
        readonly token: string;
        /** Of a view: how long it lasted. */
        readonly seconds?: number;
        /** Of a view: the share of the title watched. */
        readonly completion?: number;
      }[];
    };
    reply: {
      readonly accepted: number;
      readonly duplicates: number;
    };
    costly: false;
  };
  /** The bytes of a rendition. The address never changes its content; caches ask again after 30 seconds whether it was withdrawn. */
  "GET /images/{file}": {
    path: {
      readonly file: string;
    };
    query: null;
    body: null;
    reply: Uint8Array;
    costly: false;
  };
  /** The workspaces that this key may see: its own. */
  "GET /v1/workspaces": {
    path: null;
    query: {
      /** The `next` of the page before. */
      readonly after?: string;
      readonly limit?: number;
    };
    body: null;
    reply: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly brand: {
          readonly colours?: readonly [string, string, string, string];
          readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
          readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
          readonly logo?: {
            readonly asset: {
              readonly blob: string;
              readonly widthPx: number;
              readonly heightPx: number;
            };
            readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
            readonly clearSpace: number;
          };
          readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
          readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
          readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
          readonly forbiddenWords: readonly string[];
        };
        readonly autoApprove: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
        readonly deciding: {
          readonly holdout: number;
          readonly changesAMonth: number;
          readonly lockAfterPlay: boolean;
          readonly novelty: number;
          readonly policy: string;
        };
      }[];
      /** Send as `after` for the following page; null at the end. */
      readonly next: string | null;
    };
    costly: false;
  };
  /** One workspace: its name, its brand kit, and the channels that need no approval. */
  "GET /v1/workspaces/{workspace}": {
    path: {
      readonly workspace: string;
    };
    query: null;
    body: null;
    reply: {
      readonly id: string;
      readonly name: string;
      readonly brand: {
        readonly colours?: readonly [string, string, string, string];
        readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly logo?: {
          readonly asset: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
          readonly clearSpace: number;
        };
        readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly forbiddenWords: readonly string[];
      };
      readonly autoApprove: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly deciding: {
        readonly holdout: number;
        readonly changesAMonth: number;
        readonly lockAfterPlay: boolean;
        readonly novelty: number;
        readonly policy: string;
      };
    };
    costly: false;
  };
  /** Rename a workspace, name the channels in which creatives go live without a person's approval, or say how it decides. */
  "POST /v1/workspaces/{workspace}": {
    path: {
      readonly workspace: string;
    };
    query: null;
    body: {
      readonly name?: string;
      /** What passes its gates from now on is live in exactly these channels at once; the empty list switches it off. */
      readonly autoApprove?: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      /** Of all its titles, laid over what stands. The policy that learns is released by a route of its own. */
      readonly deciding?: {
        readonly holdout?: number;
        readonly changesAMonth?: number;
        readonly lockAfterPlay?: boolean;
        readonly novelty?: number;
      };
    };
    reply: {
      readonly id: string;
      readonly name: string;
      readonly brand: {
        readonly colours?: readonly [string, string, string, string];
        readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly logo?: {
          readonly asset: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
          readonly clearSpace: number;
        };
        readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly forbiddenWords: readonly string[];
      };
      readonly autoApprove: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly deciding: {
        readonly holdout: number;
        readonly changesAMonth: number;
        readonly lockAfterPlay: boolean;
        readonly novelty: number;
        readonly policy: string;
      };
    };
    costly: false;
  };
  /** Set the brand kit, whole. Creatives that are planned from now on keep to it. */
  "POST /v1/workspaces/{workspace}/brand": {
    path: {
      readonly workspace: string;
    };
    query: null;
    body: {
      readonly colours?: readonly [string, string, string, string];
      readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
      readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
      readonly logo?: {
        readonly asset: {
          readonly blob: string;
          readonly widthPx: number;
          readonly heightPx: number;
        };
        readonly corner?: "top-left" | "top-right" | "bottom-left" | "bottom-right";
        readonly clearSpace?: number;
      };
      readonly forbiddenLooks?: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
      readonly forbiddenStyles?: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
      readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
      readonly forbiddenWords?: readonly string[];
    };
    reply: {
      readonly id: string;
      readonly name: string;
      readonly brand: {
        readonly colours?: readonly [string, string, string, string];
        readonly palettes?: readonly ("ember" | "tide" | "noir" | "dusk" | "meadow" | "neon" | "sepia" | "frost")[];
        readonly treatments?: readonly ("bill" | "headline" | "monument" | "cold" | "machine" | "gothic" | "novel" | "playbill" | "omen" | "cartoon")[];
        readonly logo?: {
          readonly asset: {
            readonly blob: string;
            readonly widthPx: number;
            readonly heightPx: number;
          };
          readonly corner: "top-left" | "top-right" | "bottom-left" | "bottom-right";
          readonly clearSpace: number;
        };
        readonly forbiddenLooks: readonly ("clean" | "grain" | "vignette" | "duotone" | "halftone" | "leak" | "frame")[];
        readonly forbiddenStyles: readonly ("oil" | "watercolour" | "ink" | "gouache" | "print" | "noir")[];
        readonly tones?: readonly ("epic" | "warm" | "wry" | "dark")[];
        readonly forbiddenWords: readonly string[];
      };
      readonly autoApprove: readonly ("web" | "poster" | "square" | "tv" | "story" | "email" | "push")[];
      readonly deciding: {
        readonly holdout: number;
        readonly changesAMonth: number;
        readonly lockAfterPlay: boolean;
        readonly novelty: number;
        readonly policy: string;
      };
    };
    costly: false;
  };
  /** The process answers. */
  "GET /healthz": {
    path: null;
    query: null;
    body: null;
    reply: {
      readonly status: "ok";
    };
    costly: false;
  };
  /** The service can do all of its work. Decisions may go on when this says no. */
  "GET /readyz": {
    path: null;
    query: null;
    body: null;
    reply: {
      readonly status: "ready";
      readonly snapshot: {
        readonly revision: number;
        readonly policyVersion: number;
        readonly ageMs: number;
      };
      readonly queueOldestWaitMs: number;
    };
    costly: false;
  };
};
