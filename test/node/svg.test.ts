/** Pictures of Graphviz, and whether what is written in their boxes fits there. */

import { expect, test } from "vitest";
import { graphOutput } from "../../src/commands/lsmod-graph.ts";
import { encodeUtf8 } from "../../src/core/bytes.ts";
import { modulesOf, parseProcModules } from "../../src/core/state/proc-modules.ts";
import { nodeDrawing } from "../../src/node/drawing.ts";

const drawing = nodeDrawing();

/** Boxes of an SVG with what is written in them, in points. */
function boxesOf(svg: string): readonly { readonly label: string; readonly width: number; readonly length: number }[] {
  const node = /<g id="node\d+".*?points="([^"]*)".*?textLength="([0-9.]+)"[^>]*>([^<]*)<\/text>/gs;
  return Array.from(svg.matchAll(node), ([, points = "", length, label = ""]) => {
    const across = points.split(" ").map((point) => Number(point.split(",")[0]));
    return { label, width: Math.max(...across) - Math.min(...across), length: Number(length) };
  });
}

/** What 14 points of DejaVu Sans Bold, the widest of the usual fonts, take: see its `hmtx` table. */
const BOLD = { m: 14.6, w: 13, W: 15.5, M: 14, "@": 14 };

test("`svg` of modules has boxes that hold their labels in any usual font", () => {
  const names = [
    "snd_hda_codec_generic",
    "mmmmmmmmwwwwwwww",
    "x",
    "i2c_piix4",
    "WWWW@@MM",
    "a<b>&\\N",
    "日本語モジュール",
  ];
  const lines = names.map((name) => `${encodeUtf8(name)} 1 1 ${encodeUtf8(names[0] as string)}, Live\n`).join("");
  const output = graphOutput(modulesOf(parseProcModules(lines)), "svg");
  const boxes = boxesOf(output.kind === "picture" ? drawing.svg(output.dot) : "");
  expect(boxes.map(({ label }) => label.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))).toEqual(
    names,
  );
  for (const [at, { width, length }] of boxes.entries()) {
    const widest = Array.from(
      names[at] as string,
      (each) => BOLD[each as keyof typeof BOLD] ?? (each > "~" ? 14 : 10.1),
    );
    expect(width).toBeGreaterThan(widest.reduce((sum, each) => sum + each, 0) + 4);
    expect(length).toBeLessThan(width - 8);
  }
});

test("`svg` says how long each label is, in columns of a fixed-width font", () => {
  const picture = drawing.svg('digraph { a [label="sch\u00f6n & <gut>"]; b [label="日本"]; c [label=""] }');
  const lengths = Array.from(
    picture.matchAll(/textLength="([0-9.]+)" lengthAdjust="spacingAndGlyphs">/g),
    ([, each]) => each,
  );
  expect(lengths).toEqual(["109.20", "33.60"]);
});
