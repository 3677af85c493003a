/** The option string that the kernel gets for a module. See modprobe(8) and modprobe.d(5). */

/**
 * Command-line words as module parameters, joined with one space. `name=two words` becomes `name="two words"`,
 * unless the value begins with a quote; the kernel's own parser splits at blanks.
 */
export function joinParameters(words: readonly string[]): string {
  return words.map(quoteParameter).join(" ");
}

function quoteParameter(word: string): string {
  const equals = word.indexOf("=");
  if (equals < 0) return word;
  const value = word.slice(equals + 1);
  if (!value.includes(" ") || value.startsWith('"') || value.startsWith("'")) return word;
  return `${word.slice(0, equals)}="${value}"`;
}

/**
 * Configured options, then those of the command line. Where there are configured ones a blank always follows them:
 * `insmod PATH o=1 ` is what kmod prints.
 */
export function joinOptionStrings(configured: readonly string[], parameters: string): string {
  return configured.length === 0 ? parameters : `${configured.join(" ")} ${parameters}`;
}
