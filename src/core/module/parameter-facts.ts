/** The parameters of one module: what it declares, what the configuration asks for, and what the kernel has. */

import { nearNames } from "../near-names.ts";
import type { LoadedParameter } from "../state/sys-module.ts";
import { isAcceptable } from "./parameter-types.ts";
import { type Agreement, compareValues } from "./parameter-values.ts";
import type { ModuleParameter } from "./parameters.ts";
import { type ParameterSetting, parameterKey } from "./wanted-parameters.ts";

/** The kernel takes these for every module, and shows them nowhere. */
const FOR_EVERY_MODULE: readonly string[] = ["dyndbg", "async_probe"];

/** What must happen before another value counts: a write into sysfs, a new insertion, another start of the kernel. */
export type ParameterChange = "write" | "reload" | "restart";

export interface ParameterFacts {
  /** As the module or the kernel spells it; as it was written where neither knows it. */
  readonly name: string;
  readonly type: string | undefined;
  readonly description: string | undefined;
  /** What is asked for, in reading order: the last one counts. */
  readonly settings: readonly ParameterSetting[];
  /** Undefined where the kernel shows no such parameter. */
  readonly live: LoadedParameter | undefined;
  /** Of the last setting and the live value; undefined without either. */
  readonly agreement: Agreement | undefined;
  /** How another value would come to count; undefined where the module is not loaded. */
  readonly change: ParameterChange | undefined;
  /** The first setting that the type does not allow: the kernel refuses the module then, whatever comes after it. */
  readonly refused: ParameterSetting | undefined;
  /** False where the module has no parameter of this name. True where nothing is known of what it has. */
  readonly known: boolean;
  /** For an unknown one: the parameter that was perhaps meant. */
  readonly nearest: string | undefined;
}

/** What is known of a module, for `combineParameters`. */
export interface ParameterSources {
  /** As mergeParameters lists them; undefined where the module's own words cannot be had. */
  readonly declared: readonly ModuleParameter[] | undefined;
  /** Whether it has no others, so that another name is a mistake. */
  readonly complete: boolean;
  readonly live: readonly LoadedParameter[];
  readonly settings: ReadonlyMap<string, readonly ParameterSetting[]>;
  /** Not loaded, loaded from a file, or part of the kernel's image. */
  readonly presence: "absent" | "loaded" | "builtin";
}

/** All parameters that any source names: those declared in the order of the declarations, then others. */
export function combineParameters(sources: ParameterSources): readonly ParameterFacts[] {
  const declared = new Map(sources.declared?.map((each) => [parameterKey(each.name), each]));
  const live = new Map(sources.live.map((each) => [parameterKey(each.name), each]));
  const known = [...declared.keys(), ...live.keys(), ...FOR_EVERY_MODULE];
  const keys = new Set([...declared.keys(), ...live.keys(), ...sources.settings.keys()]);
  return Array.from(keys, (key) => {
    const shown = live.get(key);
    const settings = sources.settings.get(key) ?? [];
    const about = declared.get(key);
    const isKnown = !sources.complete || known.includes(key);
    return {
      name: about?.name ?? shown?.name ?? settings.at(-1)?.name ?? key,
      type: about?.type,
      description: about?.description,
      settings,
      live: shown,
      known: isKnown,
      nearest: isKnown ? undefined : nearNames(key, known)[0],
      change: changeOf(shown, sources.presence),
      agreement: agreementOf(about?.type, settings.at(-1), shown),
      refused: settings.find(({ value }) => about?.type !== undefined && !isAcceptable(about.type, value)),
    };
  });
}

function agreementOf(
  type: string | undefined,
  wanted: ParameterSetting | undefined,
  live: LoadedParameter | undefined,
): Agreement | undefined {
  if (wanted === undefined || live?.value === undefined) return undefined;
  return compareValues(type, wanted.value, live.value);
}

const WRITABLE = 0o222;

function changeOf(
  live: LoadedParameter | undefined,
  presence: ParameterSources["presence"],
): ParameterChange | undefined {
  if (presence === "absent") return undefined;
  if (live?.mode !== undefined && (live.mode & WRITABLE) !== 0) return "write";
  return presence === "builtin" ? "restart" : "reload";
}
