/** depmod of whole trees. Each of the two has a copy of its own: what one leaves would not count as unchanged for the other. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ms, peakMemory, run, scratch, time, tool } from "./measure.mjs";

const CACHE = "modules.kmod-ts.bin";
/** xz takes kmod seconds. */
const XZ_RUNS = 5;

const MIB = 2 ** 20;

/** Two copies of a tree's modules, for ours and for kmod's, in which a module can be changed. */
function copies({ root, version }, compress) {
  const [ours, kmods] = ["ours", "kmod"].map((name) => {
    const copy = join(scratch, name);
    mkdirSync(join(copy, "lib"), { recursive: true });
    run("cp", ["-a", join(root, "lib/modules"), join(copy, "lib")]);
    if (compress) run("sh", ["-c", `find ${copy} -name '*.ko' -print0 | xargs -0 -P 2 -n 64 zstd -q --rm -f`]);
    return copy;
  });
  const folder = join(ours, "lib/modules", version);
  return {
    plan: (options = "") => [
      `${tool("depmod")}${options} -b ${ours} ${version}`,
      `/sbin/depmod -b ${kmods} ${version}`,
    ],
    forget: `rm -f ${join(folder, CACHE)}`,
    change: [ours, kmods].map((copy) => `touch ${run("find", [copy, "-name", "ext4.ko*"]).split("\n")[0]}`),
  };
}

function remove() {
  for (const name of ["ours", "kmod"]) rmSync(join(scratch, name), { recursive: true, force: true });
}

function row(title, bar, [mine, kmods], memory = "") {
  const ratio = `${(mine / kmods).toFixed(2)} x`;
  console.log(
    `  ${title.padEnd(32)} ${ms(mine).padStart(10)} ${ms(kmods).padStart(10)} ${ratio.padStart(8)} ${bar.padStart(8)}${memory}`,
  );
}

/** The two peaks, as they stand at the end of a row; bar: twice kmod's. */
function memoryOf([ours, kmods]) {
  const [mine, theirs] = [peakMemory(ours), peakMemory(kmods)];
  return `   ${(mine / MIB).toFixed(0)} and ${(theirs / MIB).toFixed(0)} MiB: ${(mine / theirs).toFixed(2)} x`;
}

const NOTHING = "true";

export function benchDepmod({ plain, xz }) {
  console.log("\ndepmod                                   ours       kmod    ratio      bar   peak memory (bar: 2 x)");
  const tree = copies(plain);
  const whole = tree.plan(" --no-cache");
  row("6.1, plain, --no-cache", "0.80 x", time(whole), memoryOf(whole));
  row("6.1, plain, makes its cache", "", time(tree.plan(), { prepare: [tree.forget, NOTHING] }));
  row("again, nothing changed", "0.35 x", time(tree.plan()), memoryOf(tree.plan()));
  row("again, one module changed", "0.35 x", time(tree.plan(), { prepare: tree.change }), memoryOf(tree.plan()));
  remove();
  const zstd = copies(plain, "zstd").plan(" --no-cache");
  row("6.1, zstd, --no-cache", "0.60 x", time(zstd), memoryOf(zstd));
  remove();
  const slow = copies(xz).plan(" --no-cache");
  row("6.12, xz, --no-cache", "0.55 x", time(slow, { count: XZ_RUNS }), memoryOf(slow));
  remove();
}
