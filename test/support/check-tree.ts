/** A kernel with an image, a configuration and two modules, and module files that fit it or do not, for `kmod-ts check`. */

import { signedModule } from "./certificates.ts";
import { buildElf, type ElfDescription, type SectionDescription } from "./elf-builder.ts";
import { buildKernelElf } from "./kernel-image-builder.ts";

export const CHECK_RELEASE = "6.1.0-check";
const D = `/lib/modules/${CHECK_RELEASE}`;

const MAGIC = `${CHECK_RELEASE} SMP mod_unload modversions `;
const SHN_ABS = 0xfff1;
const WEAK = 0x20;

export interface CheckModule extends Pick<ElfDescription, "machine"> {
  readonly vermagic?: string;
  readonly licence?: string;
  readonly modinfo?: readonly string[];
  /** Symbols with the versions that they had; `module_layout` is added. Null: the module was built without versions. */
  readonly needs?: Readonly<Record<string, number>> | null;
  readonly weakNeeds?: Readonly<Record<string, number>>;
  readonly exports?: Readonly<Record<string, number>>;
  readonly layout?: number;
  /** Bytes of its struct module; 64 as the kernel's own. */
  readonly recordSize?: number;
}

/** A module file. */
export function checkModule(description: CheckModule = {}): Uint8Array {
  const {
    vermagic = MAGIC,
    licence = "GPL",
    modinfo = [],
    weakNeeds = {},
    exports = {},
    layout = 0x11,
    recordSize = 64,
  } = description;
  const needs = description.needs === undefined ? { printk: 0x22 } : (description.needs ?? { printk: 0 });
  const versions = Object.entries({ module_layout: layout, ...needs, ...weakNeeds });
  const thisModule: SectionDescription = { name: ".gnu.linkonce.this_module", bytes: new Uint8Array(recordSize) };
  return buildElf({
    ...(description.machine === undefined ? {} : { machine: description.machine }),
    sections: [thisModule],
    modinfo: [`license=${licence}`, ...modinfo, `vermagic=${vermagic}`],
    ...(description.needs === null ? {} : { versions: versions.map(([name, crc]) => ({ name, crc })) }),
    symbols: [
      ...Object.entries(exports).map(([name, value]) => ({ name: `__crc_${name}`, value, section: SHN_ABS })),
      ...Object.keys(needs).map((name) => ({ name })),
      ...Object.keys(weakNeeds).map((name) => ({ name, info: WEAK })),
    ],
  });
}

const IMAGE = buildKernelElf([
  { name: "module_layout", crc: 0x11 },
  { name: "printk", crc: 0x22 },
  { name: "kthread_stop", crc: 0x33, gplOnly: true },
  { name: "usb_stor_probe", crc: 0x44, namespace: "USB_STORAGE" },
]);

const CONFIG = "CONFIG_MODULES=y\nCONFIG_MODVERSIONS=y\nCONFIG_MODULE_SIG=y\n# CONFIG_MODULE_SIG_FORCE is not set\n";

/** The system's files by path; the modules to check are in /mine. */
export const CHECK_TREE = {
  [`${D}/modules.dep`]: "kernel/base.ko:\nkernel/user.ko: kernel/base.ko\n",
  [`${D}/modules.symbols`]: "alias symbol:base_open base\n",
  [`${D}/kernel`]: {
    "base.ko": checkModule({ exports: { base_open: 0x55 } }),
    "user.ko": checkModule({ needs: { base_open: 0x55, known_by_use: 0x77 } }),
  },
  [`/boot/vmlinuz-${CHECK_RELEASE}`]: IMAGE,
  [`/boot/config-${CHECK_RELEASE}`]: CONFIG,
  "/etc/modprobe.d/mine.conf": "# mine\noptions tuned debg=1 level=x async_probe\noptions tuned depth=2\n",
  "/mine": {
    "good.ko": checkModule({ needs: { printk: 0x22, kthread_stop: 0x33, base_open: 0x55 }, weakNeeds: { nobody: 1 } }),
    "newer.ko": checkModule({
      vermagic: MAGIC.replace("6.1.0", "6.2.0"),
      layout: 0x12,
      needs: { printk: 0x23, base_open: 0x56 },
    }),
    "magic.ko": checkModule({ vermagic: "6.2.0-check SMP preempt mod_unload modversions " }),
    "record.ko": checkModule({ recordSize: 72 }),
    "order.ko": checkModule({ vermagic: `${CHECK_RELEASE} mod_unload SMP modversions ` }),
    "release.ko": checkModule({ vermagic: MAGIC.replace("6.1.0", "6.2.0") }),
    "unversioned.ko": checkModule({ needs: null }),
    "missing.ko": checkModule({ needs: { printk: 0x22, no_such: 1, nor_this: 2 } }),
    "pair-a.ko": checkModule({ needs: { of_b: 0x66 } }),
    "pair-b.ko": checkModule({ exports: { of_b: 0x66 } }),
    "closed.ko": checkModule({ licence: "Proprietary", needs: { printk: 0x22, kthread_stop: 0x33 } }),
    "foreign.ko": checkModule({ needs: { usb_stor_probe: 0x44 } }),
    "imports.ko": checkModule({ needs: { usb_stor_probe: 0x44 }, modinfo: ["import_ns=USB_STORAGE"] }),
    "tuned.ko": checkModule({ modinfo: ["parmtype=debug:bool", "parmtype=level:int", "parmtype=depth:int"] }),
    "arm.ko": checkModule({ machine: 183 }),
    "by-use.ko": checkModule({ needs: { known_by_use: 0x78, printk: 0x22 } }),
    "text.ko": "hello, world\n",
    "signed.ko": signedModule("rsa.p7s"),
  },
} as const;
