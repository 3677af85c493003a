/** The static edition beside kmod: the whole run of a tool, start included; its memory; the files that it opens. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { staticPath } from "../scripts/build-static.mjs";
import { makeLoadedModules } from "./loaded-modules.mjs";
import { countOpens, fail, ms, need, peakMemory, project, scratch, time } from "./measure.mjs";
import { modaliases, withArguments } from "./queries.mjs";

const TOOLS = ["lsmod", "modinfo", "modprobe", "rmmod", "kmod"];

/** Of which /proc/modules and /sys/module tell. */
const LOADED = 150;

/** A folder with the executable under the names of the tools. */
function links(executable) {
  const folder = join(scratch, "static");
  mkdirSync(folder);
  for (const tool of TOOLS) symlinkSync(executable, join(folder, tool));
  return folder;
}

/** What is asked of both: a title, a tool and its words. `inside`: words before the command line; `count`: how often it is timed. */
function casesOf({ root, version }, other) {
  const place = `-d ${root} -S ${version}`;
  const otherPlace = `-d ${other.root} -S ${other.version}`;
  const devices = readFileSync(join(project, "bench/guest-devices.txt"), "latin1").trim().replaceAll("\n", " ");
  const inside = makeLoadedModules(LOADED);
  return [
    { title: `lsmod, ${LOADED} modules`, tool: "lsmod", words: "", inside },
    { title: "modinfo", tool: "modinfo", words: `-b ${root} -k ${version} loop` },
    { title: "modprobe -n", tool: "modprobe", words: `${place} -n ext4` },
    { title: "modprobe -D", tool: "modprobe", words: `${place} -D ext4` },
    {
      title: "modprobe -R",
      tool: "modprobe",
      words: `${place} -R pci:v00008086d000015B8sv00001028sd000006DCbc02sc00i00`,
    },
    { title: "kmod static-nodes", tool: "kmod", words: "static-nodes" },
    { title: "cold plug, a guest", tool: "modprobe", words: `${otherPlace} -n -a -b -q ${devices}` },
    {
      title: "cold plug, 10 000",
      tool: "modprobe",
      words: `${place} -n -a -b -q`,
      list: modaliases({ root, version }),
      count: 10,
    },
  ];
}

const theirPath = (tool) => (tool === "kmod" ? "/bin/kmod" : `/sbin/${tool}`);

function lineOf({ words, list }, path, name) {
  const line = `${path} ${words}`.trim();
  return list === undefined ? line : withArguments(name, line, list);
}

const ratio = (ours, theirs) => `${(ours / theirs).toFixed(2)} x`;
const kilobytes = (bytes) => `${Math.round(bytes / 1024)} kB`;

function compare(asked, folder) {
  const { title, tool, inside = [], count = 200 } = asked;
  const lines = [theirPath(tool), join(folder, tool)].map((path) => lineOf(asked, path, "cold-plug"));
  const [time1, time2] = time(lines, { count, inside });
  const [memory1, memory2] = lines.map((line) => peakMemory(line, { inside }));
  const [opens1, opens2] = lines.map((line) => countOpens(line, { inside }));
  const columns = [
    `${ms(time2)} of ${ms(time1)}`.padEnd(22),
    ratio(time2, time1).padEnd(8),
    `${kilobytes(memory2)} of ${kilobytes(memory1)}`.padEnd(20),
    ratio(memory2, memory1).padEnd(8),
    `${opens2} of ${opens1}`,
  ];
  console.log(`  ${title.padEnd(20)} ${columns.join(" ")}`);
}

export function benchStatic(tree, other) {
  const executable = staticPath();
  if (executable === undefined || !existsSync(executable)) fail("no static edition: run npm run build:static");
  need("strace", "apt-get install strace");
  const folder = links(executable);
  console.log(
    "\nThe static edition beside kmod: time (bar: 1.3 x), peak memory (bar: 2 x), opened files (bar: no more)",
  );
  for (const asked of casesOf(tree, other)) compare(asked, folder);
}
