/** What an operand of `kmod-ts explain` names, and by which lines it leads to modules. */

import type { Origin } from "../config/configuration.ts";
import { aliasTargets } from "../config/matching.ts";
import { directoriesOfWord } from "../device/locate-device.ts";
import { KmodError } from "../errors.ts";
import { matchesGlob } from "../glob.ts";
import { findAliasLines, findBuiltinLine } from "../index/index-lines.ts";
import type { KnownModule, ModuleDatabase } from "../module/database.ts";
import { normaliseAlias } from "../names.ts";
import type { DeviceNumber, FileSystem } from "../platform.ts";
import { deviceBehind, findDevice, type NamedDevice } from "./device-modalias.ts";

export interface Subject {
  /** As typed. */
  readonly request: string;
  /**
   * What modules are looked up by: the operand, or the aliases of a device, which may have none. Of a node without a device the one
   * word that the kernel asks for, or, where there is no node yet, that by which modules claim it.
   */
  readonly words: readonly string[];
  /** Where the operand is one. */
  readonly device: NamedDevice | undefined;
}

/** A module that a word leads to. */
export interface Target {
  readonly module: KnownModule;
  readonly by: "name" | "alias" | "builtin";
  /** The lines that say so; none where only an index without lines does. */
  readonly sources: readonly Source[];
}

export interface Source {
  /** Undefined where a name stands there and no pattern. */
  readonly pattern: string | undefined;
  readonly origin: Origin;
}

/**
 * What an operand names: a path is that of a device; a word is that of a module or an alias if there is one, else that
 * of a device or of several, else of nothing. `isLoaded` knows modules that no index has. Throws SystemError where
 * there is no such device, KmodError (ENODEV) where what is in /dev is no node of one.
 */
export function toSubjects(
  files: FileSystem,
  database: ModuleDatabase,
  request: string,
  isLoaded: (name: string) => boolean,
): readonly Subject[] {
  if (request.startsWith("/")) return [subjectAtPath(files, database, request)];
  const isModule = isLoaded(request.replaceAll("-", "_")) || (database.lookUp(request) ?? []).length > 0;
  const directories = isModule ? [] : directoriesOfWord(files, request);
  const devices = new Map(
    directories.map((directory) => deviceBehind(files, directory)).map((each) => [each.path, each]),
  );
  if (devices.size === 0) return [{ request, words: [request], device: undefined }];
  return Array.from(devices.values(), (device) => ({ request, words: device.modaliases, device }));
}

function subjectAtPath(files: FileSystem, database: ModuleDatabase, request: string): Subject {
  const device = findDevice(files, request);
  if (device.path !== undefined) return { request, words: device.modaliases, device };
  const number = numberOfNode(files, request);
  const word = number === undefined ? `devname:${request.slice("/dev/".length)}` : aliasOfNumber(database, number);
  return { request, words: [word], device };
}

/** Undefined where there is no such node. */
function numberOfNode(files: FileSystem, path: string): DeviceNumber | undefined {
  if (!files.exists(path)) return undefined;
  const { device } = files.status(path);
  if (device === undefined) throw new KmodError(`'${path}' is no node of a device`, "ENODEV");
  return device;
}

/** What the kernel asks modprobe for when a node is opened that it has no device for; the shorter word only where the first leads nowhere. */
function aliasOfNumber(database: ModuleDatabase, { kind, major, minor }: DeviceNumber): string {
  const [first, second] = [`${kind}-major-${major}-${minor}`, `${kind}-major-${major}`];
  const standsForSomething = (word: string): boolean => (database.lookUp(word) ?? []).length > 0;
  return !standsForSomething(first) && standsForSomething(second) ? second : first;
}

/** The modules that a subject stands for, each once. Throws SystemError. */
export function findTargets(files: FileSystem, database: ModuleDatabase, { words }: Subject): readonly Target[] {
  const found = new Map<string, { readonly word: string; readonly module: KnownModule }>();
  for (const word of words) {
    for (const module of database.lookUp(word) ?? []) {
      if (!found.has(module.name)) found.set(module.name, { word, module });
    }
  }
  return Array.from(found.values(), ({ word, module }) => toTarget(files, database, word, module));
}

function toTarget(files: FileSystem, database: ModuleDatabase, word: string, module: KnownModule): Target {
  const { directory, configuration, index } = database;
  const { name } = module;
  const normalised = normaliseAlias(word) ?? word;
  const configured = aliasTargets(configuration, normalised).filter((each) => each.module === name);
  if (configured.length > 0) {
    return { module, by: "alias", sources: configured.map(({ pattern, origin }) => ({ pattern, origin })) };
  }
  if (normalised === name) {
    const line = index.isBuiltin(name) ? findBuiltinLine(files, directory, name) : undefined;
    const sources = line === undefined ? [] : [{ pattern: undefined, origin: line }];
    return { module, by: line === undefined ? "name" : "builtin", sources };
  }
  const lines = findAliasLines(files, directory, new Set([name]));
  const matching = lines.filter(({ pattern }) => matchesGlob(normaliseAlias(pattern) ?? pattern, normalised));
  return { module, by: "alias", sources: matching.map(({ pattern, origin }) => ({ pattern, origin })) };
}
