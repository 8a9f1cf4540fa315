import { copyFile, lstat, mkdir, readdir, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/** What a file of somebody else's folder must be before it is copied: a file, in the folder, through no link. */
export async function copyIn(from: string, to: string, path: string, model: string): Promise<void> {
  const home = await realpath(from);
  const place = join(home, ...path.split("/"));
  const about = await lstat(place).catch(() => null);
  const refuse = (reason: string) => {
    throw new Error(`model ${model}: ${path} ${reason}`);
  };
  if (about === null) return refuse("is missing");
  if (about.isSymbolicLink())
    return refuse("is a link; copy the folder with its links resolved (cp -rL), and add that");
  if (!about.isFile()) return refuse("is not a regular file");
  if (!(await realpath(place)).startsWith(home + sep)) return refuse("is outside its folder");
  await mkdir(dirname(join(to, path)), { recursive: true });
  await copyFile(place, join(to, path));
}

const DEEPEST = 4;
const MOST_ENTRIES = 10_000;

/** The paths of all files and links below a folder, in order; names that begin with a dot are left out. */
export async function pathsIn(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const look = async (below: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < DEEPEST) await look(path, depth + 1);
      else if (!entry.isDirectory()) paths.push(path);
      if (paths.length > MOST_ENTRIES)
        throw new Error(`${folder} holds more than ${MOST_ENTRIES} files; is it a model?`);
    }
  };
  await look("", 1);
  return paths.sort();
}
