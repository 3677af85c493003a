/** Small trees for depmod: each a table of files below the module directory, and what is asked about it. */

import { buildElf } from "../../support/elf-builder.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { linkTo } from "../../support/memory-file-system.ts";
import { buildModule } from "../../support/module-builder.ts";

export interface DepmodRoot {
  readonly name: string;
  /** Below lib/modules/VERSION. */
  readonly modules: Tree;
  /** Below the root; `conf` is for `-C ROOT/conf`. */
  readonly others?: Tree;
  /** Options before VERSION; `ROOT` stands for the folder. */
  readonly options?: readonly string[];
  /** After VERSION. */
  readonly files?: readonly string[];
}

const plain = buildModule();
const aaa = buildModule({ exports: ["a_symbol"], aliases: ["pci:v1*", "a-b[c-d]-e"] });
const bbb = buildModule({ exports: ["b_symbol"], needs: ["a_symbol", "printk"], aliases: ["pci:v1*", "fs-b"] });
const ccc = buildModule({ needs: ["b_symbol", "a_symbol"], softdeps: ["pre: aaa", "post: zzz"] });
const order = (...paths: readonly string[]): string => paths.map((path) => `${path}\n`).join("");

const needing = (exported: string, ...needs: readonly string[]): Uint8Array =>
  buildModule({ exports: [exported], needs });
const conf = (text: string): Pick<DepmodRoot, "others" | "options"> => ({
  others: { "conf/a.conf": text },
  options: ["-C", "ROOT/conf"],
});

/** Two files of one name in four directories, and one of another. */
const DUPLICATES: Tree = {
  "kernel/x": { "twin.ko": aaa },
  "updates/x": { "twin.ko": bbb },
  "extra/y": { "twin.ko": ccc },
  kernel: { "alone.ko": plain, "x/twin.ko": aaa },
};

const basics: readonly DepmodRoot[] = [
  { name: "an empty tree", modules: {} },
  { name: "one module", modules: { "kernel/one.ko": plain } },
  {
    name: "a chain, in link order",
    modules: {
      kernel: { "ccc.ko": ccc, "bbb.ko": bbb, "aaa.ko": aaa },
      "modules.order": order("kernel/ccc.ko", "kernel/aaa.ko", "kernel/bbb.ko"),
    },
  },
  { name: "a chain, in hash order", modules: { kernel: { "ccc.ko": ccc, "bbb.ko": bbb, "aaa.ko": aaa } } },
  {
    name: "all inputs",
    modules: {
      kernel: { "ccc.ko": ccc, "bbb.ko": bbb, "aaa.ko": aaa },
      "modules.order": order("kernel/aaa.ko"),
      "modules.builtin": order("kernel/fs/fat/fat.ko", "kernel/fs/v-fat.ko", "kernel/fs/fat.ko"),
      "modules.builtin.modinfo":
        "vfat.alias=fs-vfat\0fuse.alias=fs-fuse\0fuse.alias=fs-vfat\0fat.license=GPL\0m8.x.alias=q\0x.alias=a]b\0",
    },
  },
  {
    name: "empty inputs",
    modules: { "kernel/a.ko": aaa, "modules.order": "", "modules.builtin": "", "modules.builtin.modinfo": "" },
  },
  {
    name: "wrong lines in modules.builtin",
    modules: { "modules.builtin": "kernel/a.ko\n\n/abs.ko\n9.ko\nkernel/b.ko\n" },
  },
  {
    name: "exports without versions",
    modules: { kernel: { "p.ko": buildModule({ plainExports: ["p1", "p2"] }), "q.ko": needing("q", "p2") } },
  },
  {
    name: "both classes and byte orders",
    modules: {
      kernel: {
        "a.ko": buildModule({ exports: ["s1"], elfClass: 32, littleEndian: false, versions: [{ name: "s2", crc: 5 }] }),
        "b.ko": buildModule({ exports: ["s2"], needs: ["s3"], littleEndian: false }),
        "c.ko": buildModule({ exports: ["s3"], elfClass: 32 }),
      },
    },
  },
  {
    name: "weak needs make dependencies",
    modules: { kernel: { "a.ko": aaa, "w.ko": buildModule({ weakNeeds: ["a_symbol", "none"] }) } },
  },
  {
    name: "names only in __versions make dependencies",
    modules: {
      kernel: {
        "a.ko": aaa,
        "v.ko": buildModule({
          needs: ["x"],
          versions: [
            { name: "x", crc: 1 },
            { name: "a_symbol", crc: 1 },
          ],
        }),
      },
    },
  },
  {
    name: "two owners of a symbol",
    modules: { kernel: { "o1.ko": needing("s"), "o2.ko": needing("s"), "user.ko": needing("u", "s") } },
  },
  {
    name: "names with a dot in front",
    modules: { kernel: { "o.ko": needing("dotted"), "user.ko": needing("u", ".dotted", "..dotted") } },
  },
  {
    name: "a diamond, whose order depends on ranks",
    modules: {
      kernel: {
        "top.ko": needing("t", "l", "r"),
        "left.ko": needing("l", "m", "b"),
        "right.ko": needing("r", "b"),
        "middle.ko": needing("m", "b"),
        "bottom.ko": needing("b"),
        "other.ko": needing("o", "m", "r"),
      },
    },
  },
];

