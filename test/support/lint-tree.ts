/** A system whose configuration has every mistake that `kmod-ts lint` knows, each in a file of its name. */

import { buildElf } from "./elf-builder.ts";
import { device, linkTo } from "./memory-file-system.ts";

export const LINT_RELEASE = "1.0";
const D = `/lib/modules/${LINT_RELEASE}`;

/** Bytes of a struct kernel_param. */
const PARAMETER = 40;

/** A module with these parameters; `hidden` ones have no description. */
export function parameterModule(modinfo: readonly string[], hidden: readonly string[] = [], unnamed = 0): Uint8Array {
  const described = modinfo.length;
  return buildElf({
    sections: [{ name: "__param", bytes: new Uint8Array(PARAMETER * (described + hidden.length + unnamed)) }],
    modinfo: ["license=GPL", ...modinfo],
    symbols: hidden.map((name) => ({ name: `__param_${name}`, section: "__param" })),
  });
}

export const LINT_TREE = {
  [`${D}/modules.dep`]: [
    "sound.ko:",
    "bus.ko:",
    "driver.ko: bus.ko",
    "tool.ko: bus.ko",
    "odd.ko:",
    "video.ko:",
    "video_extra.ko: video.ko",
    "",
  ].join("\n"),
  [`${D}/modules.alias`]: "alias pci:v1* driver\nalias snd-card-* sound\n",
  [`${D}/modules.builtin`]: "kernel/inside.ko\nkernel/told.ko\n",
  [`${D}/modules.builtin.modinfo`]: "told.alias=within\0told.parmtype=reset:bool\0told.parmtype=level:int\0",
  [`${D}/modules.softdep`]: "softdep sound\n",
  [`${D}/sound.ko`]: parameterModule(["parmtype=index:int", "parmtype=model:charp"], ["hidden"]),
  [`${D}/odd.ko`]: parameterModule(["parmtype=known:int"], [], 1),
  "/etc/modprobe.d": {
    "bad-line.conf": "Options sound index=1\n  # indented\nblacklist\n# fine\noptions sound index=0\n",
    "blacklist-alias.conf": "blacklist snd-card-0\n",
    "blacklist-pattern.conf": "blacklist snd-*\n",
    "carriage-return.conf": "# text\r\nblacklist video\r\n\r\n",
    "dangling.conf": linkTo("/nowhere"),
    "deprecated.conf": "include /etc/other\n",
    "duplicate.conf": "alias first sound\nalias other sound\nalias first   sound\n",
    "empty-softdep.conf": "softdep driver video\nsoftdep driver pre:video\n",
    "good.conf": [
      "# a comment",
      "options sound index=1 model=a,b hidden=3 dyndbg=+p",
      "options snd-card-0 index=2",
      "options odd anything=1",
      "options inside whatever=1",
      "blacklist sound # harmless",
      "blacklist video",
      "alias net-pf-9 off",
      "install net-pf-10 /bin/false",
      "softdep driver pre: video post: sound",
      "",
    ].join("\n"),
    "hidden.conf": "blacklist sound\n",
    "ignored-words.conf": "blacklist sound video\nalias a sound video\n",
    "masked.conf": linkTo("/dev/null"),
    "names.conf": "blacklist vidoe\noptions nosuch a=1\noptions video1 a=1\n",
    "no-suffix": "blacklist sound\n",
    "notes.txt": "blacklist sound\n",
    "old.conf.bak": "blacklist sound\n",
    plain: "nothing of ours\n",
    "options.conf": "options sound modle=a\noptions sound index=many\noptions sound zzz\n",
    "trailing.conf": "options sound index=4 # the fourth\nsoftdep video pre: bus # first\n",
    "useless.conf": "blacklist bus\n",
    "x-install.conf": "install tool /bin/true\nsoftdep tool pre: sound\ninstall tool /bin/false\n",
  },
  "/lib/modprobe.d": {
    "hidden.conf": "blacklist video\n",
    "masked.conf": "blacklist video\n",
    "sound.conf": "blacklist sound\n",
  },
  "/etc/depmod.d": {
    "a.conf":
      "search updates built-in\noverride sound * updates\noverride nosuch 1.* updates\noverride bus 2.* updates\noverride sound *\nserch updates\nmake_map_files yes\n",
  },
  "/etc/modules-load.d": { "a.conf": "# boot\nsound\nbus\nloop max_loop=8\ntool # comment\nnosuch\ndriver\n" },
  "/dev/null": device,
  "/proc/cmdline": "modprobe.blacklist=snd-card,video quiet\n",
} as const;
