/** Whether the command of an `install` line does nothing, as written to keep a module out. See modprobe.d(5). */

/** Nobody writes more to do nothing. Bytes. */
const LONGEST = 1000;

/** Commands that load nothing whatever their arguments, by the last part of their path, in which nothing is to be expanded. */
const PLAIN_IDLE = /^(?:[\w./+-]*\/)?(?:true|false|:|exit)$/;

/** Between the commands of a list; text in quotes that holds one falls apart, and its parts are no words any more. */
const SEPARATOR = /;|&&?|\|\|?/;

/** The words of a command; blanks in quotes do not part them. */
const WORDS = /(?:'[^']*'|"[^"]*"|[^\s'"])+|['"]/g;

/** A word that runs nothing when the shell expands it: no command substitution, no assignment in an expansion, no escapes. */
const HARMLESS_WORD = /^(?:[^\s;&|`$()'"\\{}]|'[^']*'|"(?:[^"`$\\]|\$[@*#?!\w]|\$\{\w+\})*"|\$[@*#?!\w]|\$\{\w+\})+$/;

/**
 * Whether a shell command loads nothing for certain: `/bin/true`, `exec /bin/false`, `{ false; }` and the like. Of all others nobody knows
 * what they do.
 */
export function isIdleCommand(command: string): boolean {
  if (command.length > LONGEST) return false;
  const commands = withoutGroup(command.trim())
    .split(SEPARATOR)
    .filter((each) => each.trim() !== "");
  return commands.length > 0 && commands.every(isIdle);
}

/** What stands between the braces or parentheses of a command that is all in one pair. */
function withoutGroup(text: string): string {
  const isGroup = (text.startsWith("{ ") && text.endsWith("}")) || (text.startsWith("(") && text.endsWith(")"));
  return isGroup ? text.slice(1, -1) : text;
}

function isIdle(command: string): boolean {
  const words = command.match(WORDS) ?? [];
  const [first = "", ...rest] = words[0] === "exec" ? words.slice(1) : words;
  const name = withoutQuotes(first);
  return PLAIN_IDLE.test(name) && rest.every((word) => HARMLESS_WORD.test(word));
}

function withoutQuotes(word: string): string {
  const quote = word[0];
  const isQuoted = word.length > 1 && (quote === '"' || quote === "'") && word.endsWith(quote);
  return isQuoted ? word.slice(1, -1) : word;
}
