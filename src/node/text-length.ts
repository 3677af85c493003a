/** Labels of an SVG, made as long as they were measured, whatever font a viewer takes. */

import { textWidth } from "../core/text-width.ts";

/** How wide a character of an ordinary fixed-width font is, of its size. */
const ADVANCE = 0.6;

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text that XML text stands for; Graphviz writes no other names. */
function unescaped(xml: string): string {
  return xml.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (whole, hexadecimal, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/**
 * An SVG of Graphviz's, in which each label says how long it is: a viewer that knows `textLength` (browsers do) draws
 * it so long in any font, and so within the box that was made for it.
 */
export function withTextLengths(svg: string): string {
  return svg.replace(/<text ([^>]*font-size="([0-9.]+)"[^>]*)>([^<]*)<\/text>/g, (whole, attributes, size, xml) => {
    const length = textWidth(unescaped(xml)) * ADVANCE * Number(size);
    if (!(length > 0)) return whole;
    return `<text ${attributes} textLength="${length.toFixed(2)}" lengthAdjust="spacingAndGlyphs">${xml}</text>`;
  });
}
