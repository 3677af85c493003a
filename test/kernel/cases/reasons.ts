/** Why it failed: the explanations below kmod's messages, from the kernel's own words. */

import type { ExpectedTable } from "./today.ts";

const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("");

/** $RELEASE stands for the kernel's, $MODULES for its module directory. */
export const reasons: ExpectedTable = {
  "a symbol that nobody exports": {
    run: "modprobe -v tunk",
    expect: {
      status: 1,
      out: "insmod $EXTRA/tunk.ko \n",
      err: lines(
        "modprobe: ERROR: could not insert 'tunk': Unknown symbol in module, or unknown parameter (see dmesg)",
        "  kernel: tunk: Unknown symbol lab_missing (err -2)",
        "  symbol 'lab_missing' is exported by no module in $MODULES, nor by the kernel",
      ),
    },
  },
  "the version magic": {
    run: "insmod -v $EXTRA/tmagic.ko",
    expect: {
      status: 1,
      err: lines(
        "insmod: ERROR: could not insert module $EXTRA/tmagic.ko: Invalid module format",
        "  kernel: tmagic: version magic '5.0.0-other SMP mod_unload ' should be '$RELEASE mod_unload '",
        "  built for 5.0.0-other, this kernel is $RELEASE; only the module has 'SMP'",
      ),
    },
  },
  "a dependency that is not loaded": {
    run: "insmod -v $EXTRA/ttop.ko",
    expect: {
      status: 1,
      err: lines(
        "insmod: ERROR: could not insert module $EXTRA/ttop.ko: Unknown symbol in module",
        "  kernel: ttop: Unknown symbol lab_dep2 (err -2)",
        "  symbol 'lab_dep2' is exported by tdep2 (not loaded)",
      ),
    },
  },
  "a value that the parameter does not take": {
    run: "modprobe -v tbase val=abc",
    expect: {
      status: 1,
      out: "insmod $EXTRA/tbase.ko val=abc\n",
      err: lines(
        "modprobe: ERROR: could not insert 'tbase': Invalid argument",
        "  kernel: tbase: `abc' invalid for parameter `val'",
        "  parameter 'val' takes int, not 'abc'",
      ),
    },
  },
  "a parameter that the module does not have": {
    run: "modprobe -v tbase vla=1",
    expect: {
      out: "insmod $EXTRA/tbase.ko vla=1\n",
      err: lines("modprobe: WARNING: module tbase has no parameter 'vla'; the nearest is 'val'"),
    },
  },
  "the module's own initialisation": {
    run: "modprobe -v terr",
    expect: {
      status: 1,
      out: "insmod $EXTRA/terr.ko \n",
      err: lines(
        "modprobe: ERROR: could not insert 'terr': No such device",
        "  the module's own initialisation said so; usually the device is not there, or another driver has it",
      ),
    },
  },
  "no exit function": {
    loaded: "tnoexit",
    fresh: true,
    run: "modprobe -r -v tnoexit",
    expect: {
      status: 1,
      out: "rmmod tnoexit\n",
      err: lines(
        "modprobe: ERROR: could not remove 'tnoexit': Device or resource busy",
        "  it has no exit function: it stays until the next boot",
      ),
    },
  },
  "users that are modules": {
    loaded: "tdep",
    run: "rmmod -v tbase",
    expect: {
      status: 1,
      err: lines("rmmod: ERROR: Module tbase is in use by: tdep", "  it is used by tdep, which must go first"),
    },
  },
  "a user that does not show": {
    loaded: "tpin",
    fresh: true,
    run: "modprobe -r -v tpin",
    expect: {
      status: 1,
      err: lines(
        "modprobe: FATAL: Module tpin is in use.",
        "  its use count is 1: nothing that can be seen from here holds it",
      ),
    },
  },
  "nobody asked": {
    run: "modprobe tunk",
    expect: {
      status: 1,
      err: lines(
        "modprobe: ERROR: could not insert 'tunk': Unknown symbol in module, or unknown parameter (see dmesg)",
      ),
    },
  },
};
