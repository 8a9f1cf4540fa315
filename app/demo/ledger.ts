/** One visit as it went, with what was possible in truth. All rates are clicks per visit. */
export type Outcome = {
  readonly policyVersion: number;
  readonly clicked: boolean;
  readonly best: number;
  readonly bestForEverybody: number;
  readonly control: number;
};

/** A stretch of visits. `best`, `bestForEverybody` and `control` are true rates, averaged over its visits. */
export type Stretch = {
  readonly visits: number;
  readonly clicks: number;
  readonly best: number;
  readonly bestForEverybody: number;
  readonly control: number;
};

type Sums = { visits: number; clicks: number; best: number; bestForEverybody: number; control: number };

/** Adds up a demo's visits: by policy version, and by their order. */
export class Ledger {
  readonly #stepVisits: number;
  readonly #versions = new Map<number, Sums>();
  readonly #steps: Sums[] = [];
  #visits = 0;
  #clicks = 0;

  /** @param stepVisits the first and the last tenth are rounded to this many visits */
  constructor(stepVisits = 200) {
    this.#stepVisits = stepVisits;
  }

  add(outcome: Outcome): void {
    if (this.#visits % this.#stepVisits === 0) this.#steps.push(nothing());
    const version = this.#versions.get(outcome.policyVersion) ?? nothing();
    this.#versions.set(outcome.policyVersion, version);
    for (const sums of [version, this.#steps.at(-1) as Sums]) {
      sums.visits++;
      sums.clicks += outcome.clicked ? 1 : 0;
      sums.best += outcome.best;
      sums.bestForEverybody += outcome.bestForEverybody;
      sums.control += outcome.control;
    }
    this.#visits++;
    this.#clicks += outcome.clicked ? 1 : 0;
  }

  get visits(): number {
    return this.#visits;
  }
  get clicks(): number {
    return this.#clicks;
  }
  /** The newest policy that answered a visit. */
  get policyVersion(): number {
    return Math.max(0, ...this.#versions.keys());
  }
  /** How many policies answered visits. */
  get versions(): number {
    return this.#versions.size;
  }
  get firstTenth(): Stretch {
    return averaged(this.#steps.slice(0, this.#tenth).reduce(plus, nothing()));
  }
  get lastTenth(): Stretch {
    return averaged(this.#steps.slice(-this.#tenth).reduce(plus, nothing()));
  }
  get #tenth(): number {
    return Math.max(1, Math.round(this.#steps.length / 10));
  }

  /** One stretch a policy version, in order; versions that few visits met are joined with the next. */
  curve(leastVisits: number): readonly (Stretch & { readonly policyVersion: number })[] {
    const stretches: { sums: Sums; policyVersion: number }[] = [];
    for (const [policyVersion, sums] of [...this.#versions].sort(([a], [b]) => a - b)) {
      const last = stretches.at(-1);
      if (last && last.sums.visits < leastVisits)
        stretches[stretches.length - 1] = { policyVersion, sums: plus(last.sums, sums) };
      else stretches.push({ policyVersion, sums });
    }
    const [before, end] = stretches.slice(-2);
    if (before && end && end.sums.visits < leastVisits) {
      stretches.splice(-2, 2, { policyVersion: end.policyVersion, sums: plus(before.sums, end.sums) });
    }
    return stretches.map(({ sums, policyVersion }) => ({ ...averaged(sums), policyVersion }));
  }
}

function nothing(): Sums {
  return { visits: 0, clicks: 0, best: 0, bestForEverybody: 0, control: 0 };
}

const plus = (a: Sums, b: Sums): Sums => ({
  visits: a.visits + b.visits,
  clicks: a.clicks + b.clicks,
  best: a.best + b.best,
  bestForEverybody: a.bestForEverybody + b.bestForEverybody,
  control: a.control + b.control,
});

const averaged = ({ visits, clicks, best, bestForEverybody, control }: Sums): Stretch => {
  const mean = (sum: number) => (visits > 0 ? sum / visits : 0);
  return { visits, clicks, best: mean(best), bestForEverybody: mean(bestForEverybody), control: mean(control) };
};
