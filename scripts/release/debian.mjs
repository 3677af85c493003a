/**
 * Debian's packages: kmod-ts for each architecture, and kmod-ts-as-kmod, which puts it in the place of kmod's program.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, root } from "../project.mjs";
import { HOOKS, installedEntries } from "./contents.mjs";
import { makeDeb } from "./deb.mjs";
import { copyrightText } from "./deb-copyright.mjs";
import { debianVersion, MAINTAINER, releaseTime, version } from "./facts.mjs";
import { componentsOf } from "./licences.mjs";

const FILES = "scripts/release/files";
const SHELL_FOLDERS = { zsh: "share/zsh/vendor-completions", fish: "share/fish/vendor_completions.d" };

const COMMON = { Version: debianVersion, Maintainer: MAINTAINER, Section: "kernel", Priority: "optional" };

const textOf = (name) => readFileSync(join(root, FILES, "debian", name), "utf8");

function changelog(name) {
  const date = new Date(releaseTime() * 1000).toUTCString().replace("GMT", "+0000");
  const change = `  * Version ${version}: see CHANGELOG.md of kmod-ts.`;
  return `${name} (${debianVersion}) unstable; urgency=medium\n\n${change}\n\n -- ${MAINTAINER}  ${date}\n`;
}

function documents(name, copyright) {
  const folder = `usr/share/doc/${name}`;
  return [
    { path: `${folder}/copyright`, text: copyright },
    { path: `${folder}/changelog`, text: changelog(name), isPacked: true },
    { path: `usr/share/lintian/overrides/${name}`, text: textOf(`${name}.overrides`) },
  ];
}

/** Where initramfs-tools and dracut look for hooks: they do something only where modprobe is the Node edition. */
const HOOK_LINKS = [
  { path: "usr/share/initramfs-tools/hooks/kmod-ts", link: "../../kmod-ts/initramfs/initramfs-tools/kmod-ts" },
  { path: "usr/lib/dracut/modules.d/99kmod-ts", link: `../../../${HOOKS}/dracut/99kmod-ts` },
];

/** Which sources Debian has to keep for what is linked in. */
function builtUsing(components) {
  const sources = components.flatMap(({ debian }) => (debian ? [`${debian.source} (= ${debian.sourceVersion})`] : []));
  return sources.toSorted().join(", ");
}

/** `kmod-ts_VERSION_ARCHITECTURE.deb`. */
export async function makePackage(work, target, all) {
  const components = componentsOf(all, target);
  const fields = {
    Package: "kmod-ts",
    ...COMMON,
    Architecture: target.debian,
    "Multi-Arch": "foreign",
    "Built-Using": builtUsing(components),
    Description: [
      "tools for Linux kernel modules, in one static executable",
      "lsmod, insmod, rmmod, modprobe, modinfo and depmod written again, which",
      "answer as kmod's do, byte for byte, and with JSON; and commands that kmod",
      "has not: explain, status, devices, params, check, lint and more.",
      "",
      "The tools by their own names are links in /usr/libexec/kmod-ts. Nothing of",
      "kmod is replaced: see the package kmod-ts-as-kmod.",
    ],
  };
  const entries = (await installedEntries(target, SHELL_FOLDERS)).map((entry) => ({
    ...entry,
    path: `usr/${entry.path}`,
  }));
  const news = { path: "usr/share/doc/kmod-ts/CHANGELOG.md", file: join(root, "CHANGELOG.md"), isPacked: true };
  return makeDeb(work, fields, [...entries, ...HOOK_LINKS, news, ...documents("kmod-ts", copyrightText(components))]);
}

/**
 * What else this package brings, hooks of other packages for one: files below `as-kmod`, at the same place in the
 * system.
 */
function moreFiles() {
  const folder = `${FILES}/as-kmod`;
  return filesBelow(folder)
    .toSorted()
    .map((file) => ({
      path: file.slice(join(root, folder).length + 1),
      file,
      isProgram: readFileSync(file, "utf8").startsWith("#!"),
    }));
}

/** `kmod-ts-as-kmod_VERSION_all.deb`. */
export function makeReplacement(work) {
  const name = "kmod-ts-as-kmod";
  const fields = {
    Package: name,
    ...COMMON,
    Architecture: "all",
    Depends: `kmod, kmod-ts (>= ${debianVersion})`,
    Description: [
      "kmod-ts in the place of kmod's program",
      "Diverts /bin/kmod (/usr/bin/kmod), to which the system's lsmod, insmod,",
      "rmmod, modprobe, modinfo and depmod are links, and puts a link to kmod-ts",
      "there: from then on the kernel, systemd and everybody else call that.",
      "Removing this package gives the program of kmod back.",
      "",
      "This is for whoever wants it, and is recommended or needed by nothing.",
    ],
  };
  const script = (part) => `${textOf("diversion.sh")}${textOf(part)}`;
  const scripts = { postinst: script("postinst.sh"), prerm: script("prerm.sh"), postrm: script("postrm.sh") };
  return makeDeb(work, fields, [...moreFiles(), ...documents(name, copyrightText([]))], scripts);
}