const names: readonly DepmodRoot[] = [
  {
    name: "dashes and underscores",
    modules: { kernel: { "a-b.ko": aaa, "c_d.ko": bbb }, "modules.order": order("kernel/a-b.ko", "kernel/c-d.ko") },
  },
  {
    name: "dots in names",
    modules: { kernel: { "a.b.ko": aaa, ".hidden.ko": bbb }, "modules.order": order("kernel/a.b.ko", "kernel/a.b.") },
  },
  {
    name: "names that are none of modules",
    modules: { kernel: { ".ko": aaa, "x.KO": aaa, "x.ko.bz2": aaa, "y.o": aaa, "real.ko": aaa } },
  },
  {
    name: "compressed by name only",
    modules: { kernel: { "a.ko.xz": aaa, "b.ko.zst": bbb }, "modules.order": order("kernel/b.ko", "kernel/a.ko") },
  },
  { name: "blanks and bytes in paths", modules: { "kernel/d \xe9": { "a b.ko": aaa } }, options: ["-n"] },
  {
    name: "build and source at any depth",
    modules: { "kernel/build": { "a.ko": aaa }, "kernel/source": { "b.ko": bbb }, "kernel/c.ko": ccc },
  },
];

const damaged: readonly DepmodRoot[] = [
  {
    name: "files that are no modules",
    modules: {
      kernel: {
        "empty.ko": "",
        "short.ko": "abc",
        "text.ko": "this is no module, but it is long enough to be looked at\n".repeat(4),
        "cut.ko": bbb.slice(0, bbb.length - 64),
        "header.ko": bbb.slice(0, 64),
        "good.ko": aaa,
      },
    },
  },
  { name: "a module without anything", modules: { kernel: { "bare.ko": buildElf() } } },
];

const orders: readonly DepmodRoot[] = [
  {
    name: "modules.order without a last newline",
    modules: { kernel: { "a.ko": aaa, "b.ko": bbb }, "modules.order": "kernel/b.ko\nkernel/a.ko" },
  },
  {
    name: "modules.order with odd lines",
    modules: {
      kernel: { "a.ko": aaa, "b.ko": bbb },
      "modules.order": "\n\r\n ./kernel/a.ko\nkernel/b.ko \nkernel/b.ko\n#\n",
    },
  },
  {
    name: "modules.order with a long line",
    modules: {
      kernel: { "a.ko": aaa, "b.ko": bbb },
      "modules.order": `kernel/b.ko\n${"x".repeat(5000)}\nkernel/a.ko\n`,
    },
  },
  {
    name: "modules.order with a NUL",
    modules: { kernel: { "a.ko": aaa, "b.ko": bbb }, "modules.order": "kernel/b.ko\nkernel/a.ko\0x\n" },
  },
];

