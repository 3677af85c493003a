/** What goes on in the kernel while the question is asked: begun in the background, and certainly begun. */

/** A module is being loaded. Its words go to the module; it fails where they say so. */
export function loading(words = ""): string {
  return `/sbin/insmod $EXTRA/tslow.ko ms=8000 ${words} & until [ -e /sys/module/tslow ]; do sleep 0.1; done`;
}

/** A module is being removed. */
export const removing: string = [
  "/sbin/insmod $EXTRA/texitslow.ko ms=8000; /sbin/rmmod texitslow &",
  "until grep -q going /sys/module/texitslow/initstate; do sleep 0.1; done",
].join(" ");
