import fc from "fast-check";
import { expect, test } from "vitest";
import type { Errno } from "../../../src/core/errno.ts";
import { buildElf } from "../../support/elf-builder.ts";
import { mutatedProcModules } from "../../support/mutated-proc-modules.ts";
import { mutatedText } from "../../support/mutated-text.ts";
import { mutated, PROPERTY_PARAMETERS } from "../../support/mutations.ts";
import { directory, modules, refused, stays, texts } from "./refused.ts";

const FOO = ([32, 64] as const).map((elfClass) =>
  buildElf({
    elfClass,
    modinfo: ["license=GPL", "vermagic=2.0 SMP ", "parm=val:A number", "parmtype=val:int", "name=foo"],
    versions: [{ name: "module_layout", crc: 1 }],
    symbols: [{ name: "needed" }, { name: "weak", info: 0x20 }],
    internalName: "foo",
  }),
);

const LOG = [
  "foo: version magic '2.0 SMP ' should be '1.0 SMP mod_unload '",
  "foo: Unknown symbol needed (err -2)",
  "foo: disagrees about version of symbol module_layout",
  "foo: `abc' invalid for parameter `val'",
  "foo: unknown parameter 'vla' ignored",
  "Loading of unsigned module is rejected",
];

const MOUNTINFO = ["36 22 7:0 / /mnt\\040a rw - iso9660 /dev/loop0 ro\n37 22 0:40 / /run rw - tmpfs tmpfs rw\n"];

const errno = fc.constantFrom<Errno>(
  "EPERM",
  "ENOENT",
  "ENOEXEC",
  "EINVAL",
  "ERANGE",
  "EKEYREJECTED",
  "ENODEV",
  "E517",
);

/** At most so many lines of at most so many bytes, with nothing in them that moves a terminal's cursor. */
function expectPresentable(lines: readonly string[]): void {
  expect(lines.length).toBeLessThan(60);
  for (const line of lines) {
    expect(line.length).toBeLessThan(2000);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(line).not.toMatch(/[\x00-\x1f\x7f]/);
  }
}

test("a refused module of mutated bytes, with a mutated log, is explained in a few harmless lines", () => {
  const attempts = fc.tuple(mutated(FOO), fc.array(mutatedText(LOG, ["'", "`", "\x1b[2J"]), { maxLength: 6 }), errno);
  fc.assert(
    fc.property(attempts, mutatedText(["val=abc vla=1", 'a="x y" -- z'], ["=", '"']), ([foo, log, answer], options) => {
      const index = { [`${directory}/modules.symbols`]: "alias symbol:needed other\n" };
      expectPresentable(texts(refused({ tree: modules(foo, index), errno: answer, log, options })));
    }),
    PROPERTY_PARAMETERS,
  );
});

test("a module that stays is explained over mutated mounts, modules and counters", () => {
  const reasons = fc.constantFrom("in use", "absent", "EBUSY", "EAGAIN", "EPERM", "ENOENT") as fc.Arbitrary<
    Parameters<typeof stays>[1]
  >;
  const state = fc.record({
    mountinfo: mutatedText(MOUNTINFO, ["\\040", " - ", "7:0"]),
    loaded: mutatedProcModules(),
    initstate: mutatedText(["live\n", "coming\n", "going\n"], []),
    refcnt: mutatedText(["1\n", "-1\n"], ["9"]),
  });
  fc.assert(
    fc.property(state, reasons, ({ mountinfo, loaded, initstate, refcnt }, reason) => {
      const tree = {
        "/proc/self/mountinfo": mountinfo,
        "/proc/modules": loaded,
        "/sys/module/foo": { initstate, refcnt, holders: {} },
        [`${directory}/modules.alias`]: "alias fs-iso9660 foo\nalias block-major-7-* foo\n",
      };
      expectPresentable(texts(stays(tree, reason)));
    }),
    PROPERTY_PARAMETERS,
  );
});
