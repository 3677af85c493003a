/** What the configuration asks of a module's parameters: the words of its `options` lines and of the kernel command line. */

import type { ModuleOptions, Origin } from "../config/configuration.ts";
import { splitOptionString } from "./parameter-words.ts";

/** One `NAME=VALUE`. */
export interface ParameterSetting {
  /** As written. */
  readonly name: string;
  /** Without quotes; undefined for a name alone. */
  readonly value: string | undefined;
  readonly origin: Origin;
}

/** The name of a parameter as the kernel compares it. */
export function parameterKey(name: string): string {
  return name.replaceAll("-", "_");
}

/** The settings of these lines by `parameterKey`, in reading order: the last of each is the one that counts. */
export function settingsOf(lines: readonly ModuleOptions[]): ReadonlyMap<string, readonly ParameterSetting[]> {
  const settings = new Map<string, ParameterSetting[]>();
  for (const { options, origin } of lines) {
    for (const { name, value } of splitOptionString(options)) {
      const key = parameterKey(name);
      const before = settings.get(key);
      if (before === undefined) settings.set(key, [{ name, value, origin }]);
      else before.push({ name, value, origin });
    }
  }
  return settings;
}
