import { describe, expect, test } from "vitest";
import { graphOutput } from "../../src/commands/lsmod-graph.ts";
import { modulesOf, parseProcModules } from "../../src/core/state/proc-modules.ts";

function graph(text: string, format: string | undefined): string {
  const output = graphOutput(modulesOf(parseProcModules(text)), format);
  if (output.kind === "picture") return `picture ${output.dot}`;
  return output.kind === "text" ? [...output.pieces].join("") : output.kind;
}

const STACK = "loop 1 0 - Live\nnfs 1 0 - Live\nlockd 1 1 nfs, Live\nsunrpc 1 2 nfs,lockd, Live\n";

/** A user that is not loaded, quotes, a backslash, markup, a control character, UTF-8 and a byte that is none. */
const HOSTILE = 'a"b 1 0 - Live\nc\\N 1 1 <b>&;#]-->%%,a"b, Live\n\u0007\xc3\xa9\xff 1 0 - Live\n';

describe("graphOutput", () => {
  const dot = [
    "digraph modules {",
    "  rankdir=LR;",
    "  node [shape=box];",
    '  n0 [label="loop"];',
    '  n1 [label="nfs"];',
    '  n2 [label="lockd"];',
    '  n3 [label="sunrpc"];',
    "  n1 -> n2;",
    "  n2 -> n3;",
    "  n1 -> n3;",
    "}",
    "",
  ].join("\n");

  test("`graphOutput` draws an arrow from user to used in dot", () => {
    expect(graph(STACK, "dot")).toBe(dot);
    expect(graph(STACK, undefined)).toBe(dot);
  });

  test("`graphOutput` gives the same for a picture, with a font and boxes that are wide enough", () => {
    const font = "DejaVu Sans Mono,Liberation Mono,Menlo,Consolas,monospace";
    const picture = dot
      .replace("[shape=box]", `[shape=box, fontname="${font}", fontsize=14]`)
      .replace('[label="loop"]', '[label="loop", width=0.78]')
      .replace('[label="nfs"]', '[label="nfs", width=0.75]')
      .replace('[label="lockd"]', '[label="lockd", width=0.92]')
      .replace('[label="sunrpc"]', '[label="sunrpc", width=1.06]');
    expect(graph(STACK, "svg")).toBe(`picture ${picture}`);
  });

  test("`graphOutput` draws the same in mermaid", () => {
    expect(graph(STACK, "mermaid")).toBe(
      [
        "graph LR",
        '  n0["loop"]',
        '  n1["nfs"]',
        '  n2["lockd"]',
        '  n3["sunrpc"]',
        "  n1 --> n2",
        "  n2 --> n3",
        "  n1 --> n3",
        "",
      ].join("\n"),
    );
  });

  test("`graphOutput` lets no name end its label in dot", () => {
    expect(graph(HOSTILE, "dot").split("\n").slice(3, 7)).toEqual([
      '  n0 [label="a\\"b"];',
      '  n1 [label="c\\\\N"];',
      '  n2 [label="\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd"];',
      '  n3 [label="<b>&;#]__>%%"];',
    ]);
  });

  test("`graphOutput` lets no name end its label in mermaid", () => {
    expect(graph(HOSTILE, "mermaid").split("\n").slice(1, 5)).toEqual([
      '  n0["a#34;b"]',
      '  n1["c#92;N"]',
      '  n2["\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd"]',
      '  n3["#60;b#62;#38;#59;#35;#93;__#62;#37;#37;"]',
    ]);
  });

  test("`graphOutput` draws an empty graph for no modules", () => {
    expect(graph("", "mermaid")).toBe("graph LR\n");
  });
});
