/** modprobe under a configuration: options, blacklist, soft dependencies, commands. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";

const VALUES = "cat /sys/module/tbase/parameters/val /sys/module/tbase/parameters/str";

const options: CaseTable = {
  "options of the configuration": {
    configuration: "options tbase val=3 str=abc",
    run: "modprobe -v tbase",
    look: VALUES,
  },
  "options of several lines": {
    configuration: "options tbase val=3\noptions tbase str=one\noptions tbase str=two",
    run: "modprobe -v tbase",
    look: VALUES,
  },
  "options of the command line come last": {
    configuration: "options tbase val=3 str=conf",
    run: "modprobe -v tbase val=4",
    look: VALUES,
  },
  "options of a dependency": { configuration: "options tbase val=3", run: "modprobe -v tdep val=9", look: VALUES },
  "options by the alias": {
    configuration: "alias other tbase\noptions other val=5\noptions tbase str=name",
    run: "modprobe -v other",
    look: VALUES,
  },
  "options by a wildcard alias": {
    configuration: "alias some* tbase\noptions some* val=6",
    run: "modprobe -v something",
    look: VALUES,
  },
  "a value with blanks": { run: "modprobe -v tbase 'str=a b'", look: VALUES },
  "a value in quotation marks": {
    configuration: `options tbase str="a b"`,
    run: "modprobe -v tbase val=1",
    look: VALUES,
  },
  "options of the kernel command line": {
    before: "echo 'quiet tbase.val=8 tbase.str=\"x y\" nosuch.a=1' >line; mount --bind line /proc/cmdline",
    configuration: "options tbase val=3",
    run: "modprobe -v tbase",
    look: VALUES,
  },
  "options after the name": { run: "modprobe tbase -v val=2", look: VALUES },
  "-C with a file": {
    configuration: "options tbase val=3",
    before: "echo 'options tbase val=9' >other.conf",
    run: "modprobe -v -C other.conf tbase",
    look: VALUES,
  },
  "-C with a directory": {
    before: "mkdir more; echo 'options tbase val=9' >more/a.conf",
    run: "modprobe --config more -v tbase",
    look: VALUES,
  },
  "/run/modprobe.d": {
    before: "mkdir /run/modprobe.d; echo 'options tbase val=5 str=run' >/run/modprobe.d/a.conf",
    configuration: "options tbase val=3",
    run: "modprobe -v tbase",
    look: VALUES,
  },
  MODPROBE_OPTIONS: { run: "MODPROBE_OPTIONS='-v --first-time' modprobe tdep" },
  "MODPROBE_OPTIONS with a name": { run: "MODPROBE_OPTIONS='-v tbase' modprobe val=3", look: VALUES },
  "MODPROBE_OPTIONS with an empty word": { run: "MODPROBE_OPTIONS='-v  -b' modprobe tbase" },
  "a bad line": { configuration: "nonsense here\noptions tbase val=2", run: "modprobe -v tbase", look: VALUES },
  "-d and -S": {
    before: "mkdir -p root/lib/modules; ln -s /lib/modules/$RELEASE root/lib/modules/other",
    run: "modprobe -v -d root -S other tdep",
  },
};

const blacklist: CaseTable = {
  "a name on the blacklist": { configuration: "blacklist tbase", run: "modprobe -v tbase" },
  "a name on the blacklist, -b": { configuration: "blacklist tbase", run: "modprobe -v -b tbase" },
  "an alias of a module on the blacklist": { configuration: "blacklist talias1", run: "modprobe -v lab:one" },
  "one of two modules on the blacklist": { configuration: "blacklist talias1", run: "modprobe -v lab:both" },
  "a dependency on the blacklist, -b": { configuration: "blacklist tbase", run: "modprobe -v --use-blacklist tdep" },
  "a soft dependency on the blacklist, -b": {
    configuration: "blacklist tpin\nsoftdep tdep pre: tpin",
    run: "modprobe -v -b tdep",
  },
  "the blacklist of the kernel command line": {
    before: "echo 'modprobe.blacklist=tbase,talias1' >line; mount --bind line /proc/cmdline",
    run: "modprobe -v -b tbase; modprobe -v lab:both",
  },
  "the blacklist does not hold for -r": {
    configuration: "blacklist tbase",
    loaded: "tbase",
    run: "modprobe -v -b -r tbase",
  },
};

const softDependencies: CaseTable = {
  "before and after": {
    configuration: "softdep tdep pre: tpin talias1 post: talias2 dummy",
    run: "modprobe -v tdep",
  },
  "of the module itself": { run: "modprobe -v tsoft" },
  "with options and unknown names": {
    configuration: "softdep tdep pre: dummy nosuch post: loop\noptions dummy numdummies=0\noptions loop max_part=5",
    run: "modprobe -v tdep",
    look: "cat /sys/module/loop/parameters/max_part",
  },
  "of a dependency": { configuration: "softdep tbase pre: tpin post: talias1", run: "modprobe -v ttop" },
  "by an alias": { configuration: "softdep tdep pre: lab:both", run: "modprobe -v tdep" },
  "that fail": { configuration: "softdep tdep pre: tunk terr post: tmagic", run: "modprobe -v tdep" },
  "in a circle": { configuration: "softdep tdep pre: tpin\nsoftdep tpin pre: tdep", run: "modprobe -v tdep" },
  "with a wildcard": { configuration: "softdep td* pre: tpin", run: "modprobe -v ttop" },
  "that are loaded": { configuration: "softdep tdep pre: tpin", loaded: "tpin", run: "modprobe -v tdep" },
  "of a loaded module": { configuration: "softdep tdep pre: tpin", loaded: "tdep", run: "modprobe -v tdep" },
  "of a module that fails": { configuration: "softdep terr pre: tpin post: talias1", run: "modprobe -v terr" },
  "that are built in": { configuration: "softdep tdep pre: ext4", run: "modprobe -v tdep" },
  "are ignored with -i": { configuration: "softdep tdep pre: tpin post: talias1", run: "modprobe -v -i tdep" },
  "of a dependency are not ignored with -i": { configuration: "softdep tbase pre: tpin", run: "modprobe -v -i tdep" },
  "both sides, removed": {
    configuration: "softdep tdep pre: talias1 dummy post: talias2 loop",
    loaded: "talias1 dummy tdep talias2 loop",
    run: "modprobe -v -r tdep",
  },
  "a busy one after it keeps it": {
    configuration: "softdep tdep post: tpin",
    loaded: "tdep tpin",
    run: "modprobe -v -r tdep",
  },
  "a busy one after it does not with -q": {
    configuration: "softdep tdep post: tpin",
    loaded: "tdep tpin",
    run: "modprobe -q -r tdep",
  },
  "a busy one before it stays": {
    configuration: "softdep tdep pre: tpin talias1",
    loaded: "tdep tpin talias1",
    run: "modprobe -v -r tdep",
  },
  "are not removed with -i": {
    configuration: "softdep tdep post: talias1",
    loaded: "tdep talias1",
    run: "modprobe -v -i -r tdep",
  },
};

const commands: CaseTable = {
  "an install command": { configuration: "install tbase echo instead", run: "modprobe -v tbase; modprobe tbase" },
  "an install command that loads the module": {
    configuration: "install tbase modprobe --ignore-install tbase $CMDLINE_OPTS && echo done\noptions tbase str=conf",
    run: "modprobe -v tbase val=3",
    look: VALUES,
  },
  "-i ignores it": { configuration: "install tbase echo instead", run: "modprobe -v -i tbase" },
  "--ignore-install does not for a dependency": {
    configuration: "install tbase modprobe -i tbase && echo dependency",
    run: "modprobe -v --ignore-install tdep",
  },
  "an install command for a name without a module": {
    configuration: "install nomodule echo it",
    run: "modprobe nomodule",
  },
  "an install command by a wildcard": { configuration: "install tb* echo wild", run: "modprobe tbase" },
  "the first of two install commands": {
    configuration: "install tbase echo one\ninstall tbase echo two",
    run: "modprobe tbase",
  },
  "what an install command sees": {
    configuration: 'install tbase echo "M=$MODPROBE_MODULE O=$MODPROBE_OPTIONS A=[$CMDLINE_OPTS]"\noptions tbase val=1',
    run: "modprobe -q -v -b tbase 'str=a b'; MODPROBE_OPTIONS=-q modprobe -C /etc/modprobe.d/lab.conf tbase",
  },
  "an install command that ends with 3": { configuration: "install tbase exit 3", run: "modprobe tbase" },
  "an install command of a dependency that fails": { configuration: "install tbase false", run: "modprobe -v tdep" },
  "an install command that a signal ends": { configuration: "install tbase kill -9 $$", run: "modprobe tbase" },
  "an install command that is not found": { configuration: "install tbase nosuchprogram", run: "modprobe tbase" },
  "an install command of a soft dependency that fails": {
    configuration: "install tpin false\nsoftdep tdep pre: tpin",
    run: "modprobe -v tdep",
  },
  "an install command of a loaded module": {
    configuration: "install tbase echo instead",
    loaded: "tbase",
    run: "modprobe -v tbase",
  },
  "a quiet failure of an install command": { configuration: "install tbase exit 4", run: "modprobe -q tbase" },
  "a remove command": {
    configuration: "remove tbase echo instead $CMDLINE_OPTS.",
    loaded: "tbase",
    run: "modprobe -v -r tbase",
  },
  "a remove command that removes": {
    configuration: "remove tdep modprobe -r --ignore-remove tdep && echo $MODPROBE_MODULE is gone",
    loaded: "tdep",
    run: "modprobe -v -r tdep",
  },
  "a remove command without the module": { configuration: "remove tbase echo instead", run: "modprobe -r tbase" },
  "a remove command that fails": {
    configuration: "remove tbase exit 5",
    loaded: "tbase",
    run: "modprobe -r tbase tpin",
  },
  "a remove command that a signal ends": {
    configuration: "remove tbase kill -9 $$",
    loaded: "tbase",
    run: "modprobe -r tbase",
  },
  "a remove command, -i": {
    configuration: "remove tbase echo instead",
    loaded: "tbase",
    run: "modprobe -v -r -i tbase",
  },
  "install /bin/true": { configuration: "install tbase /bin/true", run: "modprobe tbase; modprobe tdep" },
  "install /bin/false": { configuration: "install tbase /bin/false", run: "modprobe tbase; modprobe tdep" },
};

const dry: CaseTable = {
  "-n loads nothing": { run: "modprobe -n ttop" },
  "-n -v of what is loaded in part": { loaded: "tbase", run: "modprobe -n -v ttop a=1" },
  "-n -v of commands": { configuration: "install tbase touch ran", run: "modprobe -n -v tdep", look: "ls" },
  "-D of a loaded module": { loaded: "ttop", configuration: "options tbase val=3", run: "modprobe -D ttop" },
  "-n -v -r": { loaded: "ttop", run: "modprobe -n -v -r ttop" },
  "-R": { run: "modprobe -R lab:both" },
};

export const configurationCases: readonly KernelCase[] = [
  ...casesOf("options", options),
  ...casesOf("blacklist", blacklist),
  ...casesOf("soft dependencies", softDependencies),
  ...casesOf("commands", commands),
  ...casesOf("dry run", dry),
];
