/**
 * The plain markup that man/*.md is written in, read into blocks. It is the part of Markdown that a manual page has a use for:
 *
 *     key: value         at the top, up to the first empty line
 *     # SECTION          ## Subsection
 *     a paragraph        - an item
 *     `term`             followed by a line that begins with `: ` and is what the term means; more such lines: more paragraphs
 *         an example     indented by four blanks
 *
 * and in a line **bold**, *italic*, `code` and name(8).
 */

/** Blocks are { kind: "section" | "subsection" | "paragraph" | "item", text }, { kind: "definition", term, texts }, { kind: "example", lines }. */
export function parseMarkup(text, source) {
  const lines = text.split("\n");
  const header = {};
  let at = 0;
  for (; lines[at] !== undefined && lines[at] !== ""; at++) {
    const [, key, value] = /^([a-z]+): (.*)$/.exec(lines[at]) ?? [];
    if (key === undefined) throw new Error(`${source}:${at + 1}: expected 'key: value'`);
    header[key] = value;
  }
  const blocks = [];
  while (at < lines.length) {
    if (lines[at].trim() === "") {
      at++;
      continue;
    }
    const end = endOfBlock(lines, at);
    blocks.push(...readBlock(lines.slice(at, end), `${source}:${at + 1}`));
    at = end;
  }
  return { header, blocks };
}

const isExample = (line) => line?.startsWith("    ") === true;

/** Blank lines are part of an example that goes on behind them. */
function endOfBlock(lines, start) {
  if (!isExample(lines[start])) {
    const length = lines.slice(start).findIndex((line) => line.trim() === "");
    return length < 0 ? lines.length : start + length;
  }
  let end = start;
  for (let at = start; at < lines.length && (isExample(lines[at]) || lines[at].trim() === ""); at++) {
    if (isExample(lines[at])) end = at + 1;
  }
  return end;
}

function readBlock(lines, place) {
  const [first] = lines;
  if (isExample(first)) return [{ kind: "example", lines: lines.map((line) => line.slice(4)) }];
  const heading = /^(#{1,2}) (.+)$/.exec(first);
  if (heading !== null) {
    if (lines.length > 1) throw new Error(`${place}: an empty line is missing below the heading`);
    return [{ kind: heading[1] === "#" ? "section" : "subsection", text: heading[2] }];
  }
  if (first.startsWith("- ")) return items(lines).map((text) => ({ kind: "item", text }));
  if (lines[1]?.startsWith(": ")) return definitions(lines, place);
  return [{ kind: "paragraph", text: joined(lines) }];
}

const joined = (lines) => lines.map((line) => line.trim()).join(" ");

function items(lines) {
  const texts = [];
  for (const line of lines) {
    if (line.startsWith("- ")) texts.push(line.slice(2).trim());
    else texts[texts.length - 1] += ` ${line.trim()}`;
  }
  return texts;
}

function definitions(lines, place) {
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (line.startsWith(": ")) {
      if (last === undefined) throw new Error(`${place}: a meaning without a term`);
      last.texts.push(line.slice(2).trim());
    } else if (line.startsWith("  ")) {
      last.texts[last.texts.length - 1] += ` ${line.trim()}`;
    } else {
      found.push({ kind: "definition", term: line.trim(), texts: [] });
    }
  }
  const bare = found.find(({ texts }) => texts.length === 0);
  if (bare !== undefined) throw new Error(`${place}: '${bare.term}' has no meaning`);
  return found;
}
