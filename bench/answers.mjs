/** The sub-commands that kmod has nothing beside: their starts, and all devices of a large machine, in both editions. */
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { staticPath } from "../scripts/build-static.mjs";
import { fail, ms, scratch, time, tool } from "./measure.mjs";
import { makeDevices } from "./synthetic-devices.mjs";

const DEVICES = 2000;

function cases({ version, root: tree }, root) {
  const place = `--root ${root} -S ${version}`;
  const whole = `--root ${tree} -S ${version}`;
  return [
    ["status NAME", `status ${whole} ext4`],
    ["which NAME", `which ${whole} ext4`],
    ["which --all NAME", `which --all ${whole} ext4`],
    ["explain NAME", `explain ${whole} ext4`],
    ["lint", `lint ${whole}`],
    ["check FILE", `check ${whole} ${tree}/lib/modules/${version}/kernel/fs/ext4/ext4.ko`],
    ["list", `list ${place}`],
    ["list --available", `list ${place} --available`],
    ["params NAME", `params ${place} loop`],
    ["params --changed", `params ${place} --changed`],
    ["deps NAME", `deps -d ${root} -S ${version} ext4`],
    ["devices BUS:ADDRESS", `devices ${place} pci:pci500`],
    [`devices (${DEVICES})`, `devices ${place}`],
  ];
}

export function benchAnswers(tree) {
  const executable = staticPath();
  if (executable === undefined || !existsSync(executable)) fail("no static edition: run npm run build:static");
  const root = join(scratch, "devices");
  makeDevices(root, tree, DEVICES);
  const described = "kernel/drivers/block/loop.ko";
  const modules = join("lib/modules", tree.version);
  copyFileSync(join(tree.root, modules, described), join(root, modules, described));
  const asked = cases(tree, root);
  const lines = asked.flatMap(([, words]) => [`${tool("kmod-ts")} ${words}`, `${executable} ${words}`]);
  const [bare, ...times] = time(["node -e 0", ...lines], { count: 15 });
  console.log(`\nSub-commands of ours, beside \`node -e 0\` (${ms(bare)}); bars for devices: 1 s and 0.3 s`);
  for (const [at, [name]] of asked.entries()) {
    const [node, alone] = times.slice(2 * at, 2 * at + 2);
    console.log(
      `  ${name.padEnd(20)} ${ms(node).padStart(9)}  ${ms(node - bare).padStart(9)} over   static ${ms(alone)}`,
    );
  }
}
