/** Is the package right? Packs it with the addons that compilers are there for, lints it, installs it in an empty project elsewhere, and uses it from there. */

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addonPath } from "./build-native.mjs";
import { Failure, isMain, main, root, run, tool } from "./project.mjs";
import { buildBinaries, RELEASED } from "./release-binaries.mjs";

const MODULE = "fixtures/roots/workstation/root/lib/modules/6.1.0-fixture/kernel/drivers/gpu/acme_gpu.ko";

/** Without a C compiler there may be none. */
const WITHOUT_ADDON = !existsSync(addonPath(root));

const PROGRAM = `import { nodePlatform } from "kmod-ts";
const { codecs, files } = nodePlatform();
const size = files.status("acme_gpu.ko").size;
if (!(size > 0)) throw new Error("no size");
try {
  codecs.decompress("xz", new Uint8Array(1));
} catch (error) {
  if (!${WITHOUT_ADDON} && /native addon/.test(String(error))) throw error;
}
`;

const TYPED = `import type { Platform } from "kmod-ts";
${PROGRAM}
const platform: Platform = nodePlatform();
export const release: string = platform.kernel.release();
`;

const TSCONFIG = {
  compilerOptions: { strict: true, module: "nodenext", target: "es2023", noEmit: true, types: [] },
  files: ["typed.ts"],
};

function captured(program, args, options) {
  return run(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options }).stdout;
}

/** Files of the repository that a page links to. */
function linkedFrom(page) {
  const links = readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g);
  return Array.from(links, ([, path]) => path);
}

/** The tarball that `npm publish` would send. */
function pack(directory) {
  const lacking = buildReleased();
  const options = ["--json", "--ignore-scripts", "--pack-destination", directory];
  const [{ filename, files }] = JSON.parse(captured("npm", ["pack", ...options]));
  const stray = files.map(({ path }) => path).filter((path) => /tsbuildinfo|\.inputs\.json|\.cache$/.test(path));
  if (stray.length > 0) throw new Failure(`The package contains ${stray.join(", ")}`);
  const packed = new Set(files.map(({ path }) => path));
  const addons = Object.keys(RELEASED).filter((architecture) => !lacking.includes(architecture));
  const unpacked = addons.filter((architecture) => !packed.has(addonPath("", architecture)));
  if (unpacked.length > 0) throw new Failure(`The package lacks the addon for ${unpacked.join(", ")}`);
  const pages = files.map(({ path }) => path).filter((path) => path.startsWith("dist/man/"));
  const listed = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).man;
  if (String(pages.toSorted()) !== String(listed))
    throw new Failure("package.json lists other manual pages; npm run man");
  const missing = linkedFrom("README.md").filter((path) => !packed.has(path));
  if (missing.length > 0) throw new Failure(`The package lacks what README.md links to: ${missing.join(", ")}`);
  return join(directory, filename);
}

function useFrom(project, tarball) {
  const here = { cwd: project };
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(project, "program.js"), PROGRAM);
  writeFileSync(join(project, "typed.ts"), TYPED);
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
  cpSync(join(root, MODULE), join(project, "acme_gpu.ko"));
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", tarball], here);
  run(process.execPath, ["program.js"], here);
  run(tool("tsc"), ["-p", project], here);
  const fields = captured("npx", ["kmod-ts", "modinfo", "acme_gpu.ko"], here);
  if (!/^filename: +\S*acme_gpu\.ko\n/.test(fields)) throw new Failure(`npx kmod-ts modinfo printed:\n${fields}`);
}

/** Throws a Failure, or returns when all is well. */
export async function checkPackage() {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-package-"));
  try {
    const tarball = pack(directory);
    run(tool("publint"), ["run", "--strict", tarball]);
    run(tool("attw"), ["--profile", "esm-only", tarball]);
    useFrom(directory, tarball);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) await main(checkPackage);
