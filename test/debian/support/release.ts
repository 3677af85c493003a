/** What of ours the tests put into a Debian: files of a release. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where `npm run release` leaves its files. */
const RELEASE = join(import.meta.dirname, "../../../release");

const WANTED = {
  tools: /^kmod-ts_.*_amd64\.deb$/,
  replacement: /^kmod-ts-as-kmod_.*_all\.deb$/,
  npm: /^kmod-ts-[0-9].*\.tgz$/,
} as const;

/** The path of a file of the release; undefined where it has not been made. */
function released(pattern: RegExp): string | undefined {
  const names = existsSync(RELEASE) ? readdirSync(RELEASE) : [];
  const name = names.find((each) => pattern.test(each));
  return name === undefined ? undefined : join(RELEASE, name);
}

/** Whether all that the tests need has been made. */
export function isReleased(): boolean {
  return Object.values(WANTED).every((pattern) => released(pattern) !== undefined);
}

function needed(what: keyof typeof WANTED): string {
  const path = released(WANTED[what]);
  if (path === undefined) throw new Error("release/ is not whole: npm run release");
  return path;
}

/** Debian's packages: the tools, and what puts them in the place of kmod's. */
export const ourPackages = (): readonly string[] => [needed("tools"), needed("replacement")];

/** The npm package. */
export const npmPackage = (): string => needed("npm");
