/** What the configuration would give a module on its way into the kernel: parameters that it has, values that it takes. */

import type { Origin } from "../config/configuration.ts";
import { optionsFor } from "../config/matching.ts";
import { isAcceptable } from "../module/parameter-types.ts";
import { type ParameterWord, splitOptionString } from "../module/parameter-words.ts";
import { type ModuleParameter, mergeParameters } from "../module/parameters.ts";
import { nearNames } from "../near-names.ts";
import type { Candidate } from "./candidate.ts";
import type { Misfit } from "./misfit.ts";
import type { TargetKernel } from "./target.ts";

/** Parameters that the kernel itself takes for every module. */
const OF_ALL_MODULES: readonly string[] = ["dyndbg", "async_probe"];

export function judgeParameters(candidate: Candidate, { configuration }: TargetKernel): readonly Misfit[] {
  const { parameters } = mergeParameters(candidate.modinfo);
  return optionsFor(configuration, candidate.name, undefined).flatMap(({ options, origin }) =>
    splitOptionString(options).flatMap((word) => judgeWord(word, candidate, parameters, origin)),
  );
}

function judgeWord(
  word: ParameterWord,
  { parameterNames }: Candidate,
  parameters: readonly ModuleParameter[],
  origin: Origin,
): readonly Misfit[] {
  const parameter = word.name.replaceAll("-", "_");
  if (OF_ALL_MODULES.includes(parameter)) return [];
  const known = parameters.find((each) => each.name === parameter);
  if (known !== undefined) return judgeValue(word, known.type, origin);
  // It may be one that the file does not describe.
  if (parameterNames === undefined || parameterNames.has(parameter)) return [];
  const nearest = nearNames(parameter, [...parameterNames])[0];
  const hint = nearest === undefined ? "" : `; the nearest is '${nearest}'`;
  const text = `${placeOf(origin)} sets '${word.name}', which is no parameter of the module${hint}`;
  return [{ kind: "parameter", weight: "note", text, parameter: word.name, nearest, ...fileOf(origin) }];
}

function judgeValue({ name, value }: ParameterWord, type: string | undefined, origin: Origin): readonly Misfit[] {
  if (type === undefined || isAcceptable(type, value)) return [];
  const given = value ?? "";
  const text = `${placeOf(origin)} sets '${name}' to '${given}', which takes ${type}`;
  return [{ kind: "parameter-value", weight: "refusal", text, parameter: name, value: given, type, ...fileOf(origin) }];
}

function placeOf(origin: Origin): string {
  return origin.kind === "file" ? `${origin.path}:${origin.line}` : "the kernel command line";
}

function fileOf(origin: Origin): { readonly path: string | undefined; readonly line: number | undefined } {
  return origin.kind === "file" ? { path: origin.path, line: origin.line } : { path: undefined, line: undefined };
}
