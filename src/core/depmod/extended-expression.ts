/**
 * POSIX extended regular expressions, as regex(7) has them and regcomp(3) of glibc takes them, as far as a kernel version is
 * matched with them: whether they match anywhere. Back references are not known: the expression then matches nothing.
 *
 * An expression is made into a set of positions that is moved through the text once, so that none takes long.
 */

/** Whether an expression matches somewhere in a text. */
export type Matcher = (text: string) => boolean;

type Test = (character: string) => boolean;

/** One thing to do; `next` leads to steps by their position. */
type Step =
  | { readonly kind: "consume"; readonly test: Test; next: number }
  | { readonly kind: "fork"; next: number; other: number }
  | { readonly kind: "start"; next: number }
  | { readonly kind: "end"; next: number }
  | { readonly kind: "match" };

type Tree =
  | { readonly kind: "empty" }
  | { readonly kind: "test"; readonly test: Test }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly parts: readonly Tree[] }
  | { readonly kind: "choice"; readonly parts: readonly Tree[] }
  | { readonly kind: "repeat"; readonly part: Tree; readonly least: number; readonly most: number };

/** More than this is no kernel version's expression. */
const MOST_STEPS = 20_000;
/** RE_DUP_MAX of POSIX. */
const MOST_REPEATS = 255;
/** Bytes of `{255,255}`, and more. */
const LONGEST_INTERVAL = 16;

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[ \t\n\v\f\r]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what the class is.
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
};

class BadExpression extends Error {}

