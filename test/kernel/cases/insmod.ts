/** insmod: one file, its parameters, and everything the kernel or the disk can say to it. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";
import { loading } from "./meanwhile.ts";

const VALUES = "cat /sys/module/tbase/parameters/val /sys/module/tbase/parameters/str";

const parameters: CaseTable = {
  "a module that needs nothing": { run: "insmod $EXTRA/tbase.ko", look: VALUES },
  "two parameters": { run: "insmod $EXTRA/tbase.ko val=7 str=abc", look: VALUES },
  "a value with blanks": { run: "insmod $EXTRA/tbase.ko 'str=a b  c'", look: VALUES },
  "a value in quotation marks": { run: `insmod $EXTRA/tbase.ko 'str="a b"' val=2`, look: VALUES },
  "a value that ends in a quotation mark": { run: `insmod $EXTRA/tbase.ko 'str=a b"'`, look: VALUES },
  "an empty value": { run: "insmod $EXTRA/tbase.ko str=", look: VALUES },
  "the last of several values counts": { run: "insmod $EXTRA/tbase.ko val=1 val=2 val=3", look: VALUES },
  "a hexadecimal value": { run: "insmod $EXTRA/tbase.ko val=0x10", look: VALUES },
  "a word without a value": { run: "insmod $EXTRA/tbase.ko val" },
  "a value that is no number": { run: "insmod $EXTRA/tbase.ko val=abc" },
  "a parameter that does not exist": { run: "insmod $EXTRA/tbase.ko nosuch=1 val=4", look: VALUES },
  "words after two hyphens": { run: "insmod -- $EXTRA/tbase.ko val=5", look: VALUES },
  "an empty word": { run: "insmod $EXTRA/tbase.ko '' val=6", look: VALUES },
  "several parameters of a module of the kernel": {
    run: "insmod $TREE/drivers/block/loop.ko max_part=3 max_loop=4",
    look: "cat /sys/module/loop/parameters/max_*",
  },
};

const files: CaseTable = {
  "a path without a directory": { before: "cp $EXTRA/tbase.ko .", run: "insmod tbase.ko" },
  "a file of another name": { before: "cp $EXTRA/tbase.ko other", run: "insmod other; insmod ./other" },
  "a symbolic link": { before: "ln -s $EXTRA/tbase.ko link", run: "insmod link" },
  "standard input that is a file": { run: "insmod /dev/stdin <$EXTRA/tbase.ko" },
  "standard input that is a pipe": { run: "cat $EXTRA/tbase.ko | insmod /dev/stdin" },
  "a named pipe": {
    before: "mkfifo pipe",
    run: "cat $EXTRA/tbase.ko >pipe 2>/dev/null & insmod pipe; status=$?; kill $! 2>/dev/null; exit $status",
  },
  "a missing file": { run: "insmod ./nosuch.ko" },
  "a name instead of a path": { run: "insmod tbase" },
  "a directory": { run: "insmod $EXTRA" },
  "an empty file": { before: ": >empty.ko", run: "insmod empty.ko" },
  "a file of five bytes": { before: "printf 12345 >short.ko", run: "insmod short.ko" },
  "a file of six bytes": { before: "printf 123456 >short.ko", run: "insmod short.ko" },
  "a text": { before: "echo This is not a module, but it is long enough. >text.ko", run: "insmod text.ko" },
  "half a module": { before: "head -c 1500 $EXTRA/tbase.ko >half.ko", run: "insmod half.ko" },
  "no file": { run: "insmod" },
  "a module compressed with xz": {
    before: "xz -c $EXTRA/tbase.ko >tbase.ko.xz",
    run: "insmod tbase.ko.xz val=1",
    look: VALUES,
  },
  "a module compressed with zstd": { before: "zstd -q -c $EXTRA/tbase.ko >t", run: "insmod ./t val=1", look: VALUES },
  "half an xz file": { before: "xz -c $EXTRA/tbase.ko | head -c 400 >half.ko.xz", run: "insmod half.ko.xz" },
  "half a zstd file": { before: "zstd -q -c $EXTRA/tbase.ko | head -c 400 >half.ko.zst", run: "insmod half.ko.zst" },
};

const refusals: CaseTable = {
  "a module whose dependency is loaded": { loaded: "tdep2", run: "insmod $EXTRA/ttop.ko" },
  "a module whose dependency is not loaded": { run: "insmod $EXTRA/ttop.ko" },
  "a symbol that nobody has": { run: "insmod $EXTRA/tunk.ko" },
  "a module that is loaded": { loaded: "tbase", run: "insmod $EXTRA/tbase.ko val=3", look: VALUES },
  "a module that is being loaded": {
    before: loading(),
    run: "insmod $EXTRA/tslow.ko",
    look: "wait",
  },
  "a module whose loading fails meanwhile": {
    before: loading("errno=19 2>/dev/null"),
    run: "insmod $EXTRA/tslow.ko ms=1",
    look: "wait",
  },
  "a module of another kernel": { run: "insmod $EXTRA/tmagic.ko" },
  "a module with versions for a kernel without": { run: "insmod $EXTRA/tcrc.ko" },
  "its beginning says EPERM": { run: "insmod $EXTRA/terr.ko errno=1" },
  "its beginning says ENOENT": { run: "insmod $EXTRA/terr.ko errno=2" },
  "its beginning says ESRCH": { run: "insmod $EXTRA/terr.ko errno=3" },
  "its beginning says EIO": { run: "insmod $EXTRA/terr.ko errno=5" },
  "its beginning says ENOEXEC": { run: "insmod $EXTRA/terr.ko errno=8" },
  "its beginning says ENOMEM": { run: "insmod $EXTRA/terr.ko errno=12" },
  "its beginning says EBUSY": { run: "insmod $EXTRA/terr.ko errno=16" },
  "its beginning says EEXIST": { run: "insmod $EXTRA/terr.ko errno=17" },
  "its beginning says ENODEV": { run: "insmod $EXTRA/terr.ko" },
  "its beginning says EINVAL": { run: "insmod $EXTRA/terr.ko errno=22" },
  "its beginning says ETIMEDOUT": { run: "insmod $EXTRA/terr.ko errno=110" },
  "without the right to": { run: "setpriv --bounding-set=-sys_module insmod $EXTRA/tbase.ko" },
  "modules are disabled": {
    before: "echo 1 >/proc/sys/kernel/modules_disabled",
    run: "insmod $EXTRA/tbase.ko",
    fresh: true,
  },
};

export const insmodCases: readonly KernelCase[] = casesOf("insmod", { ...parameters, ...files, ...refusals });
