/** The words of an option string as the kernel splits it, and what it takes as a value of each type. */

export interface ParameterWord {
  /** As written: the kernel takes `-` for `_` here. */
  readonly name: string;
  /** Without the quotes; undefined for a name alone. */
  readonly value: string | undefined;
}

/** Words at blanks outside double quotes; `--` and what follows is not for the module. */
export function splitOptionString(options: string): readonly ParameterWord[] {
  const words: ParameterWord[] = [];
  for (const word of options.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []) {
    if (word === "--") break;
    const plain = word.replaceAll('"', "");
    const equals = plain.indexOf("=");
    if (equals < 0) words.push({ name: plain, value: undefined });
    else words.push({ name: plain.slice(0, equals), value: plain.slice(equals + 1) });
  }
  return words;
}

const SIGNED = /^[+-]?(?:0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i;
const UNSIGNED = /^\+?(?:0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i;
const TRUTH = /^(?:[yYnNtTfF01]|on|of)/i;

const FORMS: Readonly<Record<string, RegExp>> = {
  byte: UNSIGNED,
  short: SIGNED,
  ushort: UNSIGNED,
  int: SIGNED,
  uint: UNSIGNED,
  long: SIGNED,
  ulong: UNSIGNED,
  ullong: UNSIGNED,
  hexint: UNSIGNED,
  bool: TRUTH,
  invbool: TRUTH,
};

/** Whether the kernel takes a value for a type, as far as can be said from outside: true for types of a module's own. */
export function isAcceptable(type: string, value: string | undefined): boolean {
  const [, element] = /^array of (\w+)$/.exec(type) ?? [];
  if (element !== undefined)
    return value === undefined || value.split(",").every((each) => isAcceptable(element, each));
  const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
  if (form === undefined) return true;
  // A truth value alone means yes.
  return value === undefined ? form === TRUTH : form.test(value);
}
