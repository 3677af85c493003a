/** What User Mode Linux lacks: signatures, symbol versions, and a kernel that decompresses modules itself. */

import { type CaseTable, casesOf, type KernelCase } from "../support/case.ts";

/** A kernel's own module, decompressed for what is to be done to it. */
const DUMMY = "xz -dc $TREE/drivers/net/dummy.ko.xz >dummy.ko";

const kernels: CaseTable = {
  "a compressed, signed module": { run: "modprobe -v dummy numdummies=0" },
  "a deep chain": { run: "modprobe -v nfs" },
  "a chain, removed": { loaded: "nfs", run: "modprobe -v -r nfs" },
  "a compressed module by its path": { run: "insmod $TREE/drivers/net/dummy.ko.xz numdummies=0" },
  "the same module without compression": { before: DUMMY, run: "insmod dummy.ko numdummies=0" },
  "a module without signature and versions": { run: "modprobe -v tdep" },
};

const damaged: CaseTable = {
  "a value that is no number": { run: "modprobe dummy numdummies=abc" },
  "a parameter that does not exist": { run: "modprobe dummy numdummies=0 numdumies=1" },
  "a symbol that nobody has": { run: "modprobe tunk" },
  "a module of another kernel": { run: "insmod $TREES/6.1/lib/modules/*/kernel/drivers/net/dummy.ko" },
  "a module that says it is of another kernel": { run: "modprobe tmagic" },
  "--force-vermagic on a module of another kernel": { run: "modprobe --force-vermagic tmagic" },
  "a symbol of another version": { run: "modprobe tcrc" },
  "--force-modversion on a symbol of another version": { run: "modprobe --force-modversion tcrc" },
  "--force-vermagic on a symbol of another version": { run: "modprobe --force-vermagic tcrc" },
  "a damaged signature": {
    // The signature's last part is followed by its description (12 bytes) and the mark (28 bytes).
    before: `${DUMMY}; size=$(stat -c %s dummy.ko); printf XXXX | dd of=dummy.ko bs=1 seek=$((size - 100)) conv=notrunc status=none`,
    run: "insmod dummy.ko",
  },
  "a signed module that was changed": {
    before: `${DUMMY}; sed -i 's/discards all packets/discards any packets/' dummy.ko`,
    run: "insmod dummy.ko",
  },
  "a signed module that was cut": { before: `${DUMMY}; head -c 9000 dummy.ko >cut.ko`, run: "insmod cut.ko" },
  "a compressed module that was cut": {
    before: "head -c 3000 $TREE/drivers/net/dummy.ko.xz >cut.ko.xz",
    run: "insmod cut.ko.xz",
  },
  "a compressed module that was damaged": {
    before:
      "cp $TREE/drivers/net/dummy.ko.xz . && printf XXXX | dd of=dummy.ko.xz bs=1 seek=3000 conv=notrunc status=none",
    run: "insmod dummy.ko.xz",
  },
  "a check that the kernel's xz does not know": {
    before: `${DUMMY}; xz --check=sha256 dummy.ko`,
    run: "insmod dummy.ko.xz numdummies=0",
  },
  "a compression that the kernel does not know": {
    before: `${DUMMY}; zstd -q dummy.ko`,
    run: "insmod dummy.ko.zst numdummies=0",
  },
};

export const signedKernelCases: readonly KernelCase[] = [...casesOf("kernel", kernels), ...casesOf("damaged", damaged)];
