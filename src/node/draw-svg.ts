/**
 * A program of its own: reads a graph in the dot language from standard input and writes it as SVG. Graphviz as
 * WebAssembly loads asynchronously, which the synchronous tools cannot wait for.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { withTextLengths } from "./text-length.ts";

const graphviz = await Graphviz.load();
writeFileSync(1, withTextLengths(graphviz.layout(readFileSync(0, "utf8"), "svg", "dot")));
