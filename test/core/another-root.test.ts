import { describe, expect, test } from "vitest";
import { inAnotherRoot } from "../../src/core/another-root.ts";
import { toByteString } from "../../src/core/bytes.ts";
import type { Platform } from "../../src/core/platform.ts";
import { linkTo, type Tree } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";

const OUTSIDE: Tree = {
  "/etc/secret": "outside",
  "/dev/null": "",
  "/r": {
    "etc/file": "inside",
    "etc/up": linkTo("../../../../etc/secret"),
    "etc/absolute": linkTo("/etc/file"),
    "etc/masked": linkTo("/dev/null"),
    "etc/loop": linkTo("loop"),
    lib: linkTo("usr/lib"),
    "usr/lib/modules/6.1/modules.dep": "dep",
    "usr/lib/modules/notes": "a file",
  },
};

function below(tree: Tree = OUTSIDE, root = "/r"): Platform {
  return inAnotherRoot(memoryPlatform(tree, { release: "9.9", workingDirectory: "/w" }), root);
}

const text = ({ files }: Platform, path: string): string => toByteString(files.read(path));

describe("inAnotherRoot", () => {
  test("shows files by their paths inside, with or without a slash after the root", () => {
    expect(text(below(), "/etc/file")).toBe("inside");
    expect(text(below(OUTSIDE, "/r//"), "//etc/./file")).toBe("inside");
    expect(
      below()
        .files.list("/")
        .map(({ name }) => name),
    ).toEqual(["etc", "lib", "usr"]);
    expect(below().host.workingDirectory()).toBe("/");
  });

  test("follows links as if the root were /, and lets none out", () => {
    expect(text(below(), "/lib/modules/6.1/modules.dep")).toBe("dep");
    expect(text(below(), "/etc/absolute")).toBe("inside");
    expect(() => text(below(), "/etc/up")).toThrow("read '/etc/up': No such file or directory");
    expect(() => text(below(), "/../etc/secret")).toThrow("No such file or directory");
    expect(() => text(below(), "/etc/loop")).toThrow("follow '/etc/loop': Too many levels of symbolic links");
    expect(below().files.readLink("/etc/absolute")).toBe("/etc/file");
  });

  test("says what exists inside", () => {
    const { files } = below();
    const paths = ["/etc/absolute", "/lib/modules/6.1", "/etc/up", "/etc/none", "/none/file", "/etc/file/x"];
    expect(paths.map(files.exists)).toEqual([true, true, false, false, false, false]);
  });

  test("takes a link to /dev/null for what it is, though there is no such device inside", () => {
    expect(text(below(), "/etc/masked")).toBe("");
  });

  test("names what is open by its path inside", () => {
    const { files } = below();
    const seen = files.withFile("/etc/absolute", (file) => [file.name, file.size, toByteString(file.read(2, 3))]);
    expect(seen).toEqual(["/etc/absolute", 6, "sid"]);
  });

  test("takes the release from its /proc, else from the only directory of modules, never from the running kernel", () => {
    const proc = (release: string): Tree => ({ "/r/proc/sys/kernel/osrelease": release, "/r/lib/modules/6.1": {} });
    expect(below(proc("6.2\n")).kernel.release()).toBe("6.2");
    expect(below(proc("../6.2\n")).kernel.release()).toBe("6.1");
    expect(below().kernel.release()).toBe("6.1");
    expect(below({ "/r/lib/modules": { "6.1": linkTo("/usr/lib/kernel"), README: "" } }).kernel.release()).toBe("6.1");
    const release = (modules: Tree) => () =>
      below({ "/r/lib/modules": modules, "/lib/modules/9.9": {} }, "/r/").kernel.release();
    expect(release({ "9.9": {}, "6.2": {}, "6.1": {} })).toThrow(
      "/r/lib/modules has several kernels, none of which runs there: choose one with -S: 6.1, 6.2, 9.9",
    );
    expect(release({})).toThrow("there are no modules of any kernel in /r/lib/modules");
    expect(() => below({ "/r": {} }).kernel.release()).toThrow("there are no modules of any kernel in /r/lib/modules");
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`6.${at + 10}`, {}]));
    expect(release(many)).toThrow(/: 6\.10, 6\.11, .*, 6\.19 and 20 more$/);
  });

  test("changes nothing", () => {
    const { files, kernel } = below();
    const attempts = [
      () => files.create("/x", new Uint8Array(), 0o644),
      () => files.overwrite("/x", new Uint8Array()),
      () => files.link("y", "/x"),
      () => files.makeDirectory("/x", 0o755),
      () => files.setMode("/x", 0o755),
      () => files.rename("/etc/file", "/x"),
      () => files.remove("/etc/file"),
      () => kernel.insertFile("/x", "", { ignoreModversions: false, ignoreVermagic: false, compressed: false }),
      () => kernel.insertImage(new Uint8Array(), ""),
      () => kernel.removeModule("x", false),
    ];
    for (const attempt of attempts) expect(attempt).toThrow("Read-only file system");
    expect(kernel.watchLog((records) => records())).toEqual([]);
  });
});
