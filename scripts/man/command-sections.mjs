/** What the definition of a command has to say in its manual page: synopsis, options, environment, exit status. */

/** `[MODULE|FILE]...` with what stands for something else in italics. */
function operandText(operands) {
  return operands.replace(/[A-Z]+/g, "*$&*");
}

export function synopsis(lines, { operands }) {
  const rest = operands === "" ? "" : ` ${operandText(operands)}`;
  return lines.map((line) => ({ kind: "paragraph", text: `\`${line}\` [*OPTION*]...${rest}` }));
}

function sentence(text) {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** `-C` *PATH*, `--config`=*PATH*. */
function optionTerm({ short, long, argument, otherNames = [] }) {
  const names = [long, ...otherNames.filter(({ deprecated }) => !deprecated).map((other) => other.long)];
  const value = argument === undefined ? "" : `=*${argument}*`;
  const longs = names.map((name) => `\`--${name}\`${value}`);
  const shorts = short === undefined ? [] : [`\`-${short}\`${argument === undefined ? "" : ` *${argument}*`}`];
  return [...shorts, ...longs].join(", ");
}

function optionDefinition(spec, more) {
  const deprecated = (spec.otherNames ?? []).filter((other) => other.deprecated).map(({ long }) => `\`--${long}\``);
  const note = deprecated.length === 0 ? [] : [`The older name ${deprecated.join(", ")} works too, with a warning.`];
  return {
    kind: "definition",
    term: optionTerm(spec),
    texts: [[sentence(spec.text), spec.more, ...note].filter(Boolean).join(" "), ...more],
  };
}

/** The section OPTIONS; `prose` are the blocks that a page has under this heading: definitions add to an option. */
export function optionBlocks(specs, prose, page) {
  const added = new Map();
  for (const { term, texts } of prose.filter(({ kind }) => kind === "definition")) {
    const long = /^`--([\w-]+)`$/.exec(term)?.[1];
    if (!specs.some((spec) => spec.long === long)) throw new Error(`man/${page}.md: no option is called ${term}`);
    added.set(long, texts);
  }
  const define = (spec) => optionDefinition(spec, added.get(spec.long) ?? []);
  const shown = specs.filter(({ hidden }) => hidden !== true);
  const kmods = shown.filter(({ extra }) => extra !== true);
  const ours = shown.filter(({ extra }) => extra === true);
  const old = specs.filter(({ hidden }) => hidden === true);
  return [
    ...prose.filter(({ kind }) => kind !== "definition"),
    ...kmods.map(define),
    ...(ours.length === 0 ? [] : [{ kind: "subsection", text: "Beyond kmod" }, ...ours.map(define)]),
    ...(old.length === 0 ? [] : [{ kind: "subsection", text: "Of older versions" }, ...old.map(define)]),
  ];
}

/** The heading of a list of exit statuses in a help text. */
const STATUSES = "Exit status:";

/**
 * The notes of a help text: lines without indentation are paragraphs, indented ones `NAME   what it is`. Those below
 * `Exit status:` are apart.
 */
export function noteBlocks(notes = "") {
  const others = [];
  const statuses = [];
  let list = others;
  for (const line of notes.split("\n")) {
    if (line.trim() === "" || line === STATUSES) list = line === STATUSES ? statuses : others;
    if (line.trim() === "") others.push(undefined);
    else if (line !== STATUSES) addNote(list, line);
  }
  return { others: others.filter((block) => block !== undefined), statuses };
}

/** Puts a line where it belongs: behind the text before, or as something new. */
function addNote(blocks, line) {
  const last = blocks.at(-1);
  const [, term, text] = /^ +(\S+(?: \S+)*?)(?: {2,}(\S.*))?$/.exec(line) ?? [];
  if (text !== undefined) blocks.push({ kind: "definition", term: `\`${term}\``, texts: [text] });
  else if (term !== undefined && last?.kind === "definition") last.texts[0] += ` ${term}`;
  else if (term === undefined && last?.kind === "paragraph") last.text += ` ${line}`;
  else blocks.push({ kind: "paragraph", text: line.trim() });
}

export function environmentBlocks({ options, environmentOptions }) {
  const entry = (name, text) => ({ kind: "definition", term: `\`${name}\``, texts: [text] });
  return [
    ...(environmentOptions === undefined
      ? []
      : [entry(environmentOptions, "Its words, separated by blanks, count as arguments in front of the real ones.")]),
    ...(options.some(({ long }) => long === "table")
      ? [entry("NO_COLOR", "Where it is set and not empty, nothing is coloured.")]
      : []),
    entry("POSIXLY_CORRECT", "Where it is set, options end at the first argument that is none."),
  ];
}

/** What holds for every command; `prose` comes first, and says what 0 and 1 mean where that is not just this. */
export function exitBlocks(prose) {
  const entry = (status, text) => ({ kind: "definition", term: `\`${status}\``, texts: [text] });
  const has = (status) => prose.some(({ term }) => term === `\`${status}\``);
  const common = [
    entry(0, "All was done, or there was nothing to do."),
    entry(1, "Something failed, or the command line is wrong; a message on standard error says what."),
    entry(70, "A defect of the program itself, with a trace to report."),
    entry(141, "Whoever read the output has gone."),
  ].filter(({ term }) => !has(term.slice(1, -1)));
  const number = ({ term }) => Number(/\d+/.exec(term)?.[0]);
  const entries = [...prose.filter(({ kind }) => kind === "definition"), ...common];
  return [...prose.filter(({ kind }) => kind !== "definition"), ...entries.toSorted((a, b) => number(a) - number(b))];
}
