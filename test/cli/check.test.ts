import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { toByteString } from "../../src/core/bytes.ts";
import { concatBytes } from "../support/byte-builder.ts";
import { certificateFile, signedModule } from "../support/certificates.ts";
import { CHECK_RELEASE, CHECK_TREE, checkModule } from "../support/check-tree.ts";
import { type Fault, faultSweep } from "../support/fault-sweep.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { device, deviceNode, linkTo, type Tree } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { appendSignature } from "../support/signature-builder.ts";

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const platformOf = (tree: Tree): MemoryPlatform =>
  memoryPlatform(tree, { release: CHECK_RELEASE, workingDirectory: "/mine", decompress: (_, bytes) => bytes.slice(8) });

function over(tree: Tree, ...words: readonly string[]): Printed {
  const platform = platformOf(tree);
  const status = run(["kmod-ts", "check", ...words], platform);
  return { status, ...platform.written };
}

const check = (...names: readonly string[]): Printed => over(CHECK_TREE, ...names.map((name) => `/mine/${name}`));
const UNSIGNED = "  note: the module is not signed, so it will taint the kernel\n";
const fits = (name: string, notes = ""): Printed => ({
  status: 0,
  out: `/mine/${name}: fits ${CHECK_RELEASE}\n${notes}${UNSIGNED}`,
  err: "",
});
const refused = (name: string, reasons: string, unsigned = UNSIGNED): Printed => ({
  status: 3,
  out: `/mine/${name}: does not fit ${CHECK_RELEASE}\n${reasons}${unsigned}`,
  err: "",
});

