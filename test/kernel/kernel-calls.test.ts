/** The kernel itself calls modprobe: by /proc/sys/kernel/modprobe, with its own idea of an environment. */

import { type CaseTable, casesOf, type KernelCase } from "./support/case.ts";
import { uml } from "./support/guest.ts";
import { sideBySide } from "./support/side-by-side.ts";

const requests: CaseTable = {
  "a file system, and the loop device below it": {
    before: "mkdir -p /tmp/mounted; truncate -s 1M image; mkfs.minix image >/dev/null",
    run: "mount -t minix -o loop image /tmp/mounted && grep -c /tmp/mounted /proc/mounts; umount /tmp/mounted",
  },
  "a file system that nobody knows": { run: "mount -t nosuchfs none /tmp" },
  "a link": { run: "/bin/busybox ip link add lab0 type dummy; ls /sys/class/net" },
  "a link of a type that nobody knows": { run: "/bin/busybox ip link add lab0 type nosuchtype" },
  "a socket": { run: "$LAB_PROGRAMS/open-socket 38 5" },
  "a socket of several modules": { run: "$LAB_PROGRAMS/open-socket 2 1 132" },
  "a static device node": { run: "mknod node c 10 236; : <node" },
  "a device node of nothing": { run: "mknod node c 10 99; : <node" },
  "a name on the blacklist": { configuration: "blacklist dummy", run: "/bin/busybox ip link add lab0 type dummy" },
  "an install command": {
    configuration:
      "install fs-minix echo $MODPROBE_MODULE $MODPROBE_OPTIONS >/tmp/case/called; env | sort >>/tmp/case/called",
    run: "mount -t minix none /tmp; grep -Ev '^(PWD|OLDPWD|_)=' called",
  },
  "fifty at once": {
    run: [
      "for number in 0 1 2 3 4; do",
      "  for family in 5 9 15 38 29; do $LAB_PROGRAMS/open-socket $family 2>/dev/null & done",
      "  for type in bfs minix squashfs vfat hpfs; do mount -t $type none /tmp 2>/dev/null & done",
      "done; wait",
      "cut -d' ' -f1 /proc/modules | sort",
      // Which came first is a race.
      "for pass in 1 2 3; do cut -d' ' -f1 /proc/modules | xargs -n 1 /bin/busybox rmmod 2>/dev/null; done; :",
    ].join("\n"),
    seconds: 300,
  },
};

function called(asked: KernelCase): KernelCase {
  return { ...asked, before: `echo /mnt/for-kernel/modprobe >/proc/sys/kernel/modprobe; ${asked.before ?? ":"}` };
}

sideBySide("the kernel's own calls", uml, casesOf("kernel", requests).map(called));
