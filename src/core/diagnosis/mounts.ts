/** Mounted file systems that hold a module: those of its type, and those that lie on its devices. */

import { toByteString } from "../bytes.ts";
import { deviceModules } from "./device-owner.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import { ifReadable, type Scene } from "./scene.ts";

/** A line of /proc/self/mountinfo, see proc(5). */
interface Mount {
  /** `MAJOR:MINOR` of the device below it. */
  readonly device: string;
  readonly path: string;
  readonly type: string;
  readonly source: string;
}

/** Lines that are looked at. */
const MOST_MOUNTS = 10_000;

/** The mounts that use a module. */
export function mountFindings(scene: Scene, module: string): readonly Finding[] {
  const usesModule = remembering((key: string) => modulesBehind(scene, key).includes(module));
  return readMounts(scene)
    .filter(({ type, device }) => usesModule(`type ${type}`) || usesModule(`device ${device}`))
    .slice(0, MOST_OF_A_KIND)
    .map(({ path, type, source }) => ({
      kind: "mount",
      text: `${source} is mounted on ${path} (file system ${type})`,
      path,
      type,
      source,
    }));
}

function readMounts({ platform }: Scene): readonly Mount[] {
  const text = ifReadable(() => toByteString(platform.files.read("/proc/self/mountinfo"))) ?? "";
  return text.split("\n").slice(0, MOST_MOUNTS).flatMap(parseMount);
}

function parseMount(line: string): readonly Mount[] {
  const [before = "", after] = line.split(" - ");
  const [, , device, , path] = before.split(" ");
  const [type, source] = after?.split(" ") ?? [];
  if (device === undefined || path === undefined || type === undefined || source === undefined) return [];
  return [{ device, path: unescaped(path), type, source: unescaped(source) }];
}

/** Blanks and backslashes are written as `\` and three octal digits. */
function unescaped(text: string): string {
  return text.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** The modules behind `type NAME` or `device MAJOR:MINOR`. Devices of major 0 are those of file systems without one. */
function modulesBehind(scene: Scene, key: string): readonly string[] {
  const [kind, word = ""] = key.split(" ");
  if (kind === "type") return fileSystemModules(scene, word);
  return word.startsWith("0:") ? [] : deviceModules(scene, "block", word);
}

/** What the kernel itself would ask for: `fs-TYPE`; what stands behind a dot is the file system's own business. */
function fileSystemModules({ database }: Scene, type: string): readonly string[] {
  const word = type.split(".")[0] ?? "";
  const found = ifReadable(() => database.lookUp(`fs-${word}`)) ?? [];
  return [word, ...found.map(({ name }) => name)];
}

function remembering(ask: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = ask(key);
    known.set(key, answer);
    return answer;
  };
}
