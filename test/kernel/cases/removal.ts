/** modprobe -r: order, refusals, holders, waiting. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";
import { loading, removing } from "./meanwhile.ts";

/** Lets go of tpin half a second after the question began. */
const RELEASE_SOON = "(sleep 0.5; echo 0 >/sys/module/tpin/parameters/hold) &";

const plain: CaseTable = {
  "an unused module": { loaded: "tpin tbase", run: "modprobe -v -r tbase" },
  "its unused dependencies": { loaded: "tdep", run: "modprobe -v -r tdep" },
  "only the dependencies that were loaded last": { loaded: "ttop", run: "modprobe -v -r ttop" },
  "a dependency that another needs stays": { loaded: "tdep ttop", run: "modprobe -v -r ttop" },
  "a deep chain of the kernel": { loaded: "nfs", run: "modprobe -v -r nfs" },
  several: { loaded: "tdep tpin talias1", run: "modprobe -r talias1 tdep" },
  "a module that is not loaded": { run: "modprobe -r tbase" },
  "--first-time on a module that is not loaded": { run: "modprobe --first-time -r tbase" },
  "a name that nobody knows": { run: "modprobe -r nosuch" },
  "no name": { run: "modprobe -r" },
  "a bracket without an end": { run: "modprobe -r 'tbase[x'" },
  "a built-in module": { run: "modprobe -r ext4" },
  "a path is no name": { loaded: "tbase", run: "modprobe -r $EXTRA/tbase.ko" },
  "a module in use": { loaded: "tdep", run: "modprobe -r tbase" },
  "a module that holds itself": { loaded: "tpin", run: "modprobe -r tpin" },
  "-f on a module that holds itself": { loaded: "tpin", run: "modprobe -f -r tpin" },
  "-f on an unused module": { loaded: "tbase", run: "modprobe -v -f -r tbase" },
  "a FATAL message ends it": { loaded: "tbase", run: "modprobe -r nosuch tbase" },
  "a FATAL message does not end it with -q": { loaded: "tbase", run: "modprobe -r -q nosuch tbase" },
  "a FATAL message does not end it with -a": { loaded: "tbase tpin", run: "modprobe -r -a nosuch tpin tbase" },
  "by an alias": { configuration: "alias other tdep", loaded: "tdep", run: "modprobe -v -r other" },
  "by an alias of two": { loaded: "talias1 talias2", run: "modprobe -v -r lab:both" },
  "a module without an end": { loaded: "tnoexit", run: "modprobe -r tnoexit", fresh: true },
  "a module that is being removed": {
    before: removing,
    run: "modprobe -r texitslow",
    look: "wait",
  },
  "a module that is being loaded": {
    before: loading(),
    run: "modprobe -r tslow",
    look: "wait",
  },
  "without the right to": { loaded: "tdep", run: "setpriv --bounding-set=-sys_module modprobe -r tdep" },
  "modules are disabled": {
    loaded: "tdep",
    before: "echo 1 >/proc/sys/kernel/modules_disabled",
    run: "modprobe -r tdep",
    fresh: true,
  },
};

const holders: CaseTable = {
  "--remove-holders of an unused module": { loaded: "tbase", run: "modprobe -v -r --remove-holders tbase" },
  "--remove-holders with one holder": { loaded: "tdep talias1", run: "modprobe -v -r --remove-holders tbase" },
  "--remove-holders with two holders": { loaded: "tdep tdep2", run: "modprobe -v -r --remove-holders tbase" },
  "--remove-holders goes one level deep": { loaded: "ttop", run: "modprobe -v -r --remove-holders tbase" },
  "--remove-holders of a module that holds itself": { loaded: "tpin", run: "modprobe -r --remove-holders tpin" },
  "--remove-holders of a module that is not loaded": { run: "modprobe -v -r --remove-holders tbase" },
  "--remove-holders implies -r": { loaded: "tdep2 ttop", run: "modprobe -v --remove-holders tdep2" },
  "--remove-dependencies": { loaded: "ttop", run: "modprobe -v -r --remove-dependencies tdep2" },
};

const waiting: CaseTable = {
  "-w on an unused module": { loaded: "tbase", run: "modprobe -v -r -w 1000 tbase" },
  "-w until it is let go": { loaded: "tpin", run: `${RELEASE_SOON} modprobe -r -w 20000 tpin` },
  "-w in vain": { loaded: "tpin", run: "modprobe -r -w 100 tpin" },
  "--wait in vain, quietly": { loaded: "tpin", run: "modprobe -q -r --wait 50 tpin" },
  "-w 0": { loaded: "tpin", run: "modprobe -r -w 0 tpin" },
  "-w with a number in octal": { loaded: "tbase", run: "modprobe -r -w 010 tbase" },
  "-w without a number": { loaded: "tbase", run: "modprobe -r -w abc tbase" },
  "-w on a module that is being loaded": {
    before: loading(),
    run: "modprobe -r -w 100 tslow",
    look: "wait",
  },
  "-w without -r": { run: "modprobe -v -w 10 tbase" },
};

export const removalCases: readonly KernelCase[] = [
  ...casesOf("modprobe -r", plain),
  ...casesOf("holders", holders),
  ...casesOf("waiting", waiting),
];
