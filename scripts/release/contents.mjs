/** What is installed with the static executable below a prefix, by the tar.gz and by Debian's package. */

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { PAGES } from "../man/write.mjs";
import { filesBelow, root } from "../project.mjs";
import { executablePath } from "../release-binaries.mjs";

/** The folder of links, and what leads from there to the executable. */
const LINKS = "libexec/kmod-ts";

/** Where shells look for completions: below any prefix, and in Debian. */
export const SHELL_FOLDERS = { zsh: "share/zsh/site-functions", fish: "share/fish/vendor_completions.d" };

function pages() {
  const names = readdirSync(join(root, PAGES), { recursive: true }).filter((name) => /\.\d$/.test(name));
  return names.map((name) => ({ path: `share/man/${name}`, file: join(root, PAGES, name), isPacked: true }));
}

function completions({ zsh, fish }) {
  const places = {
    "kmod-ts.bash": "share/bash-completion/completions/kmod-ts",
    "_kmod-ts": `${zsh}/_kmod-ts`,
    "kmod-ts.fish": `${fish}/kmod-ts.fish`,
  };
  return Object.entries(places).map(([name, path]) => ({ path, file: join(root, "completions", name) }));
}

async function links() {
  const { tools } = await import("../../dist/commands/tools.js");
  const names = [...new Set([...tools.map(({ name }) => name), "kmod"])];
  return names.map((name) => ({ path: `${LINKS}/${name}`, link: "../../bin/kmod-ts" }));
}

/** Where the hooks of what makes initramfs images lie; docs/initramfs.md. */
export const HOOKS = "share/kmod-ts/initramfs";

function hooks() {
  return filesBelow("initramfs").map((file) => ({
    path: join(HOOKS, relative(join(root, "initramfs"), file)),
    file,
    isProgram: true,
  }));
}

/** What help texts and manual pages speak of: pages for people, and the shapes of JSON. */
function documents() {
  const kept = filesBelow("docs").map((file) => ({ path: join("share/doc/kmod-ts", relative(root, file)), file }));
  const schemas = filesBelow("schemas").map((file) => ({ path: join("share/kmod-ts", relative(root, file)), file }));
  return [...kept, ...schemas];
}

/** Entries of stage.mjs, with paths below the prefix. */
export async function installedEntries(target, folders = SHELL_FOLDERS) {
  const program = { path: "bin/kmod-ts", file: executablePath(root, target.node), isProgram: true };
  return [program, ...(await links()), ...pages(), ...completions(folders), ...hooks(), ...documents()];
}
