/** The words of an option string as the kernel splits it: see "The kernel's command-line parameters", of which module options are a part. */

export interface ParameterWord {
  /** As written: the kernel takes `-` for `_` here. */
  readonly name: string;
  /** Without the quotes around it; undefined for a name alone. */
  readonly value: string | undefined;
}

/** Words at blanks outside double quotes; `--` and what follows is not for the module. */
export function splitOptionString(options: string): readonly ParameterWord[] {
  const words: ParameterWord[] = [];
  for (const word of options.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []) {
    if (word === "--") break;
    words.push(toParameter(word));
  }
  return words;
}

/** Quotes belong to the text unless they stand around the whole word or the whole value. */
function toParameter(word: string): ParameterWord {
  const isQuoted = word.startsWith('"');
  const plain = isQuoted ? withoutQuotes(word) : word;
  const equals = plain.indexOf("=");
  if (equals < 0) return { name: plain, value: undefined };
  const value = plain.slice(equals + 1);
  return { name: plain.slice(0, equals), value: value.startsWith('"') ? withoutQuotes(value) : value };
}

/** The last quote may be missing. */
function withoutQuotes(text: string): string {
  return text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined);
}
