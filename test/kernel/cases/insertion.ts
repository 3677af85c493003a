/** modprobe, inserting: names, dependencies, states, refusals. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";
import { loading, removing } from "./meanwhile.ts";

const VALUES = "cat /sys/module/tbase/parameters/val /sys/module/tbase/parameters/str";

const names: CaseTable = {
  "a module that needs nothing": { run: "modprobe tbase" },
  "its dependencies first": { run: "modprobe -v ttop" },
  "dependencies that are there already": { loaded: "tbase", run: "modprobe -v ttop" },
  "a deep chain of the kernel": { run: "modprobe -v nfs" },
  "a chain of ten": { run: "modprobe -v tchain10" },
  "a hyphen for an underscore": { run: "modprobe -v nls_koi8-r" },
  "a name that nobody knows": { run: "modprobe nosuch" },
  "the empty name": { run: "modprobe ''" },
  "a file name": { run: "modprobe tbase.ko" },
  "no name": { run: "modprobe" },
  "a bracket without an end": { run: "modprobe 'tbase[x'" },
  "a built-in module": { run: "modprobe -v random; modprobe -v ext4; modprobe -v crc_t10dif" },
  "a module that is loaded": { loaded: "tbase", run: "modprobe -v tbase val=abc", look: VALUES },
  "an alias of the configuration": { configuration: "alias other ttop", run: "modprobe -v other" },
  "aliases do not chain": { configuration: "alias one two\nalias two tbase", run: "modprobe one" },
  "an alias hides a module": { configuration: "alias tbase tpin", run: "modprobe -v tbase" },
  "a wildcard": { configuration: "alias some-* tbase", run: "modprobe -v some-thing" },
  "an alias for several": {
    configuration: "alias all tdep\nalias all talias1\nalias all tpin",
    run: "modprobe -v all",
  },
  "an alias of the index": { run: "modprobe -v lab:one" },
  "an index alias of two modules": { run: "modprobe -v lab:both" },
  "an alias of a driver": { run: "modprobe -v rtnl-link-dummy" },
  "a symbol": { run: "modprobe -v symbol:lab_dep2" },
  "an alias for nothing": { configuration: "alias other nosuch", run: "modprobe other" },
  "an alias for a broken and a good module": {
    configuration: "alias all tunk\nalias all tbase",
    run: "modprobe -v all",
  },
  "an alias for a good and a broken module": {
    configuration: "alias all tbase\nalias all tunk",
    run: "modprobe -v all",
  },
};

const states: CaseTable = {
  "--first-time on a new module": { run: "modprobe --first-time tdep" },
  "--first-time on a loaded module": { loaded: "tdep", run: "modprobe --first-time tdep" },
  "--first-time with loaded dependencies": { loaded: "tbase", run: "modprobe --first-time -v tdep" },
  "--first-time on a built-in module": { run: "modprobe --first-time ext4" },
  "a module that is being loaded": {
    before: loading(),
    run: "modprobe -v tslow",
    look: "wait",
  },
  "--first-time on a module that is being loaded": {
    before: loading(),
    run: "modprobe --first-time tslow",
    look: "wait",
  },
  "a module whose loading fails meanwhile": {
    before: loading("errno=19 2>/dev/null"),
    run: "modprobe tslow",
    look: "wait",
  },
  "a module that is being removed": {
    before: removing,
    run: "modprobe texitslow",
    look: "wait",
  },
  "modules are disabled": {
    before: "echo 1 >/proc/sys/kernel/modules_disabled",
    run: "modprobe tdep",
    fresh: true,
  },
  "a loaded module while modules are disabled": {
    loaded: "tdep",
    before: "echo 1 >/proc/sys/kernel/modules_disabled",
    run: "modprobe -v tdep",
    fresh: true,
  },
  "without the right to": { run: "setpriv --bounding-set=-sys_module modprobe tdep" },
};

const refusals: CaseTable = {
  "a symbol that nobody has": { run: "modprobe tunk" },
  "a module of another kernel": { run: "modprobe tmagic" },
  "--force-vermagic on a module of another kernel": { run: "modprobe --force-vermagic tmagic" },
  "--force-modversion on a module of another kernel": { run: "modprobe --force-modversion tmagic" },
  "--force on a module of another kernel": { run: "modprobe --force tmagic" },
  "-f on a module that needs none": { run: "modprobe -v -f tdep" },
  "its beginning says EPERM": { run: "modprobe terr errno=1" },
  "its beginning says ENOENT": { run: "modprobe terr errno=2" },
  "its beginning says ESRCH": { run: "modprobe terr errno=3" },
  "its beginning says EIO": { run: "modprobe terr errno=5" },
  "its beginning says EBUSY": { run: "modprobe terr errno=16" },
  "its beginning says EEXIST": { run: "modprobe terr errno=17" },
  "its beginning says EEXIST, --first-time": { run: "modprobe --first-time terr errno=17" },
  "its beginning says ENODEV": { run: "modprobe terr" },
  "its beginning says EINVAL": { run: "modprobe terr errno=22" },
  "a dependency fails": { run: "modprobe -v terrtop" },
  "a dependency says EEXIST": { configuration: "options terr errno=17", run: "modprobe -v terrtop" },
  "a dependency succeeds by an option": { configuration: "options terr errno=0", run: "modprobe -v terrtop" },
  "a value that is no number": { run: "modprobe tbase val=abc" },
  "a parameter that does not exist": { run: "modprobe tbase nosuch=1 val=2", look: VALUES },
  "-q says nothing of a failure": { run: "modprobe -q tunk" },
  "-q says nothing of an unknown name": { run: "modprobe -q nosuch" },
  "-v of a failure": { run: "modprobe -v terr" },
  "-q and -v": { run: "modprobe -q -v tdep; modprobe -v -q ttop" },
  "-s sends what it says to the log": { run: "modprobe -s terr; modprobe --syslog nosuch" },
};

const several: CaseTable = {
  "-a of two": { run: "modprobe -v -a tdep tpin" },
  "-a with an unknown one": { run: "modprobe -v -a tdep nosuch tpin" },
  "-a with a broken one": { run: "modprobe -v -a tunk tbase terr tdep" },
  "-a with -q": { run: "modprobe -q -a nosuch tbase" },
  "-a takes no parameters": { run: "modprobe -a tbase val=3", look: VALUES },
  "-a with --first-time": { loaded: "tbase", run: "modprobe --first-time -a tbase tpin" },
};

export const insertionCases: readonly KernelCase[] = casesOf("modprobe", {
  ...names,
  ...states,
  ...refusals,
  ...several,
});
