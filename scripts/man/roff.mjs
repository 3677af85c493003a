/** Blocks of a manual page as the input of man(7), in the part of it that groff and mandoc take alike. */

/** Bytes, with the newline; mandoc finds longer ones hard to read. */
const LONGEST_LINE = 79;

/** Characters that a formatter may replace by typographic ones, and its own escape. */
const SPECIAL = { "\\": "\\e", "`": "\\(ga", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq" };

/** Pages are ASCII, so that every terminal shows them. */
function ascii(text) {
  const plain = text.replaceAll("…", "...");
  const [other] = plain.match(/[^\n -~]/) ?? [];
  if (other !== undefined) throw new Error(`'${other}' is no ASCII character, in '${text}'`);
  return plain;
}

function escapeText(text) {
  return ascii(text)
    .replace(/[\\`^~]/g, (character) => SPECIAL[character])
    .replaceAll(" -- ", " \\- ");
}

/** What somebody may type or copy: no character of it may change. */
export function escapeCode(text) {
  return ascii(text)
    .replace(/[\\`'^~"]/g, (character) => SPECIAL[character])
    .replaceAll("-", "\\-");
}

/** `code` and **bold** alike are what is to be typed. */
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|([A-Za-z][\w.-]*)\((\d)\)/g;

/** One run of text. `own` says what a page that is referred to is called here. */
export function inline(text, own = (name) => name) {
  let result = "";
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, bold, italic, page, section] = match;
    result += escapeText(text.slice(from, match.index));
    from = match.index + whole.length;
    if (page !== undefined) result += `\\fB\\%${escapeCode(own(page, section))}\\fR(${section})`;
    else if (italic !== undefined) result += `\\fI${escapeCode(italic)}\\fR`;
    else result += `\\fB${escapeCode(code ?? bold)}\\fR`;
  }
  return result + escapeText(text.slice(from));
}

/** Begins a line anew after a sentence, and where it would get too long; protects what would be a request. */
function wrapped(text) {
  const lines = [""];
  for (const word of text.split(/ +/)) {
    const line = lines.at(-1);
    const ended = /[a-z0-9)\]R][.:]$/.test(line) && /^(\\f[BI])?[A-Z`]/.test(word);
    if (line === "") lines[lines.length - 1] = word;
    else if (ended || line.length + 1 + word.length >= LONGEST_LINE) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => (/^[.']/.test(line) ? `\\&${line}` : line));
}

const quoted = (text) => `"${text.replaceAll('"', "\\(dq")}"`;

function example(lines) {
  const shown = lines.map((line) => escapeCode(line)).map((line) => (line.startsWith(".") ? `\\&${line}` : line));
  return [".PP", ".RS 4", ".EX", ...shown, ".EE", ".RE"];
}

/** A tag cannot go on in a second line. */
function definition(term, [first, ...more]) {
  const rest = more.flatMap((text) => [".IP", ...text]);
  if (term.length < LONGEST_LINE) return [".TP", term, ...first, ...rest];
  return [".PP", ...wrapped(term), ".RS", ...first, ...rest, ".RE"];
}

function lines(block, own) {
  switch (block.kind) {
    case "section":
      return [`.SH ${quoted(escapeText(block.text))}`];
    case "subsection":
      return [`.SS ${quoted(escapeText(block.text))}`];
    case "paragraph":
      return [".PP", ...wrapped(inline(block.text, own))];
    case "item":
      return [".IP \\(bu 2", ...wrapped(inline(block.text, own))];
    case "definition":
      return definition(
        inline(block.term, own),
        block.texts.map((text) => wrapped(inline(text, own))),
      );
    case "example":
      return example(block.lines);
    default:
      throw new Error(`no block is called '${block.kind}'`);
  }
}

/** A paragraph right below a heading needs no request of its own. */
function needless(line, before) {
  return line === ".PP" && /^\.S[HS] /.test(before ?? "");
}

/** The whole page. Dates come from outside: the same sources give the same bytes. */
export function formatPage({ name, section, date, version, title, blocks }, own) {
  const heading = `.TH ${escapeCode(name.toUpperCase())} ${section} ${date} ${quoted(escapeCode(version))} ${quoted(title)}`;
  const body = blocks.flatMap((block) => lines(block, own));
  const kept = body.filter((line, at) => !needless(line, body[at - 1]));
  return `${[`.\\" Made by scripts/man.mjs.`, heading, ...kept].join("\n")}\n`;
}
