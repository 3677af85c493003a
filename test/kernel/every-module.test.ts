/** Every module of User Mode Linux: loaded by name, looked at, removed, looked at again. */

import { readFileSync } from "node:fs";
import { fileModuleName, findTree, type ModuleTree, modulePaths } from "../conformance/support/trees.ts";
import type { KernelCase } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

const LIST = "list() { sed 's/ 0x[0-9a-f]*//' /proc/modules; }";
/** A counter may be up for a moment; what the kernel still does to it is over when it has stayed the same. */
const LOOK = `last=; while now=$(list); [ "$now" != "$last" ]; do last=$now; sleep 0.1; done; list`;

/**
 * 6lowpan asks the kernel for seven more modules and does not wait for them: the order in which they come is nobody's,
 * and they go before the next case begins.
 */
const ASKS_FOR_MORE = "6lowpan";
const NAMES = "sleep 3; cut -d' ' -f1,2 /proc/modules | sort";
const REST = "for name in $(cut -d' ' -f1 /proc/modules); do case $name in nhc_*) rmmod $name;; esac; done";

/** jitterentropy_rng measures how unsteady the processor is, and now and then refuses one that is too steady. */
const REFUSES_AT_TIMES = "jitterentropy_rng";

/** The modules that need `name`, and it. */
function dependentOn(tree: ModuleTree, name: string): ReadonlySet<string> {
  const lines = readFileSync(`${tree.directory}/modules.dep`, "latin1").split("\n");
  const dependent = lines.filter((line) => line.includes(`/${name}.ko`));
  return new Set(dependent.map((line) => fileModuleName(line.slice(0, line.indexOf(":")))));
}

function thereAndBack(name: string): KernelCase {
  return { name, run: `${LIST}; modprobe ${name}; echo status $?; ${LOOK}; modprobe -r ${name}`, seconds: 60 };
}

function thereAndBackWithMore(name: string): KernelCase {
  const back = `modprobe -r ${name}; echo status $?; ${NAMES}; ${REST}`;
  return { name, run: `modprobe ${name}; echo status $?; ${NAMES}; ${back}`, seconds: 60 };
}

function thereInTheEnd(name: string): KernelCase {
  const tries = `for try in 1 2 3 4 5 6 7 8 9; do modprobe -q ${name} && break; done`;
  return { name, run: `${LIST}; ${tries}; echo status $?; ${LOOK}; modprobe -r ${name}`, seconds: 60 };
}

const tree = findTree("uml");
const names = tree === undefined ? ["none"] : modulePaths(tree).map(fileModuleName);
const asking = tree === undefined ? new Set<string>() : dependentOn(tree, ASKS_FOR_MORE);

function caseOf(name: string): KernelCase {
  if (name === REFUSES_AT_TIMES) return thereInTheEnd(name);
  return asking.has(name) ? thereAndBackWithMore(name) : thereAndBack(name);
}

const chosen = sampled(names, 14, "every module");

sideBySide("every module", uml, chosen.map(caseOf));
