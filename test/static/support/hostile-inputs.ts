/** What the watched program is given: damaged copies of what each of its parsers reads. */

import fc from "fast-check";
import { toByteString } from "../../../src/core/bytes.ts";
import { readConfigScenarios } from "../../support/config-scenarios.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { FIXTURE_MODULES, fixtureBytes } from "../../support/fixture-modules.ts";
import { indexFile } from "../../support/index-files.ts";
import type { Tree } from "../../support/memory-file-system.ts";
import { mutatedProcModules } from "../../support/mutated-proc-modules.ts";
import { mutatedText } from "../../support/mutated-text.ts";
import { mutated } from "../../support/mutations.ts";
import { appendSignature, ber, buildPkcs7 } from "../../support/signature-builder.ts";

/** Bytes by the names of the files that they go into. */
export type Files = Readonly<Record<string, Uint8Array>>;

const SMALL = {
  buildId: [1, 2, 3, 4],
  modinfo: ["license=GPL", "alias=a*", "parm=p:text", "parmtype=p:int", "depends=a,b", "softdep=pre: c post: d"],
  versions: [{ name: "module_layout", crc: 0x1122 }],
  internalName: "small",
  sections: [
    { name: "__kcrctab", bytes: "12345678" },
    { name: "__ksymtab_strings", bytes: "one\0two\0" },
    { name: "__version_ext_crcs", bytes: "1234" },
    { name: "__version_ext_names", bytes: "name\0" },
  ],
  symbols: [{ name: "__crc_one", section: "__kcrctab", value: 4 }, { name: "needed" }, { name: "weak", info: 0x20 }],
} as const;

const small = ([32, 64] as const).flatMap((elfClass) =>
  [true, false].map((littleEndian) => buildElf({ ...SMALL, elfClass, littleEndian })),
);
const modules = [...FIXTURE_MODULES.map(fixtureBytes), ...small];
const signed = [
  ...FIXTURE_MODULES.slice(4).map(fixtureBytes),
  ...[buildPkcs7(), buildPkcs7({ encode: ber })].map((signature) =>
    appendSignature(small[1] as Uint8Array, { signature }),
  ),
];

/** Module files. */
export const hostileModules: fc.Arbitrary<Uint8Array> = fc.oneof(
  mutated(modules),
  mutated(modules, 0, 64),
  ...modules.map((bytes) => mutated([bytes], bytes.length - 1200)),
);

/** Module files whose end, where the signature is, is damaged. */
export const hostileSignatures: fc.Arbitrary<Uint8Array> = fc.oneof(
  ...signed.flatMap((bytes) => [mutated([bytes], bytes.length - 600), mutated([bytes], bytes.length - 40)]),
);

/** Sections .modinfo, in a module that is whole. */
export const hostileModinfo: fc.Arbitrary<Uint8Array> = mutatedText(
  ["license=GPL\0alias=a*\0parm=p:text\0parmtype=p:int\0depends=a,b\0softdep=pre: c post: d\0version=1\0"],
  ["parm=", "parmtype=", "=", "alias=", "name=", "depends=", "softdep=", "weakdep=", "firmware=", ":", ",", "pre:"],
).map((section) => buildElf({ ...SMALL, modinfo: section.split("\0") }));

/** Compressed modules. */
export function hostileCompressed(suffix: "gz" | "xz" | "zst"): fc.Arbitrary<Uint8Array> {
  const file = fixtureBytes(`gcc12-amd64-signed.ko.${suffix}`);
  const seeds = [file, new Uint8Array([...file, ...file])];
  return fc.oneof(mutated(seeds), mutated(seeds, 0, 32));
}

/** Some of the files damaged. */
function someOf(names: readonly string[]): fc.Arbitrary<Files> {
  const damaged = names.map((name) => mutated([indexFile(name)]).map((bytes) => [name, bytes] as const));
  return fc.array(fc.oneof(...damaged), { minLength: 1, maxLength: 3 }).map((files) => Object.fromEntries(files));
}

/** Binary indexes. */
export const hostileTries: fc.Arbitrary<Files> = someOf([
  "modules.dep.bin",
  "modules.alias.bin",
  "modules.symbols.bin",
  "modules.builtin.bin",
  "modules.builtin.alias.bin",
]);

/** Text indexes. */
export const hostileTexts: fc.Arbitrary<Files> = someOf([
  "modules.dep",
  "modules.alias",
  "modules.symbols",
  "modules.softdep",
  "modules.builtin",
  "modules.builtin.modinfo",
  "modules.order",
  "modules.devname",
]);

function texts(tree: Tree, isWanted: (path: string) => boolean, at = ""): readonly string[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = `${at}/${name}`;
    if (node instanceof Uint8Array) return isWanted(path) ? [toByteString(node)] : [];
    return typeof node === "string" ? [] : texts(node as Tree, isWanted, path);
  });
}

const DIRECTIVES = ["alias ", "options ", "install ", "remove ", "softdep ", "blacklist ", "weakdep ", "pre:", "post:"];
const PUNCTUATION = ["\\\n", "\\", '"', ".", "=", ",", "[", "]", "*", "?", "-", "#"];

function configurationTexts(isWanted: (path: string) => boolean): fc.Arbitrary<string> {
  const seeds = readConfigScenarios().flatMap(({ tree }) => texts(tree, isWanted));
  return mutatedText(seeds, [...DIRECTIVES, ...PUNCTUATION]);
}

/** Files of modprobe.d. */
export const hostileConfiguration: fc.Arbitrary<string> = configurationTexts((path) => path !== "/proc/cmdline");

/** Kernel command lines. */
export const hostileCommandLine: fc.Arbitrary<string> = configurationTexts((path) => path === "/proc/cmdline");

/** /proc/modules. */
export const hostileProcModules: fc.Arbitrary<string> = mutatedProcModules();

/** Files of depmod.d, System.map and Module.symvers, whatever it is called. */
export const hostileDepmodText: fc.Arbitrary<string> = mutatedText(
  [
    "search updates extra built-in\noverride acme_gpu 6.1.* updates\nexternal 6.1.* /opt\nexclude a(b|c)*[^d]{1,3}$\n",
    "ffffffff81000000 T _text\nffffffff82000010 r __ksymtab_printk\n0000000012345678 A __crc_printk\n",
    "0x12345678\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n0x9abcdef0\tacme_crc32\tdrivers/acme\tEXPORT_SYMBOL_GPL\tACME\n",
  ],
  [
    "search ",
    "override ",
    "external ",
    "exclude ",
    "include ",
    "*",
    "(",
    ")",
    "[",
    "{2,}",
    "|",
    "0x",
    "__ksymtab_",
    "\t",
  ],
);
