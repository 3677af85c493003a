/** What both ask of the kernel: the same calls for the same modules, in the same order, with the same strings. */

import { loading } from "./cases/meanwhile.ts";
import { type CaseTable, casesOf, type KernelCase } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { sampled } from "./support/mode.ts";
import { sideBySide } from "./support/side-by-side.ts";

const TRACE = "strace -f -qq -y -A -o calls -e trace=finit_module,init_module,delete_module";

/** Without process, descriptor and address. */
const CALLS = "sed -e 's/^[0-9]* *//' -e 's/[0-9]*<\\([^>]*\\)>/\\1/' -e 's/0x[0-9a-f]*/IMAGE/' calls";

const questions: CaseTable = {
  "a chain": { run: "modprobe tchain3 a=1" },
  "a deep chain of the kernel": { run: "modprobe nfs" },
  "options from everywhere": {
    configuration: "options tbase val=1\noptions tdep a=b\nalias other tdep\noptions other c=d",
    run: "modprobe other 'e=f g' h",
  },
  "no options": { run: "modprobe tbase" },
  "soft dependencies": { configuration: "softdep tdep pre: tpin post: talias1", run: "modprobe tdep" },
  forced: { run: "modprobe -f ttop" },
  "one part forced": { run: "modprobe --force-vermagic tbase; modprobe --force-modversion tpin" },
  "a failure in the middle": { run: "modprobe terrtop" },
  "a module that is being loaded": {
    before: loading(),
    run: "modprobe tslow",
    look: "wait",
  },
  removal: { loaded: "ttop", run: "modprobe -r ttop" },
  "removal, forced": { loaded: "tdep", run: "modprobe -r -f tdep" },
  "removal of holders": { loaded: "tdep2 ttop", run: "modprobe -r --remove-holders tdep2" },
  insmod: { run: "insmod $EXTRA/tbase.ko val=1 str=abc" },
  "insmod, compressed": { before: "xz -c $EXTRA/tbase.ko >t.ko.xz", run: "insmod t.ko.xz val=1" },
  rmmod: { loaded: "tdep tpin", run: "rmmod tpin tdep tbase" },
  "rmmod -f": { loaded: "tpin", run: "rmmod -f tpin" },
};

function traced({ run, look, ...rest }: KernelCase): KernelCase {
  const lines = run.split("; ").map((line) => `${TRACE} ${line}`);
  return { ...rest, run: lines.join("; "), look: `${look ?? ":"}; ${CALLS}`, seconds: 60 };
}

sideBySide("system calls", uml, sampled(casesOf("system calls", questions), 7, "system calls").map(traced));
