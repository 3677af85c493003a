/** The scenarios of fixtures/proc on disk, as a root that kmod can be chrooted into; see fixtures/proc/NOTES.md. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  opendirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../../fixtures/proc");

/** What /sys/module says of one module in a scenario. */
export interface SysModule {
  readonly name: string;
  /** Undefined: there is no such file. */
  readonly coresize: string | undefined;
  readonly refcnt: string | undefined;
  /** In directory order. */
  readonly holders: readonly string[];
}

/** Names of all scenarios. */
export function procScenarios(): readonly string[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The bytes of /proc/modules; undefined where the scenario has none. */
export function procModulesOf(scenario: string): Uint8Array | undefined {
  const path = join(FIXTURES, scenario, "proc/modules");
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** What kmod 30's lsmod prints on standard output for the scenario, as Latin-1. */
export function expectedListing(scenario: string): string {
  return readFileSync(join(FIXTURES, scenario, "expected.txt"), "latin1");
}

/** The modules of the scenario's sys-module.txt. */
export function sysModulesOf(scenario: string): readonly SysModule[] {
  const text = readFileSync(join(FIXTURES, scenario, "sys-module.txt"), "latin1");
  const present = (word: string | undefined): string | undefined => (word === "-" ? undefined : word);
  return text.split("\n").flatMap((line) => {
    if (line === "" || line.startsWith("#")) return [];
    const [name = "", coresize, refcnt, ...holders] = line.split(" ");
    return [{ name, coresize: present(coresize), refcnt: present(refcnt), holders }];
  });
}

/**
 * Makes `proc` and `sys/module` of a scenario below `root`, an empty directory of a tmpfs such as /dev/shm, which lists
 * the newest entry first. Throws where the file system lists the holders in another order than the scenario wants.
 */
export function buildProcScenario(root: string, scenario: string): void {
  mkdirSync(join(root, "proc"), { recursive: true });
  mkdirSync(join(root, "sys/module"), { recursive: true });
  const modules = join(FIXTURES, scenario, "proc/modules");
  if (existsSync(modules)) copyFileSync(modules, join(root, "proc/modules"));
  for (const module of sysModulesOf(scenario)) buildSysModule(join(root, "sys/module", module.name), module);
}

function buildSysModule(directory: string, module: SysModule): void {
  const holders = join(directory, "holders");
  mkdirSync(holders, { recursive: true });
  if (module.coresize !== undefined) writeFileSync(join(directory, "coresize"), `${module.coresize}\n`);
  if (module.refcnt !== undefined) writeFileSync(join(directory, "refcnt"), `${module.refcnt}\n`);
  for (const holder of module.holders.toReversed()) symlinkSync(`../../${holder}`, join(holders, holder));
  const listed = namesInDirectoryOrder(holders);
  if (listed.join() !== module.holders.join()) {
    throw new Error(`${holders} lists ${listed.join()}, not ${module.holders.join()}: is this a tmpfs?`);
  }
}

/** readdirSync would sort them. */
function namesInDirectoryOrder(path: string): readonly string[] {
  const names: string[] = [];
  const directory = opendirSync(path);
  for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) names.push(entry.name);
  directory.closeSync();
  return names;
}
