/** rmmod: what goes, what stays, and what is said of it; and lsmod while modules come and go. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";
import { loading, removing } from "./meanwhile.ts";

const rmmod: CaseTable = {
  "an unused module": { loaded: "tbase", run: "rmmod tbase" },
  "several, users first": { loaded: "ttop tdep", run: "rmmod tdep ttop tdep2 tbase" },
  "several, used ones first": { loaded: "ttop", run: "rmmod tdep2 ttop tbase" },
  "a module with two users": { loaded: "ttop tdep", run: "rmmod tbase" },
  "a module that holds itself": { loaded: "tpin", run: "rmmod tpin" },
  "a module that is not loaded": { run: "rmmod tbase" },
  "a module that nobody knows": { run: "rmmod nosuch" },
  "missing ones among others": { loaded: "tbase tpin", run: "rmmod nosuch tpin tbase other" },
  "no name": { run: "rmmod" },
  "the empty name": { loaded: "tbase", run: "rmmod '' tbase" },
  "a hyphen for an underscore": { before: "/sbin/insmod $TREE/fs/nls/nls_koi8-r.ko", run: "rmmod nls-koi8-r" },
  "an underscore for a hyphen": { before: "/sbin/insmod $TREE/fs/nls/nls_koi8-r.ko", run: "rmmod nls_koi8_r" },
  "a path": { loaded: "tbase", run: "rmmod $EXTRA/tbase.ko" },
  "a file name without a file": { loaded: "tbase", run: "rmmod tbase.ko" },
  "a file of another name": { loaded: "tbase tdep", before: "cp $EXTRA/tbase.ko tdep.ko", run: "rmmod tdep.ko" },
  "a path without a file": { loaded: "tbase", run: "rmmod /nosuch/tbase.ko" },
  "a module that is built in": { run: "rmmod ext4 loop" },
  "built-in code with parameters": { run: "rmmod printk" },
  "a module without an end": { loaded: "tnoexit", run: "rmmod tnoexit", fresh: true },
  "a module that is being removed": {
    before: removing,
    run: "rmmod texitslow; lsmod",
    look: "wait",
  },
  "a module that is being loaded": {
    before: loading(),
    run: "rmmod tslow",
    look: "wait",
  },
  "-f on an unused module": { loaded: "tbase", run: "rmmod -f tbase" },
  "--force on a module that holds itself": { loaded: "tpin", run: "rmmod --force tpin" },
  "-f on a module with users": { loaded: "tdep", run: "rmmod -f tbase" },
  "-f on a module that is not loaded": { run: "rmmod -f tbase" },
  "-f on a module without an end": { loaded: "tnoexit", run: "rmmod -f tnoexit", fresh: true },
  "-s sends what it says to the log": { run: "rmmod -s nosuch" },
  "--syslog with a failure of the kernel": { loaded: "tpin", run: "rmmod --syslog -f tpin" },
  "-v says nothing new": { loaded: "tbase", run: "rmmod -v tbase nosuch" },
  "without the right to": { loaded: "tbase", run: "setpriv --bounding-set=-sys_module rmmod tbase" },
  "modules are disabled": {
    loaded: "tbase",
    before: "echo 1 >/proc/sys/kernel/modules_disabled",
    run: "rmmod tbase",
    fresh: true,
  },
};

const lsmod: CaseTable = {
  "nothing is loaded": { run: "lsmod" },
  "holders in the kernel's order": { loaded: "ttop tdep nfs", run: "lsmod" },
  "a module that holds itself, and a permanent one": { loaded: "tpin tnoexit", run: "lsmod", fresh: true },
};

export const rmmodCases: readonly KernelCase[] = [...casesOf("rmmod", rmmod), ...casesOf("lsmod", lsmod)];