const aliases: readonly DepmodRoot[] = [
  {
    name: "brackets in aliases",
    modules: { "kernel/a.ko": buildModule({ aliases: ["a[b-c]-d", "x]y", "x[y", "", "[", "a[]]b"] }) },
  },
  {
    name: "an alias twice",
    modules: { "kernel/a.ko": buildModule({ aliases: ["a-b", "a_b", "a_b", "c"] }) },
    options: ["-w"],
  },
  {
    name: "aliases that begin with one another",
    modules: {
      "kernel/a.ko": buildModule({ aliases: ["a", "ab", "abc", "abd", "b"] }),
      "kernel/b.ko": buildModule({ aliases: ["abc", "a"] }),
    },
  },
  {
    name: "soft dependencies",
    modules: { "kernel/a.ko": buildModule({ softdeps: ["pre: b c post: d", "", "pre:"] }) },
  },
  {
    name: "device names",
    modules: {
      kernel: {
        "fuse.ko": buildModule({ aliases: ["char-major-10-229", "devname:fuse"] }),
        "late.ko": buildModule({ aliases: ["char-major-1-1", "char-major-2-2", "devname:x/y", "devname:z"] }),
        "block.ko": buildModule({ aliases: ["devname:one", "devname:two", "block-major-7-3-junk"] }),
        "lacks.ko": buildModule({ aliases: ["devname:lost", "char-major-10-*"] }),
        "number.ko": buildModule({ aliases: ["char-major-9-9"] }),
        "signs.ko": buildModule({ aliases: ["devname:", "char-major-+1- 2"] }),
        "huge.ko": buildModule({ aliases: ["devname:h", "char-major-4294967296-99999999999999999999"] }),
        "minus.ko": buildModule({ aliases: ["devname:m", "block-major--1-0"] }),
      },
    },
  },
];

const links: readonly DepmodRoot[] = [
  {
    name: "links to files and directories",
    modules: { "real/d": { "a.ko": aaa }, kernel: { "b.ko": linkTo("../real/d/a.ko"), e: linkTo("../real") } },
  },
  { name: "a link that leads nowhere", modules: { kernel: { "a.ko": aaa, "z.ko": linkTo("nowhere") } } },
];

const duplicates: readonly DepmodRoot[] = [
  { name: "updates goes first", modules: DUPLICATES },
  { name: "search with built-in first", modules: DUPLICATES, ...conf("search built-in updates\n") },
  { name: "search extra updates built-in", modules: DUPLICATES, ...conf("search extra updates built-in\n") },
  { name: "search in several lines", modules: DUPLICATES, ...conf("search extra\nsearch updates\n") },
  { name: "search with a nested directory", modules: DUPLICATES, ...conf("search kernel/x extra updates/ built-in\n") },
  { name: "override", modules: DUPLICATES, ...conf("override twin * extra/y\n") },
  {
    name: "override for another kernel",
    modules: DUPLICATES,
    ...conf("override twin 7\\\\.* extra/y\noverride twin ^6\\\\.[0-9]+ kernel/x\n"),
  },
  {
    name: "override by a wrong spelling",
    modules: { kernel: { "t-t.ko": aaa }, extra: { "t-t.ko": bbb } },
    ...conf("override t_t * extra\nsearch kernel\n"),
  },
  {
    name: "the last override wins",
    modules: DUPLICATES,
    ...conf("override twin * extra/y\noverride twin * kernel/x\n"),
  },
  { name: "exclude", modules: DUPLICATES, ...conf("exclude updates alone.ko\n") },
  { name: "the same module compressed too", modules: { kernel: { "a.ko": aaa }, updates: { "a.ko.xz": bbb } } },
  {
    name: "external directories",
    modules: DUPLICATES,
    others: {
      "conf/a.conf":
        "external * ROOT/ext1\nexternal * ROOT/ext2\nexternal * ROOT/none\nsearch external updates built-in\n",
      ext1: { "twin.ko": plain },
      ext2: { "twin.ko": aaa, "far.ko": bbb },
    },
    options: ["-C", "ROOT/conf"],
  },
  {
    name: "external directories that rank like built-in",
    modules: DUPLICATES,
    others: { "conf/a.conf": "external * ROOT/ext\n", ext: { "twin.ko": plain, "alone.ko": aaa } },
    options: ["-C", "ROOT/conf"],
  },
];

const configurations: readonly DepmodRoot[] = [
  {
    name: "bad lines",
    modules: DUPLICATES,
    ...conf(
      "nonsense x\noverride a b\nexternal *\nsearch\n  # indented\n# comment\n\\\n\ninclude x\nmake_map_files yes\n",
    ),
  },
  {
    name: "a file without ending by name",
    modules: DUPLICATES,
    others: { c: "search extra\\\n built-in" },
    options: ["-C", "ROOT/c"],
  },
  {
    name: "files that hide one another",
    modules: DUPLICATES,
    others: {
      c1: { "b.conf": "search extra\n", "x.txt": "bad\n" },
      c2: { "a.conf": "search kernel\n", "b.conf": "search updates\n" },
    },
    options: ["-C", "ROOT/c1", "-C", "ROOT/c2", "-C", "ROOT/none"],
  },
  {
    name: "an expression that does not compile",
    modules: DUPLICATES,
    ...conf("override twin 6[ extra/y\noverride twin (6 extra/y\n"),
  },
];

