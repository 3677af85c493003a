/** Every module of User Mode Linux: loaded by name, looked at, removed, looked at again. */

import { fileModuleName, findTree, modulePaths } from "../conformance/support/trees.ts";
import type { KernelCase } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

const tree = findTree("uml");
const names = tree === undefined ? ["none"] : modulePaths(tree).map(fileModuleName);

function thereAndBack(name: string): KernelCase {
  const look = "sed 's/ 0x[0-9a-f]*//' /proc/modules";
  return { name, run: `modprobe ${name}; echo status $?; ${look}; modprobe -r ${name}`, seconds: 60 };
}

sideBySide("every module", uml, sampled(names, 14, "every module").map(thereAndBack));
