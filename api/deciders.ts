import type { SnapshotStore } from "../core/ports.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import { Decider } from "./decide.ts";

/** One decider a workspace, each with that workspace's rows alone: no question can be answered with another's. */
export class Deciders {
  readonly #saltOf: (workspace: WorkspaceId) => string;
  readonly #deciders = new Map<WorkspaceId, Decider>();

  constructor(saltOf: (workspace: WorkspaceId) => string) {
    this.#saltOf = saltOf;
  }

  /** Empty until the first `follow` after the workspace was made. */
  of(workspace: WorkspaceId): Decider {
    const known = this.#deciders.get(workspace) ?? new Decider(this.#saltOf(workspace));
    this.#deciders.set(workspace, known);
    return known;
  }

  /** Loads the workspaces that have changed since they were loaded. Calls must not overlap. */
  async follow(snapshots: SnapshotStore, now: () => number): Promise<void> {
    for (const [workspace, revision] of await snapshots.revisions()) {
      const decider = this.of(workspace);
      if (decider.state(now()).revision === revision) decider.confirm(now());
      else decider.load(await snapshots.load(workspace), now());
    }
  }
}
