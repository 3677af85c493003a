/** Parameters that a module does not have, and values that it does not take. */

import { isAcceptable } from "../module/parameter-types.ts";
import { splitOptionString } from "../module/parameter-words.ts";
import { type ModuleParameter, mergeParameters } from "../module/parameters.ts";
import { nearNames } from "../near-names.ts";
import { captured } from "./attempt-log.ts";
import { type Finding, MOST_OF_A_KIND } from "./finding.ts";
import type { Suspect } from "./suspect.ts";

const UNKNOWN = /: unknown parameter '(.+)' ignored/;
const INVALID = /: `(.*)' (?:invalid|too large) for parameter `(.+)'/;

/** The parameters of a module, by the kernel's spelling; undefined where the file does not tell. */
export function parametersOf({ modinfo }: Suspect): readonly ModuleParameter[] | undefined {
  return modinfo && mergeParameters(modinfo).parameters;
}

/** Whether any of the records, of whatever module, is about a parameter that it does not have. */
export function saysUnknownParameter(records: readonly string[]): boolean {
  return records.some((record) => UNKNOWN.test(record));
}

/** The parameters that the kernel logged as unknown. `suspect` is undefined where the module cannot be read. */
export function unknownParameterFindings(
  module: string,
  suspect: Suspect | undefined,
  log: readonly string[],
): readonly Finding[] {
  const known = suspect && parametersOf(suspect)?.map(({ name }) => name);
  const unknown = new Set(captured(log, UNKNOWN).flatMap(([name]) => (name === undefined ? [] : [name])));
  return [...unknown].slice(0, MOST_OF_A_KIND).map((parameter) => {
    const nearest = nearNames(parameter.replaceAll("-", "_"), known ?? [])[0];
    const text = `module ${module} has no parameter '${parameter}'${hint(nearest, known)}`;
    return { kind: "parameter", text, module, parameter, nearest, known };
  });
}

/** More names than this are a list, not a hint. */
const MOST_NAMED = 6;

function hint(nearest: string | undefined, known: readonly string[] | undefined): string {
  if (nearest !== undefined) return `; the nearest is '${nearest}'`;
  if (known === undefined || known.length > MOST_NAMED) return "";
  return known.length === 0 ? ", nor any other" : `; it has ${known.join(", ")}`;
}

/** The values that the kernel logged as wrong; where it logged nothing, those of `options` that fit no type. */
export function parameterValueFindings(suspect: Suspect, options: string, log: readonly string[]): readonly Finding[] {
  const parameters = parametersOf(suspect) ?? [];
  const typeOf = (name: string): string | undefined =>
    parameters.find((each) => each.name === name.replaceAll("-", "_"))?.type;
  const logged = captured(log, INVALID).map(([value = "", name = ""]) => ({ name, value }));
  const wrong = logged.length > 0 || log.length > 0 ? logged : unacceptable(options, typeOf);
  return wrong.slice(0, MOST_OF_A_KIND).map(({ name, value }) => {
    const type = typeOf(name);
    const text = `parameter '${name}' takes ${type === undefined ? "no value like" : `${type}, not`} '${value}'`;
    return { kind: "parameter-value", text, parameter: name, value, type };
  });
}

function unacceptable(
  options: string,
  typeOf: (name: string) => string | undefined,
): readonly { readonly name: string; readonly value: string }[] {
  return splitOptionString(options).flatMap(({ name, value }) => {
    const type = typeOf(name);
    return type === undefined || isAcceptable(type, value) ? [] : [{ name, value: value ?? "" }];
  });
}
