/** How much longer each tool takes to start than Node itself. */
import { ms, time, tool } from "./measure.mjs";

export function benchStart({ root, version }) {
  const cases = [
    ["lsmod --help", `${tool("lsmod")} --help`],
    ["modinfo -n", `${tool("modinfo")} -b ${root} -k ${version} -n loop`],
    ["modinfo", `${tool("modinfo")} -b ${root} -k ${version} loop`],
    ["modprobe -D", `${tool("modprobe")} -d ${root} -S ${version} -D loop`],
    ["modprobe -R", `${tool("modprobe")} -d ${root} -S ${version} -R fs-ext4`],
    ["kmod help", `${tool("kmod")} help`],
    ["kmod-ts --version", `${tool("kmod-ts")} --version`],
  ];
  const [bare, ...times] = time(["node -e 0", ...cases.map(([, line]) => line)], { count: 40 });
  console.log(`\nStart, beside \`node -e 0\` (${ms(bare)}); bar: at most 15 ms over`);
  for (const [at, [name]] of cases.entries()) {
    console.log(`  ${name.padEnd(20)} ${ms(times[at]).padStart(9)}  ${ms(times[at] - bare)} over`);
  }
}
