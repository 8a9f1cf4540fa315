import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export type Process = { readonly pid: number; readonly parent: number; readonly command: string };

/** Every process of the machine, from /proc where there is one. */
function processes(): readonly Process[] {
  if (process.platform === "linux") return readdirSync("/proc").flatMap((name) => fromProc(Number(name)));
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" }).trim().split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

function fromProc(pid: number): readonly Process[] {
  try {
    // `pid (name) state parent ...`; the name may hold anything, brackets too.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return [{ pid, parent: Number(parent), command }];
  } catch {
    return [];
  }
}

/** The processes below one, theirs too. */
export function descendants(pid: number): readonly Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

export const isAlive = (pid: number): boolean => processes().some((one) => one.pid === pid);
