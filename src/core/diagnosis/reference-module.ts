/** A module that belongs to the running kernel: what it says of its kernel holds for all modules that fit. */

import { readLoadedModules } from "../state/proc-modules.ts";
import { ifReadable, runningScene, type Scene } from "./scene.ts";
import { readSuspect, type Suspect } from "./suspect.ts";

/** Files that are tried. */
const MOST_TRIED = 4;

/** A loaded module where possible, which has proved that it fits; never the one at `except`. */
export function readReferenceModule(scene: Scene, except: string): Suspect | undefined {
  const running = runningScene(scene);
  if (running === undefined) return undefined;
  let tried = 0;
  for (const path of candidates(running)) {
    if (path === except) continue;
    const found = readSuspect(running.platform, path);
    if (found !== undefined && "architecture" in found) return found;
    if (++tried === MOST_TRIED) break;
  }
  return undefined;
}

function* candidates({ platform, database: { index, directory } }: Scene): Iterable<string> {
  const absolute = (path: string): string => (path.startsWith("/") ? path : `${directory}/${path}`);
  for (const { name } of ifReadable(() => readLoadedModules(platform)) ?? []) {
    const path = index.dependency(name)?.path;
    if (path !== undefined) yield absolute(path);
  }
  for (const path of index.paths()) yield absolute(path);
}
