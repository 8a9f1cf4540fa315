import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { type Ledger, memoryLedger, type Spent } from "./ledger.ts";

/** The most that an endpoint may be asked for; what is left out is not limited. */
export const BudgetSettings = z.strictObject({
  /** Read and written together. */
  maxTokens: z.int().nonnegative().optional(),
  /** Attempts, whether they were answered or not. */
  maxRequests: z.int().nonnegative().optional(),
  /** In the currency of `prices`. */
  maxCost: z.number().nonnegative().optional(),
  /** For a million tokens. */
  prices: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
});
export type BudgetSettings = z.infer<typeof BudgetSettings>;

export type Tokens = { readonly input: number; readonly output: number };

/** Holds back what an attempt may cost before it is made, so that attempts at the same time cannot overspend together. */
export type Purse = {
  /**
   * @returns how to say what it did cost; a reservation that is never settled stays spent
   * @throws AppError `text_budget_spent`, and nothing is held back
   */
  reserve(most: Tokens): Promise<(actual: Tokens) => Promise<void>>;
};

/** @param ledger keeps what was spent in the current day; without it, in this process since it started */
export function openPurse(budget: BudgetSettings, ledger: Ledger = memoryLedger()): Purse {
  const { prices, maxCost } = BudgetSettings.parse(budget);
  if (maxCost !== undefined && !prices) throw new Error("the text endpoint's budget has a maxCost and no prices");
  const entryFor = ({ input, output }: Tokens, requests: number): Spent => ({
    requests,
    tokens: input + output,
    cost: prices ? (input * prices.input + output * prices.output) / 1e6 : 0,
  });
  return {
    async reserve(most) {
      const held = entryFor(most, 1);
      const total = await ledger.add(held);
      const over = overspent(total, budget);
      if (over !== null) {
        await ledger.add(minus({ requests: 0, tokens: 0, cost: 0 }, held));
        throw new AppError("text_budget_spent", `the next request could go over ${over}`);
      }
      return async (actual) => {
        await ledger.add(minus(entryFor(actual, 1), held));
      };
    },
  };
}

function overspent(total: Spent, { maxTokens, maxRequests, maxCost }: BudgetSettings): string | null {
  if (maxRequests !== undefined && total.requests > maxRequests) return `the budget of ${maxRequests} requests`;
  if (maxTokens !== undefined && total.tokens > maxTokens) return `the budget of ${maxTokens} tokens`;
  if (maxCost !== undefined && total.cost > maxCost) return `the budget of ${maxCost} in money`;
  return null;
}

const minus = (one: Spent, other: Spent): Spent => ({
  requests: one.requests - other.requests,
  tokens: one.tokens - other.tokens,
  cost: one.cost - other.cost,
});
