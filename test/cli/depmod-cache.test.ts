/** What depmod remembers from one run to the next, and when it does not believe it. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { fromByteString, toByteString } from "../../src/core/bytes.ts";
import { CACHE_NAME, cacheRules } from "../../src/core/depmod/cache.ts";
import { temporaryNames } from "../../src/core/depmod/left-overs.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { INDEX_NAMES } from "../support/index-names.ts";
import { changedAt, linkTo, type Tree, textOf } from "../support/memory-file-system.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";

const D = "/lib/modules/6.1";
const TREE: Tree = {
  [D]: {
    "modules.order": "kernel/user.ko\nkernel/owner.ko\n",
    "modules.builtin": "kernel/fat.ko\n",
    "modules.builtin.modinfo": "fat.alias=fs-fat\0",
    kernel: {
      "owner.ko": buildModule({ exports: ["owned"], aliases: ["pci:v1*"] }),
      "user.ko": buildModule({ needs: ["owned"], aliases: ["usb:v1*"] }),
    },
  },
};

const isWorthIt = cacheRules.isWorthIt;
beforeAll(() => {
  cacheRules.isWorthIt = () => true;
});
afterAll(() => {
  cacheRules.isWorthIt = isWorthIt;
});

interface Told {
  readonly modulesRead: number;
  readonly written: readonly string[];
}

/** Runs depmod on the platform and takes what --json says. */
function told(platform: MemoryPlatform, ...words: readonly string[]): Told {
  const before = platform.written.out.length;
  expect(run(["depmod", "--json", ...words], platform)).toBe(0);
  const { modulesRead, written } = JSON.parse(platform.written.out.slice(before)) as Told;
  return { modulesRead, written };
}

const fresh = (tree: Tree = TREE): MemoryPlatform => memoryPlatform(tree, { release: "6.1" });

function remembering(): MemoryPlatform {
  const platform = fresh();
  expect(told(platform)).toEqual({ modulesRead: 2, written: INDEX_NAMES });
  return platform;
}

/** A file is as it was where nothing was written into its directory since: its own times stay. */
function timesOf(files: FileSystem): unknown {
  return INDEX_NAMES.map((name) => files.status(`${D}/${name}`).modified);
}

