/** What the configuration would give a module on its way into the kernel: parameters that it has, values that it takes. */

import type { Origin } from "../config/configuration.ts";
import { optionsFor } from "../config/matching.ts";
import { isAcceptable, splitOptionString } from "../module/parameter-words.ts";
import { mergeParameters } from "../module/parameters.ts";
import { nearNames } from "../near-names.ts";
import type { Candidate } from "./candidate.ts";
import type { Misfit } from "./misfit.ts";
import type { TargetKernel } from "./target.ts";

/** Parameters that the kernel itself takes for every module. */
const OF_ALL_MODULES: readonly string[] = ["dyndbg", "async_probe"];

export function judgeParameters({ name, modinfo }: Candidate, { configuration }: TargetKernel): readonly Misfit[] {
  const { parameters } = mergeParameters(modinfo);
  return optionsFor(configuration, name, undefined).flatMap(({ options, origin }) =>
    splitOptionString(options).flatMap((word): readonly Misfit[] => {
      const parameter = word.name.replaceAll("-", "_");
      if (OF_ALL_MODULES.includes(parameter)) return [];
      const known = parameters.find((each) => each.name === parameter);
      if (known === undefined) {
        const nearest = nearNames(
          parameter,
          parameters.map((each) => each.name),
        )[0];
        const hint = nearest === undefined ? "" : `; the nearest is '${nearest}'`;
        const text = `${placeOf(origin)} sets '${word.name}', which is no parameter of the module${hint}`;
        return [{ kind: "parameter", weight: "note", text, parameter: word.name, nearest, ...fileOf(origin) }];
      }
      const { type } = known;
      if (type === undefined || isAcceptable(type, word.value)) return [];
      const value = word.value ?? "";
      const text = `${placeOf(origin)} sets '${word.name}' to '${value}', which takes ${type}`;
      return [
        { kind: "parameter-value", weight: "refusal", text, parameter: word.name, value, type, ...fileOf(origin) },
      ];
    }),
  );
}

function placeOf(origin: Origin): string {
  return origin.kind === "file" ? `${origin.path}:${origin.line}` : "the kernel command line";
}

function fileOf(origin: Origin): { readonly path: string | undefined; readonly line: number | undefined } {
  return origin.kind === "file" ? { path: origin.path, line: origin.line } : { path: undefined, line: undefined };
}