describe("kmod-ts check", () => {
  test("has nothing against a module that fits, whatever weak symbols it lacks", () => {
    expect(check("good.ko")).toEqual(fits("good.ko"));
    expect(over(CHECK_TREE, "-q", "/mine/good.ko")).toEqual({ status: 0, out: "", err: "" });
  });

  test("names versions of symbols that differ, of the kernel and of its modules, and takes no offence at the release", () => {
    const note =
      "  note: version magic: built for 6.2.0-check, the kernel is 6.1.0-check (the versions of symbols decide)\n";
    expect(check("newer.ko")).toEqual(
      refused(
        "newer.ko",
        `  other versions of 3 symbols: 'module_layout' was 0x00000012 when the module was built, vmlinux has 0x00000011\n${note}`,
      ),
    );
    expect(check("release.ko")).toEqual(fits("release.ko", note));
    expect(over(CHECK_TREE, "-v", "/mine/newer.ko").out).toContain(
      "    printk: 0x00000023, vmlinux has 0x00000022\n    base_open: 0x00000056, base has 0x00000055\n",
    );
  });

  test("compares the version magic word by word", () => {
    const text = "built for 6.2.0-check, the kernel is 6.1.0-check; only the module has 'preempt'";
    expect(check("magic.ko")).toEqual(refused("magic.ko", `  version magic: ${text}\n`));
    expect(check("order.ko")).toEqual(
      refused("order.ko", "  version magic: the same words, but in another order or with other blanks\n"),
    );
  });

  test("compares the kernel's own record of a module, which hardly any two releases have alike", () => {
    const text = "the kernel's record of a module (struct module) has 64 bytes, in the module 72";
    expect(check("record.ko")).toEqual(refused("record.ko", `  ${text}\n`));
  });

  test("wants versions where the kernel keeps them, but for one that can do without", () => {
    const text = "the module states no versions of the symbols that it uses, which this kernel asks for";
    expect(check("unversioned.ko")).toEqual(refused("unversioned.ko", `  ${text}\n`));
    const lenient = { ...CHECK_TREE, [`/boot/config-${CHECK_RELEASE}`]: "CONFIG_MODULE_FORCE_LOAD=y\n" };
    expect(over(lenient, "/mine/unversioned.ko")).toEqual({
      status: 0,
      out: `/mine/unversioned.ko: fits ${CHECK_RELEASE}\n  note: ${text}\n`,
      err: "",
    });
  });

  test("names symbols that nobody exports", () => {
    expect(check("missing.ko")).toEqual(
      refused("missing.ko", "  neither the kernel nor a module of it exports 'no_such', 'nor_this'\n"),
    );
  });

  test("counts files that are checked together as there for each other", () => {
    expect(check("pair-a.ko").status).toBe(3);
    expect(check("pair-a.ko", "pair-b.ko")).toEqual({
      status: 0,
      out: fits("pair-a.ko").out + fits("pair-b.ko").out,
      err: "",
    });
    const other = { ...CHECK_TREE, "/mine/other/pair-b.ko": checkModule({ exports: { of_b: 0x67 } }) };
    expect(over(other, "/mine/pair-a.ko", "/mine/other/pair-b.ko").out).toContain(
      "another version of 'of_b' was 0x00000066 when the module was built, pair_b has 0x00000067",
    );
  });

  test("keeps symbols for GPL-compatible modules, and those of a namespace that is not imported", () => {
    expect(check("closed.ko")).toEqual(
      refused(
        "closed.ko",
        "  only modules under a GPL-compatible licence may use 'kthread_stop'; its licence is 'Proprietary'\n",
      ),
    );
    expect(check("foreign.ko")).toEqual(
      refused("foreign.ko", "  does not import the namespace 'USB_STORAGE' of 'usb_stor_probe'\n"),
    );
    expect(check("imports.ko")).toEqual(fits("imports.ko"));
  });

  test("looks at what the configuration would give the module", () => {
    expect(check("tuned.ko")).toEqual(
      refused(
        "tuned.ko",
        "  /etc/modprobe.d/mine.conf:2 sets 'level' to 'x', which takes int\n",
        `${UNSIGNED}  note: /etc/modprobe.d/mine.conf:2 sets 'debg', which is no parameter of the module; the nearest is 'debug'\n`,
      ),
    );
  });

  test("does not take for open what only its users speak of", () => {
    const { [`/boot/vmlinuz-${CHECK_RELEASE}`]: _, ...tree } = CHECK_TREE;
    const directory = `/lib/modules/${CHECK_RELEASE}`;
    const inNamespace = { modinfo: ["import_ns=USB_STORAGE"], needs: { usb_stor_probe: 0x44, printk: 0x22 } };
    const used = {
      ...tree,
      [`${directory}/modules.dep`]: "kernel/base.ko:\nkernel/user.ko: kernel/base.ko\nkernel/storage.ko:\n",
      [`${directory}/kernel/storage.ko`]: checkModule(inNamespace),
    };
    expect(over(used, "/mine/imports.ko")).toEqual(fits("imports.ko"));
    // Of several users the one counts that imports nothing else, wherever it stands.
    const others = ["A", "B", "C", "USB_STORAGE"].map((namespace, at) => [
      `${directory}/kernel/u${at}.ko`,
      checkModule({ ...inNamespace, modinfo: [`import_ns=${namespace}`] }),
    ]);
    const many = {
      ...used,
      ...Object.fromEntries(others),
      [`${directory}/modules.dep`]:
        "kernel/base.ko:\nkernel/user.ko: kernel/base.ko\nkernel/u0.ko:\nkernel/u1.ko:\nkernel/u2.ko:\nkernel/u3.ko:\n",
    };
    expect(over(many, "/mine/imports.ko")).toEqual(fits("imports.ko"));
    expect(over(used, "/mine/foreign.ko")).toEqual({
      status: 1,
      out: `/mine/foreign.ko: may or may not fit ${CHECK_RELEASE}
  nobody knows which namespace has 'usb_stor_probe'; a module of the kernel that uses them imports 'USB_STORAGE'
${UNSIGNED}`,
      err: "",
    });
    expect(over({ ...used, "/mine/own.ko": checkModule({ licence: "Proprietary" }) }, "/mine/own.ko")).toEqual({
      status: 1,
      out: `/mine/own.ko: may or may not fit ${CHECK_RELEASE}
  nobody knows whether only modules under a GPL-compatible licence may use 'printk'; its licence is 'Proprietary'
${UNSIGNED}`,
      err: "",
    });
  });

  test("refuses what exports the kernel's own symbols again, and notes those of another module", () => {
    const again = checkModule({ exports: { kthread_stop: 1, usb_stor_probe: 2, fresh: 3 } });
    const other = checkModule({ exports: { base_open: 1 } });
    const tree = { ...CHECK_TREE, "/mine/again.ko": again, "/mine/other.ko": other };
    expect(over(tree, "/mine/again.ko", "/mine/other.ko")).toEqual({
      status: 3,
      out: `/mine/again.ko: does not fit ${CHECK_RELEASE}
  exports 'kthread_stop', 'usb_stor_probe', which the kernel exports itself
${UNSIGNED}/mine/other.ko: fits ${CHECK_RELEASE}
  note: exports 'base_open', as base does: only one of them can be loaded
${UNSIGNED}`,
      err: "",
    });
    // A new build of a module takes the place of the old one.
    expect(over({ ...tree, "/mine/base.ko": other }, "/mine/base.ko")).toEqual(fits("base.ko"));
  });

  test("says no more of a module for another machine, and of what is no module", () => {
    const reason = "built for AArch64, 64 bits, little endian; the kernel is for amd64, 64 bits, little endian";
    expect(check("arm.ko").out).toBe(
      `/mine/arm.ko: does not fit ${CHECK_RELEASE}\n  ${reason} (by /lib/modules/${CHECK_RELEASE}/kernel/base.ko)\n`,
    );
    expect(check("text.ko")).toEqual(refused("text.ko", "  too short for an ELF file\n", ""));
  });

  test("learns from the kernel's own modules what nothing else says, and has doubts about the rest", () => {
    const { [`/boot/vmlinuz-${CHECK_RELEASE}`]: _, ...tree } = CHECK_TREE;
    expect(over(tree, "/mine/by-use.ko")).toEqual({
      status: 3,
      out: `/mine/by-use.ko: does not fit ${CHECK_RELEASE}
  another version of 'known_by_use' was 0x00000078 when the module was built, vmlinux has 0x00000077
${UNSIGNED}`,
      err: "",
    });
    expect(over(tree, "/mine/missing.ko")).toEqual({
      status: 1,
      out: `/mine/missing.ko: may or may not fit ${CHECK_RELEASE}
  no module of the kernel exports or uses 'no_such', 'nor_this', and nothing says what the kernel itself exports
${UNSIGNED}`,
      err: "",
    });
  });

  test("has doubts about symbols where no index says which modules export them", () => {
    const tree = { ...CHECK_TREE, [`/lib/modules/${CHECK_RELEASE}/modules.symbols`]: "" };
    expect(over(tree, "/mine/good.ko").out).toContain(
      `uses 'base_open', and /lib/modules/${CHECK_RELEASE} has no index that says who exports what\n`,
    );
    expect(over(tree, "/mine/good.ko").status).toBe(1);
  });

  test("takes the exports from Module.symvers first, or from the file that it is told", () => {
    const line = (crc: string, name: string): string => `${crc}\t${name}\tvmlinux\tEXPORT_SYMBOL\t\n`;
    const symvers = line("0x00000011", "module_layout") + line("0x00000099", "printk");
    const path = `/lib/modules/${CHECK_RELEASE}/build/Module.symvers`;
    const tree = { ...CHECK_TREE, [path]: symvers, "/mine/Module.symvers": symvers };
    const { [path]: _, ...without } = tree;
    for (const printed of [
      over(tree, "/mine/magic.ko"),
      over(without, "--symvers=/mine/Module.symvers", "/mine/magic.ko"),
    ]) {
      expect(printed.out).toContain("'printk' was 0x00000022 when the module was built, vmlinux has 0x00000099");
    }
    expect(over(tree, `--image=/boot/vmlinuz-${CHECK_RELEASE}`, "/mine/good.ko")).toEqual(fits("good.ko"));
    expect(over(tree, "--image=a", "--symvers=b", "/mine/good.ko")).toMatchObject({ status: 1, out: "" });
  });

  test("tells of exports that it cannot read, and looks elsewhere", () => {
    const path = `/lib/modules/${CHECK_RELEASE}/build/Module.symvers`;
    expect(over({ ...CHECK_TREE, [path]: "rubbish\n" }, "/mine/good.ko")).toEqual({
      ...fits("good.ko"),
      err: `kmod-ts: WARNING: ${path}:1: expected a line of Module.symvers; looking elsewhere for what the kernel exports\n`,
    });
  });

  test("takes no pipe or device for an empty file", () => {
    const pipe = `/lib/modules/${CHECK_RELEASE}/build/Module.symvers`;
    const tree = { ...CHECK_TREE, "/mine/pipe": device, "/mine/link": linkTo("pipe"), [pipe]: device };
    const empty = "it is no regular file and has no content";
    for (const name of ["/mine/pipe", "/mine/link"]) {
      for (const [option, text] of [
        ["symvers", `read '${name}': ${empty}`],
        ["cert", `read '${name}': ${empty}`],
        ["image", `open '${name}': it is no regular file`],
      ]) {
        const err = `kmod-ts: ERROR: ${text}\n`;
        expect(over(tree, `--${option}=${name}`, "/mine/good.ko")).toEqual({ status: 1, out: "", err });
      }
    }
    expect(over(tree, "/mine/good.ko")).toEqual({
      ...fits("good.ko"),
      err: `kmod-ts: WARNING: read '${pipe}': ${empty}; looking elsewhere for what the kernel exports\n`,
    });
  });

  test("verifies signatures with the certificates that it is given", () => {
    const sources = { module_layout: 1, _printk: 2 };
    const symvers = Object.keys(sources)
      .map((name) => `0x00000000\t${name}\tvmlinux\tEXPORT_SYMBOL\t\n`)
      .join("");
    const tree = {
      ...CHECK_TREE,
      [`/lib/modules/6.1.0-sample/modules.dep`]: "kernel/a.ko:\n",
      [`/lib/modules/6.1.0-sample/kernel/a.ko`]: checkModule({
        vermagic: "6.1.0-sample SMP mod_unload modversions ",
        recordSize: 0x90,
      }),
      "/mine/s": symvers,
      "/mine/rsa.pem": certificateFile("rsa.pem"),
      "/mine/ec.pem": certificateFile("ec.pem"),
      "/mine/changed.ko": changed(signedModule("rsa.p7s")),
    };
    const verify = (...words: readonly string[]): Printed =>
      over(tree, "-S", "6.1.0-sample", "--symvers=/mine/s", ...words);
    expect(verify("-v", "--cert=/mine/rsa.pem", "--cert=/mine/ec.pem", "/mine/signed.ko").out).toContain(
      "  signed by 'Example rsa key' (sha512), good by /mine/rsa.pem\n",
    );
    expect(verify("--cert=/mine/rsa.pem", "/mine/signed.ko").status).toBe(0);
    const other = verify("--cert=/mine/ec.pem", "/mine/signed.ko");
    expect(other.status).toBe(3);
    expect(other.out).toContain("  signed by 'Example rsa key', of whom none of the certificates is\n");
    expect(verify("--cert=/mine/rsa.pem", "/mine/changed.ko").out).toContain(
      "  the signature of 'Example rsa key' is not good: the module is not what was signed\n",
    );
    expect(verify("--cert=/mine/rsa.pem", "/mine/good.ko").out).toContain("  the module is not signed\n");
    expect(verify("--cert=/mine/good.ko", "/mine/good.ko")).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: /mine/good.ko: no certificate in PEM or DER form\n",
    });
  });

  test("refuses a signature that the kernel cannot read, where it reads any", () => {
    const damaged = appendSignature(checkModule(), { signature: [1, 1, 3] });
    const tree = { ...CHECK_TREE, "/mine/damaged.ko": damaged };
    const text = "the signature is damaged: it is no PKCS#7 message: tag 1 where 48 is expected";
    expect(over(tree, "/mine/damaged.ko")).toEqual(refused("damaged.ko", `  ${text}\n`, ""));
    const config = `/boot/config-${CHECK_RELEASE}`;
    expect(over({ ...tree, [config]: "CONFIG_MODULES=y\n" }, "/mine/damaged.ko")).toEqual({
      status: 0,
      out: `/mine/damaged.ko: fits ${CHECK_RELEASE}\n  note: ${text}; this kernel does not look at signatures\n`,
      err: "",
    });
    const { [config]: _, ...without } = tree;
    expect(over(without, "/mine/damaged.ko").status).toBe(1);
  });

  test("knows whether a kernel insists on signatures, and what is in the running one's keyring", () => {
    const enforced = { ...CHECK_TREE, "/sys/module/module/parameters/sig_enforce": "Y\n" };
    expect(over(enforced, "/mine/good.ko")).toEqual(
      refused(
        "good.ko",
        "  the module is not signed; the kernel takes only modules that are signed with a key it trusts (module.sig_enforce)\n",
        "",
      ),
    );
    const signed = over(enforced, "--image", `/boot/vmlinuz-${CHECK_RELEASE}`, "/mine/signed.ko").out;
    expect(signed).toContain("nobody knows whether the kernel trusts 'Example rsa key' (see --cert)\n");
    const keys =
      "1e I------     1 perm 1f030000     0     0 asymmetri Example: Example rsa key: d417: X509.rsa c9 []\n";
    expect(over({ ...enforced, "/proc/keys": keys }, "/mine/signed.ko").out).not.toContain("nobody knows");
    const forced = { ...CHECK_TREE, [`/boot/config-${CHECK_RELEASE}`]: "CONFIG_MODULE_SIG_FORCE=y\n" };
    expect(over(forced, "/mine/good.ko").out).toContain(
      `  the module is not signed; /boot/config-${CHECK_RELEASE} has CONFIG_MODULE_SIG_FORCE\n`,
    );
  });

  test("says that the kernel leaves decompressing to the tools", () => {
    const compressed = concatBytes([0x28, 0xb5, 0x2f, 0xfd], new Uint8Array(4), checkModule());
    const note = "the kernel does not decompress zstd by itself, so that the tool that inserts the module has to";
    const tree = { ...CHECK_TREE, "/mine/good.ko.zst": compressed };
    expect(over(tree, "/mine/good.ko.zst").out).toContain(`  note: ${note}\n`);
    const config = "CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_ZSTD=y\n";
    const able = { ...tree, [`/boot/config-${CHECK_RELEASE}`]: config };
    expect(over(able, "/mine/good.ko.zst").out).toBe(`/mine/good.ko.zst: fits ${CHECK_RELEASE}\n`);
  });

  test("knows that the kernel's own decoder of xz is particular", () => {
    const xz = (check: number): Uint8Array => concatBytes([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, check], checkModule());
    const config = "CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_XZ=y\n";
    const tree = {
      ...CHECK_TREE,
      [`/boot/config-${CHECK_RELEASE}`]: config,
      "/mine/1.ko.xz": xz(1),
      "/mine/4.ko.xz": xz(4),
    };
    expect(over(tree, "/mine/1.ko.xz", "/mine/4.ko.xz").out).toBe(`/mine/1.ko.xz: fits ${CHECK_RELEASE}
/mine/4.ko.xz: fits ${CHECK_RELEASE}
  note: the kernel does not decompress xz with CRC64 by itself, so that the tool that inserts the module has to
`);
  });

  test("asks about the system below --root, and takes the files from here", () => {
    const { "/mine": mine, ...system } = CHECK_TREE;
    const below = Object.fromEntries(Object.entries(system).map(([path, content]) => [`/image${path}`, content]));
    expect(over({ ...below, "/mine": mine }, "--root", "/image", "--kernel", CHECK_RELEASE, "/mine/good.ko")).toEqual(
      fits("good.ko"),
    );
  });

  test("has doubts where there is no such kernel", () => {
    const err = `kmod-ts: WARNING: there is no /lib/modules/9.9, only ${CHECK_RELEASE}\n`;
    expect(over(CHECK_TREE, "-S", "9.9", "/mine/good.ko")).toMatchObject({ status: 1, err });
    expect(over(CHECK_TREE, "-S", "9.9", "/mine/good.ko").out).toContain(
      "no module in /lib/modules/9.9 says for which machine and with which version magic the kernel was built",
    );
  });

  test("cannot do without files, and says which it cannot read", () => {
    expect(over(CHECK_TREE)).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: name at least one module file or directory. See 'kmod-ts check --help'.\n",
    });
    const err = "kmod-ts: ERROR: could not read '/mine/none.ko': No such file or directory\n";
    expect(check("none.ko")).toEqual({ status: 1, out: "", err });
    expect(check("none.ko", "good.ko")).toEqual({ ...fits("good.ko"), status: 1, err });
    expect(over(CHECK_TREE, "-v", "/mine/none.ko").out).not.toContain("none.ko");
    // A refusal is an answer, which what cannot be read may not hide.
    expect(check("none.ko", "magic.ko")).toEqual({ ...check("magic.ko"), err });
  });

  test("gives no verdict in JSON of what it could not read", () => {
    const printed = over(CHECK_TREE, "--json", "/mine/none.ko", "/mine/good.ko");
    const document = JSON.parse(printed.out);
    expect(schemaProblems("check", document)).toEqual([]);
    expect([printed.status, document.files]).toMatchObject([
      1,
      [
        { path: "/mine/none.ko", verdict: null, error: "No such file or directory", module: null, misfits: [] },
        { path: "/mine/good.ko", verdict: "fits", error: null, module: "good" },
      ],
    ]);
  });

  const TREE = {
    "/tree/b.ko": checkModule(),
    "/tree/a/deep/z.ko": checkModule(),
    "/tree/a-b/link.ko": linkTo("../b.ko"),
    "/tree/a/README": "",
    "/tree/a/build": linkTo("/mine"),
    "/tree/c/gone.ko": linkTo("nowhere"),
    "/tree/d/folder.ko/x.ko": checkModule(),
    "/tree/d/node.ko": deviceNode("char", 1, 3),
    "/empty/a/README": "",
  };

  test("checks all modules below a directory, by their paths from it", () => {
    const gone = "kmod-ts: ERROR: could not read '/tree/c/gone.ko': No such file or directory\n";
    const judged = ["a-b/link.ko", "a/deep/z.ko", "b.ko", "d/folder.ko/x.ko"];
    expect(over({ ...CHECK_TREE, ...TREE }, "/tree")).toEqual({
      status: 1,
      out: judged.map((name) => `/tree/${name}: fits ${CHECK_RELEASE}\n${UNSIGNED}`).join(""),
      err: gone,
    });
    const all = over({ ...CHECK_TREE, ...TREE }, "/tree/a/", "/mine/good.ko");
    expect(all.out.split("\n").filter((line) => line.startsWith("/"))).toEqual([
      `/tree/a/deep/z.ko: fits ${CHECK_RELEASE}`,
      `/mine/good.ko: fits ${CHECK_RELEASE}`,
    ]);
    expect(over({ ...CHECK_TREE, ...TREE }, "/empty", "/mine/good.ko")).toEqual({
      ...fits("good.ko"),
      status: 1,
      err: "kmod-ts: ERROR: there is no module file below '/empty'\n",
    });
  });

  test("checks a module on standard input, compressed or not, by the name that it gives itself", () => {
    const piped = (module: Uint8Array, ...words: readonly string[]): Printed => {
      const platform = memoryPlatform(
        { ...CHECK_TREE, "/-": "" },
        { release: CHECK_RELEASE, input: toByteString(module), decompress: (_, bytes) => bytes.slice(8) },
      );
      const status = run(["kmod-ts", "check", ...words], platform);
      return { status, ...platform.written };
    };
    const module = checkModule({ modinfo: ["name=tuned", "parm=level:", "parmtype=level:int", "parmtype=debug:int"] });
    const refusal = "  /etc/modprobe.d/mine.conf:2 sets 'level' to 'x', which takes int\n";
    const { status, out, err } = piped(module, "-");
    expect([status, err]).toEqual([3, ""]);
    expect(out).toContain(`-: does not fit ${CHECK_RELEASE}\n${refusal}`);
    const twice = piped(
      concatBytes([0x28, 0xb5, 0x2f, 0xfd], new Uint8Array(4), checkModule()),
      "-",
      "/mine/good.ko",
      "-",
    );
    expect(twice.out.split("\n").filter((line) => line.includes(": fits "))).toEqual(
      ["-", "/mine/good.ko", "-"].map((path) => `${path}: fits ${CHECK_RELEASE}`),
    );
    expect(piped(new Uint8Array(), "-")).toEqual({
      status: 3,
      out: `-: does not fit ${CHECK_RELEASE}\n  a module has at least 6 bytes, this file has 0\n`,
      err: "",
    });
    const [file] = JSON.parse(piped(module, "--json", "-").out).files;
    expect(file).toMatchObject({ path: "-", module: "tuned", verdict: "refused" });
  });

  test("no failure of the platform goes unnoticed", () => {
    // Without one source of facts there is another; what is lost with all of them makes doubts.
    // That a file is no directory is not needed for reading it.
    const isSource = ({ method, subject }: Fault): boolean =>
      (method === "files.status" && subject === "/mine/good.ko") ||
      /\/boot\/|\/lib\/modules\/|\/proc\/|\/sys\/|modprobe\.d|\/usr\/src\//.test(subject);
    let platform = platformOf(CHECK_TREE);
    const outcomes = faultSweep({
      platform: () => {
        platform = platformOf(CHECK_TREE);
        return platform;
      },
      run: (faulty) => {
        const status = run(["kmod-ts", "check", "/mine/good.ko"], faulty);
        // A doubt, which is told on standard output.
        const { out, err } = platform.written;
        return status === 1 && err === "" && out.includes("may or may not fit") ? 0 : status;
      },
      survives: isSource,
    });
    expect(outcomes.length).toBeGreaterThan(20);
  });
});

function changed(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[1000] = (copy[1000] ?? 0) ^ 1;
  return copy;
}
