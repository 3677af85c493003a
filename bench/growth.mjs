/** depmod of made trees of growing size: the time for each module must not grow with them. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ms, peakMemory, scratch, time, tool } from "./measure.mjs";
import { makeTree } from "./synthetic-tree.mjs";

/** kmod takes no more than 65 534. */
const SIZES = [1000, 4000, 16_000, 64_000];
const RUNS = 3;
const MIB = 2 ** 20;

export function benchGrowth() {
  console.log(
    "\ndepmod of made trees             ours  for each module       kmod  for each module    ratio   ours' peak memory",
  );
  for (const size of SIZES) {
    const root = join(scratch, "grown");
    mkdirSync(root);
    makeTree(root, "6.1.0", size);
    const ours = `${tool("depmod")} --no-cache -b ${root} 6.1.0`;
    const [mine, kmods] = time([ours, `/sbin/depmod -b ${root} 6.1.0`], { count: RUNS });
    const each = (seconds) => `${((seconds / size) * 1e6).toFixed(0)} us`;
    const times = `${ms(mine).padStart(12)} ${each(mine).padStart(16)} ${ms(kmods).padStart(10)} ${each(kmods).padStart(16)}`;
    const memory = `${(peakMemory(ours) / MIB).toFixed(0)} MiB`;
    console.log(
      `  ${String(size).padStart(6)} modules ${times.padStart(58)} ${(mine / kmods).toFixed(2).padStart(6)} x   ${memory}`,
    );
    rmSync(root, { recursive: true });
  }
}
