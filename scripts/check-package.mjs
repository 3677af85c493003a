/**
 * Is the package right? Packs it with the binaries that can be built here, looks into it, lints it, installs it in an
 * empty project elsewhere, and uses it from there: as a library, and both editions.
 */

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addonPath } from "./build-native.mjs";
import { checkEditions } from "./check-editions.mjs";
import { addLicences } from "./packed-licences.mjs";
import { Failure, isMain, main, root, run, tool } from "./project.mjs";
import { buildBinaries, describeMissing, RELEASED_FILES } from "./release-binaries.mjs";

const MODULE = "fixtures/roots/workstation/root/lib/modules/6.1.0-fixture/kernel/drivers/gpu/acme_gpu.ko";

const programFor = (hasAddon) => `import { nodePlatform } from "kmod-ts";
const { codecs, files } = nodePlatform();
const size = files.status("acme_gpu.ko").size;
if (!(size > 0)) throw new Error("no size");
try {
  codecs.decompress("xz", new Uint8Array(1));
} catch (error) {
  if (${hasAddon} && /native addon/.test(String(error))) throw error;
}
`;

const typedFor = (hasAddon) => `import type { Platform } from "kmod-ts";
${programFor(hasAddon)}
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

/** Builds the binaries; throws a Failure where one that could be built fails. Returns what is left out. */
async function build() {
  const { missing } = await buildBinaries({ all: false });
  missing.push(...(await addLicences({ all: false })));
  const failed = missing.filter(({ reason }) => reason !== undefined);
  if (failed.length > 0) throw new Failure(describeMissing("Binaries cannot be built", failed));
  if (missing.length > 0) console.log(describeMissing("Left out of the package", missing));
  return missing;
}

/** The tarball that `npm publish` would send, and the files in it. */
function pack(directory) {
  const options = ["--json", "--ignore-scripts", "--pack-destination", directory];
  const [{ filename, files, size, unpackedSize }] = JSON.parse(captured("npm", ["pack", ...options]));
  const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`${filename}: ${inMegabytes(size)}, unpacked ${inMegabytes(unpackedSize)}, ${files.length} files`);
  return { tarball: join(directory, filename), files };
}

/** Looks at what is in the package, and what is not. */
function checkFiles(files, missing) {
  const paths = files.map(({ path }) => path);
  const packed = new Set(paths);
  refuse(
    "The package contains",
    paths.filter((path) => /tsbuildinfo|\.inputs\.json|\.cache$|^dist\/static\//.test(path)),
  );
  const lacking = RELEASED_FILES.filter(({ what, path }) => packed.has(path) === isNamed(missing, what));
  refuse(
    "The package has, or has not, against what was said",
    lacking.map(({ path }) => path),
  );
  const programs = files.filter(({ path }) => /^bin\/(?!start|package)|^prebuilds\/.*\/kmod-ts$/.test(path));
  refuse(
    "The package has programs that nobody can start:",
    programs.filter(({ mode }) => (mode & 0o777) !== 0o755).map(({ path }) => path),
  );
  if (!packed.has("prebuilds/third-party-licences.txt"))
    throw new Failure("The package lacks the licences of what is in its bundles and executables");
  const pages = paths.filter((path) => path.startsWith("dist/man/"));
  const listed = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).man;
  if (String(pages.toSorted()) !== String(listed))
    throw new Failure("package.json lists other manual pages; npm run man");
  refuse(
    "The package lacks what README.md links to:",
    linkedFrom("README.md").filter((path) => !packed.has(path)),
  );
}

function refuse(what, paths) {
  if (paths.length > 0) throw new Failure(`${what} ${paths.join(", ")}`);
}

function isNamed(missing, name) {
  return missing.some(({ what }) => what === name);
}

function install(project, tarball) {
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", tarball], { cwd: project });
}

function useAsLibrary(project) {
  const hasAddon = existsSync(addonPath(join(project, "node_modules/kmod-ts")));
  writeFileSync(join(project, "program.js"), programFor(hasAddon));
  writeFileSync(join(project, "typed.ts"), typedFor(hasAddon));
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TSCONFIG));
  cpSync(join(root, MODULE), join(project, "acme_gpu.ko"));
  run(process.execPath, ["program.js"], { cwd: project });
  run(tool("tsc"), ["-p", project], { cwd: project });
}

/** Throws a Failure, or returns when all is well. */
export async function checkPackage() {
  const directory = mkdtempSync(join(tmpdir(), "kmod-ts-package-"));
  try {
    const missing = await build();
    const { tarball, files } = pack(directory);
    checkFiles(files, missing);
    run(tool("publint"), ["run", "--strict", tarball]);
    run(tool("attw"), ["--profile", "esm-only", tarball]);
    install(directory, tarball);
    useAsLibrary(directory);
    checkEditions(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) await main(checkPackage);
