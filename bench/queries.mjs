/** Questions about many modules in one process. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ms, scratch, time, tool } from "./measure.mjs";

function compare(title, bar, ours, theirs, count) {
  const [mine, kmods] = time([ours, theirs], { count });
  const ratio = (mine / kmods).toFixed(2);
  console.log(`\n${title}; bar: at most ${bar} x\n  ours ${ms(mine)}, kmod ${ms(kmods)}: ${ratio} x`);
}

function listFiles(folder, files = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listFiles(path, files);
    else if (/\.ko(\.xz)?$/.test(entry.name)) files.push(path);
  }
  return files;
}

/** A program whose arguments come from a file: command lines of 10 000 words do not fit hyperfine's. */
export function withArguments(name, program, words) {
  const list = join(scratch, `${name}.words`);
  writeFileSync(list, words.join("\0"));
  return `xargs -0 -n 100000 -s 2000000 -a ${list} ${program}`;
}

export function benchModinfo(title, { root, version }, count) {
  const files = listFiles(join(root, "lib/modules", version)).toSorted();
  const ours = withArguments(`ours-${version}`, tool("modinfo"), files);
  const theirs = withArguments(`kmod-${version}`, "/sbin/modinfo", files);
  compare(`modinfo of all ${files.length} modules, ${title}`, "1.0", ours, theirs, count);
}

/** Modaliases that the modules of a tree answer to, ten thousand at most. */
export function modaliases({ root, version }) {
  const text = readFileSync(join(root, "lib/modules", version, "modules.alias"), "latin1");
  const patterns = text.split("\n").flatMap((line) => line.match(/^alias (\S+) /)?.[1] ?? []);
  return patterns
    .filter((_, at) => at % 2 === 0)
    .slice(0, 10_000)
    .map((pattern) => pattern.replaceAll("*", "0"));
}

export function benchResolve({ root, version }) {
  const names = modaliases({ root, version });
  const options = `-d ${root} -S ${version} -C /dev/null -R -a`;
  const ours = withArguments("resolve-ours", `${tool("modprobe")} ${options}`, names);
  const theirs = withArguments("resolve-kmod", `/sbin/modprobe ${options}`, names);
  compare(`modprobe -R -a of ${names.length} modaliases`, "1.3", ours, theirs);
}
