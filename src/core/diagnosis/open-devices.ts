/** Processes that have a module's devices open. Those of other users can be seen by root only. */

import { toByteString } from "../bytes.ts";
import type { FileSystem } from "../platform.ts";
import { deviceNodesOf } from "./device-nodes.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import { ifReadable, type Scene } from "./scene.ts";

/** Open files of all processes that are looked at; a machine with more gets a partial answer, but soon. */
const MOST_OPEN_FILES = 100_000;

/** The open device nodes of a module, one finding for each node and process. */
export function openDeviceFindings(scene: Scene, module: string): readonly Finding[] {
  const { files } = scene.platform;
  const nodes = deviceNodesOf(scene, module);
  if (nodes.size === 0) return [];
  const findings: Finding[] = [];
  for (const { process, path } of openFiles(files)) {
    if (!nodes.has(path) || findings.some((each) => isSame(each, process, path))) continue;
    const command = commandOf(files, process);
    const who = command === "" ? `process ${process}` : `process ${process} (${command})`;
    findings.push({ kind: "open-device", text: `${who} has ${path} open`, path, process, command });
    if (findings.length === MOST_OF_A_KIND) break;
  }
  return findings;
}

function isSame(finding: Finding, process: number, path: string): boolean {
  return finding.kind === "open-device" && finding.process === process && finding.path === path;
}

/** What the processes have open, up to a limit. */
function* openFiles(files: FileSystem): Iterable<{ readonly process: number; readonly path: string }> {
  let left = MOST_OPEN_FILES;
  for (const { name } of ifReadable(() => files.list("/proc")) ?? []) {
    if (!/^\d{1,9}$/.test(name)) continue;
    for (const { name: descriptor } of ifReadable(() => files.list(`/proc/${name}/fd`)) ?? []) {
      if (left-- === 0) return;
      const path = ifReadable(() => files.readLink(`/proc/${name}/fd/${descriptor}`));
      if (path !== undefined) yield { process: Number(name), path };
    }
  }
}

function commandOf(files: FileSystem, process: number): string {
  return (ifReadable(() => toByteString(files.read(`/proc/${process}/comm`))) ?? "").trimEnd();
}
