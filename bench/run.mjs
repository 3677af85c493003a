#!/usr/bin/env node
/**
 * Times our tools beside kmod's in one run with hyperfine and prints ratios. Needs hyperfine, kmod, time, zstd and the module trees
 * that `node scripts/fetch-trees.mjs` unpacks; says what is missing and ends with 1. Asserts nothing. Arguments choose: start,
 * static, answers, modinfo, modprobe, depmod, growth; without any it is all of them.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { treesFolder } from "../scripts/trees-folder.mjs";
import { benchAnswers } from "./answers.mjs";
import { benchDepmod } from "./depmod.mjs";
import { benchGrowth } from "./growth.mjs";
import { fail, need, project } from "./measure.mjs";
import { benchModinfo, benchResolve } from "./queries.mjs";
import { benchStart } from "./start.mjs";
import { benchStatic } from "./static.mjs";

const trees = treesFolder();

function tree(name) {
  const root = join(trees, name);
  if (!existsSync(root)) fail(`no module tree ${root}: run node scripts/fetch-trees.mjs`);
  return { root, version: readdirSync(join(root, "lib/modules"))[0] };
}

const BENCHES = {
  start: () => benchStart(tree("6.1")),
  static: () => benchStatic(tree("6.1"), tree("6.12")),
  answers: () => benchAnswers(tree("6.1")),
  modinfo() {
    benchModinfo("6.1, plain files", tree("6.1"));
    benchModinfo("6.12, xz files", tree("6.12"), 3);
  },
  modprobe: () => benchResolve(tree("6.1")),
  depmod: () => benchDepmod({ plain: tree("6.1"), xz: tree("6.12") }),
  growth: benchGrowth,
};

need("hyperfine", "apt-get install hyperfine");
need("/sbin/modprobe", "apt-get install kmod");
need("/usr/bin/time", "apt-get install time");
need("zstd", "apt-get install zstd");
if (!existsSync(join(project, "dist/tools.cjs"))) fail("not built: run npm run build");
const asked = process.argv.slice(2);
const unknown = asked.find((name) => BENCHES[name] === undefined);
if (unknown !== undefined) fail(`no such measurement: ${unknown}`);
for (const [name, bench] of Object.entries(BENCHES)) if (asked.length === 0 || asked.includes(name)) bench();