describe("depmod, again", () => {
  test("reads and writes nothing where nothing has changed", () => {
    const platform = remembering();
    const times = timesOf(platform.files);
    expect(told(platform)).toEqual({ modulesRead: 0, written: [] });
    expect(timesOf(platform.files)).toEqual(times);
  });

  test("reads only what has changed; without another word in it, only modules.dep gets a new time", () => {
    const platform = remembering();
    platform.files.overwrite(`${D}/kernel/user.ko`, buildModule({ needs: ["owned"], aliases: ["usb:v1*"] }));
    expect(told(platform)).toEqual({ modulesRead: 1, written: ["modules.dep"] });
    expect(textOf(platform.files, `${D}/modules.dep`)).toBe("kernel/user.ko: kernel/owner.ko\nkernel/owner.ko:\n");
  });

  test.each([
    [
      { needs: ["owned"], aliases: ["usb:v2*"] },
      ["modules.dep", "modules.alias", "modules.alias.bin", "modules.softdep", "modules.weakdep", "modules.devname"],
    ],
    [{ aliases: ["usb:v1*"] }, ["modules.dep", "modules.dep.bin"]],
    [
      { needs: ["owned"], aliases: ["usb:v1*"], exports: ["more"] },
      ["modules.dep", "modules.dep.bin", "modules.symbols", "modules.symbols.bin"],
    ],
  ])("makes the indexes that a change concerns: %j", (module, written) => {
    const platform = remembering();
    platform.files.overwrite(`${D}/kernel/user.ko`, buildModule(module));
    expect(told(platform)).toEqual({ modulesRead: 1, written });
  });

  test("makes an index again that has gone or is not the one that was written", () => {
    const platform = remembering();
    platform.files.remove(`${D}/modules.alias.bin`);
    platform.files.overwrite(`${D}/modules.symbols`, fromByteString("mine\n"));
    expect(told(platform)).toEqual({
      modulesRead: 0,
      written: ["modules.dep", "modules.alias.bin", "modules.symbols"],
    });
    expect(textOf(platform.files, `${D}/modules.symbols`)).toContain("alias symbol:owned owner\n");
  });

  test.each(["modules.order", "modules.builtin", "/etc/depmod.d/new.conf"])(
    "renews modules.dep where %s is newer, though nothing changes by it",
    (name) => {
      const platform = fresh({ ...TREE, "/etc/depmod.d": {} });
      expect(told(platform).written).toEqual(INDEX_NAMES);
      if (name.startsWith("/")) platform.files.create(name, fromByteString("search updates built-in\n"), 0o644);
      else platform.files.overwrite(`${D}/${name}`, platform.files.read(`${D}/${name}`));
      expect(run(["depmod", "--verify"], platform)).toBe(1);
      expect(told(platform).written).toContain("modules.dep");
      expect(told(platform)).toEqual({ modulesRead: 0, written: [] });
      expect(run(["depmod", "--verify"], platform)).toBe(0);
    },
  );

  test("renews modules.dep where -A found something newer that makes no difference", () => {
    const platform = fresh({ ...TREE, [`${D}/updates/user.ko`]: buildModule({ needs: ["owned"] }) });
    expect(told(platform).written).toEqual(INDEX_NAMES);
    platform.files.overwrite(`${D}/kernel/user.ko`, buildModule({ aliases: ["given:way"] }));
    expect(told(platform)).toEqual({ modulesRead: 0, written: [] });
    expect(told(platform, "-A")).toEqual({ modulesRead: 0, written: ["modules.dep"] });
    expect(told(platform, "-A")).toEqual({ modulesRead: 0, written: [] });
  });

  test("removes what a killed run left long ago", () => {
    const platform = fresh({ ...TREE, "/old": changedAt(-7_200_000_000_000n, "half") });
    expect(told(platform).written).toEqual(INDEX_NAMES);
    platform.files.rename("/old", `${D}/.modules.dep.kmod-ts-0.tmp`);
    expect(told(platform)).toEqual({ modulesRead: 0, written: ["modules.dep"] });
    expect(platform.files.list(D).map(({ name }) => name)).not.toContain(".modules.dep.kmod-ts-0.tmp");
    expect(told(platform)).toEqual({ modulesRead: 0, written: [] });
  });

  test("does not believe what is younger than what was remembered", () => {
    const late = changedAt(3_000_000_000_000n, toByteString(buildModule({ aliases: ["late"] })));
    const platform = fresh({ ...TREE, [`${D}/kernel/late.ko`]: late });
    expect(told(platform)).toEqual({ modulesRead: 3, written: INDEX_NAMES });
    expect(told(platform)).toEqual({ modulesRead: 1, written: ["modules.dep"] });
  });

  test("believes no file of an image, whose maker may give every version the same times", () => {
    const platform = fresh();
    const files: FileSystem = {
      ...platform.files,
      identify(paths) {
        const identities = platform.files.identify?.(paths) ?? new Float64Array();
        for (const [at, path] of paths.entries()) if (path.endsWith("owner.ko")) identities[7 * at + 6] = 0;
        return identities;
      },
    };
    const image = { ...platform, files };
    for (const out of [0, 1]) expect(run(["depmod", "--json"], image), `run ${out}`).toBe(0);
    const runs = platform.written.out.split(/(?<=^\})\n/m).filter((text) => text !== "");
    expect(runs.map((text) => (JSON.parse(text) as Told).modulesRead)).toEqual([2, 1]);
  });

  test("reads what could not be read before, and says so again", () => {
    const platform = fresh({ [D]: { ...(TREE[D] as Tree), "kernel/bad.ko": "no module" } });
    for (const _ of [1, 2]) expect(run(["depmod"], platform)).toBe(1);
    const line = `depmod: ERROR: failed to load symbols from ${D}/kernel/bad.ko: Exec format error\n`;
    expect(platform.written.err).toBe(line.repeat(2));
  });

  test("says again what it says while it makes indexes", () => {
    const platform = fresh({ [D]: { ...(TREE[D] as Tree), "kernel/odd.ko": buildModule({ aliases: ["["] }) } });
    for (const _ of [1, 2]) expect(run(["depmod"], platform)).toBe(0);
    expect(platform.written.err).toBe("depmod: WARNING: Unmatched bracket in [\n".repeat(2));
  });
});

describe("depmod does not remember", () => {
  test("with --no-cache, nor does it believe what others remembered", () => {
    const platform = fresh();
    expect(told(platform, "--no-cache").written).toEqual(INDEX_NAMES);
    expect(platform.files.list(D).map(({ name }) => name)).not.toContain(CACHE_NAME);
    expect(told(platform).modulesRead).toBe(2);
    expect(told(platform, "--no-cache")).toEqual({ modulesRead: 2, written: INDEX_NAMES });
  });

  test("small trees", () => {
    cacheRules.isWorthIt = isWorthIt;
    try {
      const platform = remembering();
      expect(platform.files.list(D).map(({ name }) => name)).not.toContain(CACHE_NAME);
    } finally {
      cacheRules.isWorthIt = () => true;
    }
  });

  test("in somebody else's file: a link in the way is replaced, not followed", () => {
    const platform = fresh({ ...TREE, [`${D}/${CACHE_NAME}`]: linkTo("/victim"), "/victim": "precious" });
    expect(told(platform)).toEqual({ modulesRead: 2, written: INDEX_NAMES });
    expect(textOf(platform.files, "/victim")).toBe("precious");
    expect(told(platform)).toEqual({ modulesRead: 0, written: [] });
  });

  test("half: what a kill leaves has a name that the next run knows", () => {
    const platform = fresh();
    let temporary = "";
    const files = {
      ...platform.files,
      rename(from: string, to: string) {
        if (to.endsWith(CACHE_NAME)) {
          temporary = from;
          throw new Error("killed");
        }
        platform.files.rename(from, to);
      },
    };
    expect(run(["depmod"], { ...platform, files })).toBe(70);
    const left = temporary.slice(D.length + 1);
    expect(temporaryNames([left])).toEqual([left]);
  });

  test("where that cannot be written, without failing", () => {
    const platform = fresh({ [D]: { ...(TREE[D] as Tree), [CACHE_NAME]: {} } });
    expect(told(platform)).toEqual({ modulesRead: 2, written: INDEX_NAMES });
    expect(platform.written.err).toBe("");
  });
});
