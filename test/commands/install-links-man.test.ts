import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { installLinks } from "../../src/commands/install-links.ts";
import { faultSweep } from "../support/fault-sweep.ts";
import { linkTo } from "../support/memory-file-system.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { install, PAGES, PROGRAM } from "./install-links-trial.ts";

/** A section of the pages as a package may have it. */
function packed(section: "man5" | "man8", suffix: string): Readonly<Record<string, string>> {
  const names = install(PAGES, ["--man", "/m"]).files.list(`/opt/kmod-ts/dist/man/${section}`);
  return Object.fromEntries(names.map(({ name }) => [name + suffix, "packed"]));
}

describe("install-links --man", () => {
  test("links every page, those of tools and formats under their usual names too, into directories that it makes", () => {
    const { status, out, err, files } = install(PAGES, ["--man", "/usr/share/man"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const target = "/opt/kmod-ts/dist/man";
    expect(out.split("\n")).toEqual([
      `/usr/share/man/man5/kmod-ts-modprobe.d.5 -> ${target}/man5/kmod-ts-modprobe.d.5`,
      `/usr/share/man/man5/modprobe.d.5 -> ${target}/man5/kmod-ts-modprobe.d.5`,
      `/usr/share/man/man5/kmod-ts-modules-load.d.5 -> ${target}/man5/kmod-ts-modules-load.d.5`,
      `/usr/share/man/man5/modules.kmod-ts.bin.5 -> ${target}/man5/modules.kmod-ts.bin.5`,
      `/usr/share/man/man8/kmod-ts-deps.8 -> ${target}/man8/kmod-ts-deps.8`,
      `/usr/share/man/man8/kmod-ts-lsmod.8 -> ${target}/man8/kmod-ts-lsmod.8`,
      `/usr/share/man/man8/lsmod.8 -> ${target}/man8/kmod-ts-lsmod.8`,
      `/usr/share/man/man8/kmod-ts.8 -> ${target}/man8/kmod-ts.8`,
      "",
    ]);
    expect(files.status("/usr/share/man/man8/lsmod.8").type).toBe("file");
  });

  test.each([".gz", ".xz", ".zst", ".bz2"])(
    "links pages that a package has compressed, by names that end in %s too",
    (suffix) => {
      const pages = { "/opt/kmod-ts/dist/man": { man5: packed("man5", suffix), man8: packed("man8", suffix) } };
      const { status, out, err } = install(pages, ["--man", "/usr/share/man"]);
      const plain = install(PAGES, ["--man", "/usr/share/man"]).out;
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).toBe(plain.replace(/(?= ->|\n)/g, suffix));
      expect(out).toContain(`/man8/lsmod.8${suffix} -> /opt/kmod-ts/dist/man/man8/kmod-ts-lsmod.8${suffix}\n`);
    },
  );

  test("makes relative links below a directory that is not there yet and behind a link", () => {
    const { status, files } = install({ ...PAGES, "/s": linkTo("/a/b"), "/a/b": {} }, ["-r", "--man", "/s/x/man"]);
    expect(status).toBe(0);
    expect(files.readLink("/a/b/x/man/man8/lsmod.8")).toBe("../../../../../opt/kmod-ts/dist/man/man8/kmod-ts-lsmod.8");
    expect(files.status("/a/b/x/man/man8/lsmod.8").type).toBe("file");
  });

  test("makes no link at all where one page is in the way", () => {
    const { status, out, err, links } = install({ ...PAGES, "/m/man8/lsmod.8": "kmod's", "/b": {} }, [
      "/b",
      "--man",
      "/m",
    ]);
    expect({ status, out, err }).toEqual({
      status: 1,
      out: "",
      err: "kmod-ts: ERROR: nothing was linked: '/m/man8/lsmod.8' exists; --force replaces files and links\n",
    });
    expect({ b: links("/b"), m: links("/m") }).toEqual({ b: [], m: ["man8 directory"] });
  });

  test("finds the pages that a system has beside its programs, and leaves them alone", () => {
    const tree = { "/opt/kmod-ts/share/man/man8/kmod-ts.8": ".TH", "/opt/kmod-ts/share/man/man5/kmod-ts-x.5": ".TH" };
    expect(install(tree, ["--force", "--man", "/opt/kmod-ts/share/man"])).toMatchObject({
      status: 0,
      out: "",
      err: "",
    });
  });

  test("finds them beside what a link to the program leads to", () => {
    const platform = memoryPlatform(
      { [PROGRAM]: "#!", "/bin/kmod-ts": linkTo(PROGRAM), ...PAGES },
      { programPath: "/bin/kmod-ts" },
    );
    const registry = { tools: [], subCommands: [installLinks(["lsmod"])] };
    expect(run(["kmod-ts", "install-links", "--man", "/m"], platform, registry)).toBe(0);
    expect(platform.files.readLink("/m/man8/lsmod.8")).toBe("/opt/kmod-ts/dist/man/man8/kmod-ts-lsmod.8");
  });

  test("says where it has looked for pages that did not come with the program", () => {
    expect(install({}, ["--man", "/m"])).toMatchObject({
      status: 1,
      err: `kmod-ts: ERROR: no manual pages come with '${PROGRAM}': it has none in '../dist/man', '../../dist/man', '../man', '../share/man'\n`,
    });
  });

  test("survives no failing call in silence", () => {
    const registry = { tools: [], subCommands: [installLinks(["lsmod"])] };
    const tree = { [PROGRAM]: "#!", ...PAGES, "/m/man8/lsmod.8": linkTo("gone") };
    const outcomes = faultSweep({
      platform: () => memoryPlatform(tree, { programPath: PROGRAM }),
      run: (platform) => run(["kmod-ts", "install-links", "--force", "--man", "/m"], platform, registry),
      // What is not there is made, and elsewhere looked for.
      survives: ({ errno }) => errno === "ENOENT",
      explains: ({ errno, method }) => (errno === "ENOENT" && method === "files.list" ? "no manual pages" : undefined),
    });
    expect(outcomes.length).toBeGreaterThan(60);
  });
});
