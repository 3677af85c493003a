/** modprobe -r -n over small worlds of loaded modules: what both programs would remove, and what they refuse. */

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "vitest";
import type { Case } from "./support/case.ts";
import { conformanceSuite, expectSameAsKmod } from "./support/compare.ts";
import { rootProblem } from "./support/kmod.ts";
import { copySmallTree, makeRoot, SMALL_RELEASE } from "./support/roots.ts";

interface World {
  readonly configuration?: string;
  /** Loaded modules: the use count, and the modules that use them. */
  readonly loaded?: Readonly<Record<string, readonly [number, ...string[]]>>;
  /** Further files of /sys/module. */
  readonly attributes?: Readonly<Record<string, string>>;
}

function makeWorld({ configuration = "", loaded = {}, attributes = {} }: World): string {
  return makeRoot((root) => {
    copySmallTree(root, SMALL_RELEASE);
    mkdirSync(join(root, "etc/modprobe.d"), { recursive: true });
    writeFileSync(join(root, "etc/modprobe.d/a.conf"), configuration);
    for (const [name, [references, ...holders]] of Object.entries(loaded)) {
      const folder = join(root, "sys/module", name);
      mkdirSync(join(folder, "holders"), { recursive: true });
      writeFileSync(join(folder, "initstate"), "live\n");
      writeFileSync(join(folder, "refcnt"), `${references}\n`);
      // A tmpfs lists the newest entry first.
      for (const holder of holders) symlinkSync(`../../${holder}`, join(folder, "holders", holder));
    }
    for (const [path, text] of Object.entries(attributes)) {
      mkdirSync(dirname(join(root, "sys/module", path)), { recursive: true });
      writeFileSync(join(root, "sys/module", path), text);
    }
  });
}

/** acme_gpu uses acme_core; acme_disk uses acme_crc and acme_core. */
const allLoaded: World["loaded"] = {
  acme_core: [2, "acme_gpu", "acme_disk"],
  acme_crc: [1, "acme_disk"],
  acme_gpu: [0],
  acme_disk: [0],
  acme_touch: [0],
  acme_fs: [3],
};

const OPTIONS = [
  [],
  ["-q"],
  ["-a"],
  ["-i"],
  ["-v"],
  ["--first-time"],
  ["--remove-holders"],
  ["-w", "5"],
  ["-q", "-v"],
  ["-a", "-i"],
  ["-q", "--remove-holders"],
];

const worlds: Readonly<Record<string, World>> = {
  "nothing loaded": {},
  "everything loaded": { loaded: allLoaded },
  "unused dependencies": { loaded: { acme_core: [0], acme_crc: [0], acme_disk: [0], acme_gpu: [0] } },
  "soft dependencies": {
    configuration: "softdep acme_gpu pre: acme_touch nosuch acme_rtc post: acme_disk\n",
    loaded: allLoaded,
  },
  "a busy soft dependency after": { configuration: "softdep acme_gpu post: acme_fs acme_touch\n", loaded: allLoaded },
  "a busy soft dependency before": { configuration: "softdep acme_gpu pre: acme_touch acme_fs\n", loaded: allLoaded },
  "remove commands": {
    configuration: [
      "remove acme_gpu echo $CMDLINE_OPTS gone",
      "remove acme_fs false",
      "remove acme_wifi true",
      "remove lonely true",
      "softdep acme_gpu pre: acme_touch post: acme_fs acme_audio",
      "remove acme_a* echo audio",
      "",
    ].join("\n"),
    loaded: allLoaded,
  },
  "holders with soft dependencies and commands": {
    configuration: "softdep acme_gpu pre: acme_touch\nremove acme_disk echo disk\n",
    loaded: allLoaded,
  },
  "a busy holder": {
    loaded: { acme_core: [2, "acme_gpu", "acme_disk"], acme_gpu: [1], acme_disk: [0], acme_crc: [1, "acme_disk"] },
  },
  "aliases like holders": {
    configuration: "alias acme_gpu acme_touch\nalias outside acme_fs\n",
    loaded: { ...allLoaded, acme_core: [1, "acme_gpu"] },
  },
  "a holder that no index knows": { loaded: { acme_core: [1, "outside"], outside: [0] } },
  "an alias for several": {
    configuration: "alias both acme_gpu\nalias both acme_fs\nalias both acme_disk\n",
    loaded: allLoaded,
  },
  "modules that come and go": {
    attributes: {
      "acme_gpu/initstate": "coming\n",
      "acme_gpu/refcnt": "1\n",
      "acme_disk/initstate": "going\n",
      "acme_disk/refcnt": "-1\n",
      "acme_touch/refcnt": "2\n",
      "acme_fs/initstate": "live\n",
      "acme_fs/refcnt": "0\n",
      "acme_core/refcnt": "0\n",
    },
  },
  blacklist: { configuration: "blacklist acme_gpu\n", loaded: allLoaded },
};

const OPERANDS = [
  ["acme_gpu"],
  ["acme-core"],
  ["acme_fs"],
  ["acme_disk"],
  ["acme_rtc"],
  ["nosuch", "acme_gpu"],
  ["acme_fs", "acme_gpu"],
  ["acme_gpu", "acme_touch"],
  ["both", "acme_touch"],
  ["lonely"],
  ["acme_a[x", "acme_touch"],
];

conformanceSuite("removal", rootProblem(), () => {
  test.each(Object.entries(worlds))("%s", (_name, world) => {
    const root = makeWorld(world);
    expectSameAsKmod(
      OPTIONS.flatMap((options) =>
        OPERANDS.map(
          (operands): Case => ({
            tool: "modprobe",
            root,
            args: ["-S", SMALL_RELEASE, "-r", "-n", ...options, ...operands],
          }),
        ),
      ),
    );
  });
});
