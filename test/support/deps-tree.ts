/** A small module directory with every kind of dependency, for `kmod-ts deps`. */

import { buildModule, type ModuleDescription } from "./module-builder.ts";

/** The module directory, for the release `1.0`. */
export const DEPS_DIRECTORY = "/lib/modules/1.0";

const MODULES: Readonly<Record<string, ModuleDescription>> = {
  base: { exports: ["base_open", "base_close", "base_read", "base_write"] },
  middle: { exports: ["middle_start"], needs: ["base_open"] },
  "top-one": { needs: ["printk", "middle_start", "base_open", "base_close", "base_read", "base_write"] },
  "top-two": { needs: ["middle_start"], weakNeeds: ["lone_sym"] },
  lone: { exports: ["lone_sym"] },
  helper: {},
};

const DEP = `kernel/base.ko:
kernel/middle.ko: kernel/base.ko
kernel/top-one.ko: kernel/middle.ko kernel/base.ko
kernel/top-two.ko: kernel/lone.ko kernel/middle.ko kernel/base.ko
kernel/lone.ko:
kernel/helper.ko:
`;

/** The files of the tree by path. */
export const DEPS_TREE = {
  [`${DEPS_DIRECTORY}/modules.dep`]: DEP,
  [`${DEPS_DIRECTORY}/modules.alias`]: "alias help-* helper\nalias pair-x helper\nalias pair-x lone\n",
  [`${DEPS_DIRECTORY}/modules.symbols`]: ["base_open base", "middle_start middle", "lone_sym lone"]
    .map((line) => `alias symbol:${line}\n`)
    .join(""),
  [`${DEPS_DIRECTORY}/modules.softdep`]: "softdep top_one pre: help-me inside\nsoftdep helper post: top-one\n",
  [`${DEPS_DIRECTORY}/modules.weakdep`]: "weakdep middle lone nowhere\n",
  [`${DEPS_DIRECTORY}/modules.builtin`]: "kernel/inside.ko\n",
  [`${DEPS_DIRECTORY}/kernel`]: Object.fromEntries(
    Object.entries(MODULES).map(([name, description]) => [`${name}.ko`, buildModule(description)]),
  ),
  "/etc/modprobe.d/a.conf": "alias other top-two\nalias gone nowhere_at_all\ninstall commanded /bin/true\n",
  "/mine/extra.ko": buildModule({ needs: ["middle_start", "lone_sym"] }),
  "/mine/base.ko": buildModule({ exports: ["base_open"] }),
} as const;
