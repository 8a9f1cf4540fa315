import type { SnapshotStore } from "../core/ports.ts";
import type { SnapshotRows } from "../core/snapshot.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { Assignments } from "./assignments.ts";
import { Decider } from "./decide.ts";

/** One decider a workspace, each with that workspace's rows alone: no question can be answered with another's. */
export class Deciders {
  readonly #saltOf: (workspace: WorkspaceId) => string;
  readonly #staleAfterMs: number | undefined;
  #withheld: ReadonlySet<string> = new Set();
  /** Visitors of one workspace are unknown in every other, so one memory serves all. */
  readonly assignments: Assignments = new Assignments();
  readonly #deciders = new Map<WorkspaceId, Decider>();
  readonly #held = new Map<WorkspaceId, SnapshotRows>();

  constructor(saltOf: (workspace: WorkspaceId) => string, staleAfterMs?: number) {
    this.#saltOf = saltOf;
    this.#staleAfterMs = staleAfterMs;
  }

  /** Empty until the first `follow` after the workspace was made. */
  of(workspace: WorkspaceId): Decider {
    const known =
      this.#deciders.get(workspace) ?? new Decider(this.#saltOf(workspace), this.#staleAfterMs, this.assignments);
    this.#deciders.set(workspace, known);
    return known;
  }

  /** Whether only pulled creatives use a blob. */
  has(blob: string): boolean {
    return this.#withheld.has(blob);
  }

  /**
   * Loads the workspaces that have changed since they were loaded. Calls must not overlap.
   *
   * @returns the policies that could not be read, each with its workspace and why
   */
  async follow(snapshots: SnapshotStore, now: () => number): Promise<readonly string[]> {
    let changed = false;
    const refused: string[] = [];
    for (const [workspace, revision] of await snapshots.revisions()) {
      const decider = this.of(workspace);
      if (decider.state(now()).revision === revision) decider.confirm(now());
      else {
        const rows = await snapshots.load(workspace, this.#held.get(workspace));
        this.#held.set(workspace, rows);
        // Before the answers change, so that a withdrawn picture is never served after its creative has gone.
        if (!changed) this.#withheld = await snapshots.withheld();
        changed = true;
        decider.load(rows, now());
        refused.push(...rows.refused.map((why) => `${workspace}: ${why}`));
      }
    }
    return refused;
  }
}
