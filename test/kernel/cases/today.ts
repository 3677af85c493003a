/** What kmod 30 cannot be asked: what is newer than it, what is ours alone, and where we differ on purpose. */

import type { CaseRow, KernelOutcome } from "../support/case.ts";

export interface ExpectedRow extends CaseRow {
  /** Status 0, no output and no message unless told. $EXTRA stands for the folder of the lab's modules. */
  /** Not done yet: the row has to fail, and to lose this word when it does not any more. */
  readonly awaited?: true;
  readonly expect: Partial<Pick<KernelOutcome, "status" | "out" | "err" | "state">>;
}

export type ExpectedTable = Readonly<Record<string, ExpectedRow>>;

const TBASE = "tbase 834 0 - Live (O)\n";

const newer: ExpectedTable = {
  "modprobe: an absolute path": {
    run: "modprobe -v $EXTRA/tdep.ko a=1",
    look: "cat /sys/module/tdep/initstate",
    expect: {
      out: "insmod $EXTRA/tbase.ko \ninsmod $EXTRA/tdep.ko a=1\n",
      err: "modprobe: WARNING: module tdep has no parameter 'a', nor any other\n",
    },
  },
  "modprobe: a relative path": {
    before: "cp $EXTRA/tbase.ko other",
    run: "cp other tbase.ko; modprobe -v ./tbase.ko",
    expect: { out: "insmod /tmp/case/./tbase.ko \n", state: TBASE },
  },
  "modprobe: the options of a path": {
    configuration: "options tbase val=3",
    run: "modprobe $EXTRA/tbase.ko str=x",
    look: "cat /sys/module/tbase/parameters/*",
    expect: { state: `${TBASE}x\n3\n` },
  },
  "modprobe: a path without a file": {
    run: "modprobe ./tbase.ko",
    expect: {
      status: 1,
      err: "modprobe: FATAL: Failed to get module from path ./tbase.ko: No such file or directory\n",
    },
  },
  "modprobe: a weak dependency is not loaded": {
    run: "modprobe -v tweak",
    expect: { out: "insmod $EXTRA/tweak.ko \n" },
  },
  "modprobe: a weak dependency of the configuration": {
    configuration: "weakdep tbase tpin",
    run: "modprobe -v tbase",
    expect: { out: "insmod $EXTRA/tbase.ko \n", state: TBASE },
  },
  "modprobe: -n shows": { run: "modprobe -n tbase", expect: { out: "insmod $EXTRA/tbase.ko \n", state: "" } },
  "modprobe: an old name of -n": {
    run: "modprobe --show tbase",
    expect: {
      out: "insmod $EXTRA/tbase.ko \n",
      err: "modprobe: WARNING: --show is deprecated and scheduled for removal; use --dry-run\n",
      state: "",
    },
  },
  "modprobe: -r -D of what is not loaded": { run: "modprobe -r -D tbase", expect: { state: "" } },
  "modprobe: gzip": {
    run: "gzip -c $EXTRA/tbase.ko >tbase.ko.gz; modprobe ./tbase.ko.gz val=4",
    look: "cat /sys/module/tbase/parameters/val",
    expect: { state: `${TBASE}4\n` },
  },
  "insmod: gzip": { run: "gzip -c $EXTRA/tbase.ko >t; insmod t", expect: { state: TBASE } },
  "insmod: -f on a module of another kernel": {
    run: "insmod -f $EXTRA/tmagic.ko",
    expect: { state: "tmagic 672 0 - Live (FO)\n" },
  },
  "insmod: --force-vermagic on a module of another kernel": {
    run: "insmod --force-vermagic $EXTRA/tmagic.ko",
    expect: { state: "tmagic 672 0 - Live (FO)\n" },
  },
  "insmod: --force-modversion on a module of another kernel": {
    run: "insmod --force-modversion $EXTRA/tmagic.ko",
    expect: {
      status: 1,
      err: "insmod: ERROR: could not insert module $EXTRA/tmagic.ko: Invalid module format\n",
      state: "",
    },
  },
  "insmod: -f on a compressed module of another kernel": {
    run: "xz -c $EXTRA/tmagic.ko >t; insmod -f t",
    expect: { state: "tmagic 672 0 - Live (FO)\n" },
  },
  "insmod: -s": { run: "insmod -s $EXTRA/terr.ko", expect: { status: 1, state: "" } },
  "rmmod: an unusable path ends it": {
    loaded: "tbase",
    run: "rmmod /tmp/ tbase",
    expect: { status: 1, err: "rmmod: ERROR: could not use module /tmp/: No such file or directory\n", state: TBASE },
  },
};

const ours: ExpectedTable = {
  "insmod: a module on standard input": { run: "insmod - val=5 <$EXTRA/tbase.ko", expect: { state: TBASE } },
  "insmod: a module through a pipe": { run: "cat $EXTRA/tbase.ko | insmod -", expect: { state: TBASE } },
  "insmod: nothing on standard input": {
    run: "insmod - </dev/null",
    expect: { status: 1, err: "insmod: ERROR: could not insert module -: Invalid parameters\n", state: "" },
  },
  "rmmod: -w until it is let go": {
    loaded: "tpin",
    run: "(sleep 1; echo 0 >/sys/module/tpin/parameters/hold) & rmmod -w tpin",
    expect: { state: "" },
  },
  "rmmod: --wait on an unused module": { loaded: "tbase", run: "rmmod --wait tbase", expect: { state: "" } },
};

const deliberate: ExpectedTable = {
  "modprobe: an install command holds beside a soft dependency": {
    configuration: "softdep tdep pre: talias1\ninstall tdep echo instead",
    run: "modprobe tdep",
    expect: { out: "instead\n" },
  },
  "modprobe: all soft dependency lines count": {
    configuration: "softdep tbase pre: talias1\nsoftdep tbase pre: talias2 post: tpin",
    run: "modprobe -v tbase",
    expect: {
      out: "insmod $EXTRA/talias1.ko \ninsmod $EXTRA/talias2.ko \ninsmod $EXTRA/tbase.ko \ninsmod $EXTRA/tpin.ko \n",
    },
  },
};

export const todayTables: Readonly<Record<string, ExpectedTable>> = {
  "newer than kmod 30": newer,
  "ours alone": ours,
  "different on purpose": deliberate,
};