/** The matcher of an expression; undefined for one that does not compile. */
export function compileExtendedExpression(expression: string): Matcher | undefined {
  try {
    const reader = { text: expression, at: 0, depth: 0 };
    const tree = readChoice(reader);
    if (reader.at < expression.length) throw new BadExpression();
    const steps: Step[] = [{ kind: "match" }];
    const first = addSteps(tree, 0, steps);
    return (text) => matches(steps, first, text);
  } catch (error) {
    if (error instanceof BadExpression) return undefined;
    throw error;
  }
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function readChoice(reader: Reader): Tree {
  if (reader.depth > 100) throw new BadExpression();
  const parts = [readSequence(reader)];
  while (reader.text[reader.at] === "|") {
    reader.at++;
    parts.push(readSequence(reader));
  }
  return parts.length === 1 ? (parts[0] as Tree) : { kind: "choice", parts };
}

function readSequence(reader: Reader): Tree {
  const parts: Tree[] = [];
  // What repeats nothing is passed over, as glibc has it.
  while ("*+?".includes(reader.text[reader.at] ?? "end")) reader.at++;
  while (reader.at < reader.text.length) {
    const character = reader.text[reader.at];
    if (character === "|" || (character === ")" && reader.depth > 0)) break;
    parts.push(readRepeats(reader, readAtom(reader)));
  }
  return parts.length === 0 ? { kind: "empty" } : { kind: "sequence", parts };
}

function readAtom(reader: Reader): Tree {
  const character = reader.text[reader.at++] as string;
  switch (character) {
    case "(": {
      reader.depth++;
      const inside = readChoice(reader);
      if (reader.text[reader.at++] !== ")") throw new BadExpression();
      reader.depth--;
      return inside;
    }
    case "[":
      return { kind: "test", test: readBracket(reader) };
    case ".":
      return { kind: "test", test: () => true };
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "\\":
      return readEscape(reader);
    default:
      return literal(character);
  }
}

function literal(character: string): Tree {
  return { kind: "test", test: (other) => other === character };
}

/** A character that loses its meaning; what has one of its own here (a back reference, `\w`) is not known. */
function readEscape(reader: Reader): Tree {
  const character = reader.text[reader.at++];
  if (character === undefined || /[1-9wWsSbB<>`']/.test(character)) throw new BadExpression();
  return literal(character);
}

function readRepeats(reader: Reader, atom: Tree): Tree {
  let part = atom;
  for (let length = 1; length > 0; reader.at += length) {
    const rest = reader.text.slice(reader.at, reader.at + LONGEST_INTERVAL);
    const interval = /^\{(?:\d+(?:,\d*)?|,\d+)\}/.exec(rest)?.[0];
    length = interval?.length ?? 1;
    if (interval !== undefined) part = bounded(part, interval);
    else if (rest.startsWith("{")) fail();
    else if (rest.startsWith("*")) part = { kind: "repeat", part, least: 0, most: Infinity };
    else if (rest.startsWith("+")) part = { kind: "repeat", part, least: 1, most: Infinity };
    else if (rest.startsWith("?")) part = { kind: "repeat", part, least: 0, most: 1 };
    else length = 0;
  }
  return part;
}

function fail(): never {
  throw new BadExpression();
}

/** `{3}`, `{3,}`, `{,3}`, `{1,3}`. */
function bounded(part: Tree, interval: string): Tree {
  const [from = "", to] = interval.slice(1, -1).split(",");
  const least = Number(from);
  const most = to === undefined ? least : to === "" ? Infinity : Number(to);
  if (least > MOST_REPEATS || most < least || (most > MOST_REPEATS && most !== Infinity)) fail();
  return { kind: "repeat", part, least, most };
}

/** After `[`, up to its `]`. */
function readBracket(reader: Reader): Test {
  const negated = reader.text[reader.at] === "^";
  if (negated) reader.at++;
  const tests: Test[] = [];
  for (let first = true; first || reader.text[reader.at] !== "]"; first = false) tests.push(readBracketItem(reader));
  reader.at++;
  return (character) => tests.some((test) => test(character)) !== negated;
}

function readBracketItem(reader: Reader): Test {
  const named = /^\[:([a-z]*):\]/.exec(reader.text.slice(reader.at));
  if (named !== null) {
    const known = Object.hasOwn(CLASSES, named[1] as string) ? CLASSES[named[1] as string] : undefined;
    if (known === undefined) fail();
    reader.at += named[0].length;
    return (character) => known.test(character);
  }
  const from = readBracketCharacter(reader);
  const isRange = reader.text[reader.at] === "-" && ![undefined, "]"].includes(reader.text[reader.at + 1]);
  if (!isRange) return (character) => character === from;
  reader.at++;
  const to = readBracketCharacter(reader);
  if (to < from) fail();
  return (character) => character >= from && character <= to;
}

function readBracketCharacter(reader: Reader): string {
  const single = /^\[([.=])([\s\S])\1\]/.exec(reader.text.slice(reader.at));
  const character = single?.[2] ?? reader.text[reader.at];
  if (character === undefined) fail();
  reader.at += single?.[0].length ?? 1;
  return character;
}

/** Adds what leads through `tree` to the step `next`; the position of its first step. */
function addSteps(tree: Tree, next: number, steps: Step[]): number {
  if (steps.length > MOST_STEPS) fail();
  switch (tree.kind) {
    case "empty":
      return next;
    case "test":
      return steps.push({ kind: "consume", test: tree.test, next }) - 1;
    case "start":
    case "end":
      return steps.push({ kind: tree.kind, next }) - 1;
    case "sequence":
      return tree.parts.reduceRight((after, part) => addSteps(part, after, steps), next);
    case "choice":
      return tree.parts
        .map((part) => addSteps(part, next, steps))
        .reduce((one, other) => steps.push({ kind: "fork", next: one, other }) - 1);
    case "repeat":
      return addRepeat(tree, next, steps);
  }
}

function addRepeat({ part, least, most }: Tree & { kind: "repeat" }, next: number, steps: Step[]): number {
  let first = next;
  if (most === Infinity) {
    const loop: Step = { kind: "fork", next: 0, other: next };
    first = steps.push(loop) - 1;
    loop.next = addSteps(part, first, steps);
  } else {
    for (let more = least; more < most; more++) {
      first = steps.push({ kind: "fork", next: addSteps(part, first, steps), other: next }) - 1;
    }
  }
  for (let more = 0; more < least; more++) first = addSteps(part, first, steps);
  return first;
}

function matches(steps: readonly Step[], first: number, text: string): boolean {
  let current = new Set<number>();
  for (let at = 0; ; at++) {
    const reached = reach(steps, [...current, first], at === 0, at === text.length);
    if (reached.has(0)) return true;
    if (at === text.length) return false;
    current = new Set();
    for (const position of reached) {
      const step = steps[position] as Step;
      if (step.kind === "consume" && step.test(text[at] as string)) current.add(step.next);
    }
  }
}

/** All steps that are reached from `from` without consuming anything. */
function reach(steps: readonly Step[], from: readonly number[], atStart: boolean, atEnd: boolean): ReadonlySet<number> {
  const reached = new Set<number>();
  const pending = [...from];
  for (let position = pending.pop(); position !== undefined; position = pending.pop()) {
    if (reached.has(position)) continue;
    reached.add(position);
    const step = steps[position] as Step;
    if (step.kind === "fork") pending.push(step.next, step.other);
    if ((step.kind === "start" && atStart) || (step.kind === "end" && atEnd)) pending.push(step.next);
  }
  return reached;
}