const symbolFiles: Tree = {
  "Module.symvers":
    "0x00000001\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n0xzz\tbad\tvmlinux\tEXPORT_SYMBOL\n2 other drivers/x EXPORT_SYMBOL\n",
  "System.map": "ffff T __ksymtab_printk\nnospace\nffff T printk\n",
};
const unresolved: Tree = {
  kernel: {
    "a.ko": aaa,
    "b.ko": bbb,
    "c.ko": needing("c", "nowhere", "b_symbol"),
    "d.ko": buildModule({ needs: ["a_symbol"], weakNeeds: ["weak"], versions: [{ name: "a_symbol", crc: 7 }] }),
  },
};

const options: readonly DepmodRoot[] = [
  { name: "-e without symbols", modules: unresolved, options: ["-e"] },
  { name: "-e -F", modules: unresolved, others: symbolFiles, options: ["-e", "-F", "ROOT/System.map"] },
  { name: "-e -E", modules: unresolved, others: symbolFiles, options: ["-e", "-E", "ROOT/Module.symvers"] },
  { name: "-E without -e", modules: unresolved, others: symbolFiles, options: ["-E", "ROOT/Module.symvers"] },
  { name: "-F that is missing", modules: unresolved, options: ["-F", "ROOT/nothing"] },
  { name: "-n", modules: unresolved, options: ["-n"] },
  { name: "-n of nothing", modules: {}, options: ["-n"] },
  { name: "-v", modules: unresolved, options: ["-v"] },
  { name: "-n -v", modules: unresolved, options: ["-n", "-v"] },
  {
    name: "-P",
    modules: { kernel: { "o.ko": needing("_p"), "user.ko": needing("_u", "_p", "._p") } },
    options: ["-P", "_"],
  },
  { name: "-P with two characters", modules: {}, options: ["-P", "ab"] },
  { name: "-P with none", modules: {}, options: ["-P", ""] },
  { name: "-a", modules: unresolved, options: ["-a"] },
  {
    name: "old options",
    modules: unresolved,
    options: ["-q", "-u", "-r", "--quiet", "--root", "--unresolved-error", "--map"],
  },
  { name: "an unknown option", modules: {}, options: ["-Z"] },
  { name: "an option without its argument", modules: {}, options: ["--basedir"] },
];

const files: readonly DepmodRoot[] = [
  { name: "FILEs", modules: unresolved, files: ["MODULES/kernel/b.ko", "MODULES/kernel/a.ko"] },
  { name: "FILEs elsewhere", modules: {}, others: { "x.ko": aaa }, files: ["ROOT/x.ko"] },
  { name: "a FILE that is relative", modules: unresolved, files: ["kernel/b.ko"] },
  { name: "a FILE that is missing", modules: unresolved, files: ["MODULES/kernel/none.ko"] },
  { name: "a FILE twice", modules: unresolved, files: ["MODULES/kernel/a.ko", "MODULES/kernel/a.ko"] },
  {
    name: "two FILEs of one name",
    modules: DUPLICATES,
    files: ["MODULES/kernel/x/twin.ko", "MODULES/extra/y/twin.ko"],
  },
  { name: "-a with FILEs", modules: unresolved, options: ["-a"], files: ["MODULES/kernel/none.ko"] },
];

const circles: readonly DepmodRoot[] = [
  {
    name: "a circle of two",
    modules: { kernel: { "a.ko": needing("a", "b"), "b.ko": needing("b", "a"), "c.ko": needing("c", "a") } },
  },
  {
    name: "a circle of three",
    modules: {
      kernel: { "a.ko": needing("a", "b"), "b.ko": needing("b", "c"), "c.ko": needing("c", "a"), "d.ko": needing("d") },
    },
  },
  { name: "a module that needs what it exports itself", modules: { kernel: { "a.ko": needing("a", "a") } } },
];

/** All roots that kmod 30 and we answer alike, but for the named differences. */
export const DEPMOD_ROOTS: readonly DepmodRoot[] = [
  ...basics,
  ...names,
  ...damaged,
  ...orders,
  ...aliases,
  ...links,
  ...duplicates,
  ...configurations,
  ...options,
  ...files,
  ...circles,
];
