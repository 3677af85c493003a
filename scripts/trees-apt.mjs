/** Packages of this machine's Debian, of its own or of another architecture, downloaded and unpacked without being installed. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a failure of ours says, without a stack trace. */
export class Problem extends Error {}

/** Standard output of a program; anything but success is a Problem. */
export function output(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 64 << 20, ...options });
  if (result.error?.code === "ENOENT") throw new Problem(`${program} is not installed`);
  if (result.error) throw new Problem(`${program}: ${result.error.message}`);
  if (result.status !== 0) throw new Problem(`${program} ${args.join(" ")} failed:\n${result.stderr.trim()}`);
  return result.stdout;
}

/** Refuses where the programs that this needs are missing. */
export function requireApt() {
  const wanted = { "apt-get": "apt", "apt-cache": "apt", "dpkg-deb": "dpkg" };
  const folders = (process.env.PATH ?? "").split(":");
  for (const [program, source] of Object.entries(wanted)) {
    if (folders.some((folder) => existsSync(join(folder, program)))) continue;
    throw new Problem(`${program} is missing (package ${source}): the trees come from Debian packages`);
  }
}

/**
 * apt's view of an architecture, as options for apt-get and apt-cache. Another one than the machine's gets lists of its own in
 * `work`, so that the machine's stay as they are; `undefined` is the machine's.
 */
export function aptFor(architecture, work) {
  const asRoot = process.getuid?.() === 0 ? ["-o", "APT::Sandbox::User=root"] : [];
  if (architecture === undefined) return { options: asRoot, complaint: "" };
  const lists = join(work, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  const own = {
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "Dir::State::Lists": lists,
    "Dir::Cache": join(work, "apt-cache"),
  };
  const options = [...asRoot, ...Object.entries(own).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
  return { options, complaint: updateComplaint(options) };
}

/** What apt-get update failed with: one source of several may, for this architecture or just now, while the others serve. */
function updateComplaint(options) {
  try {
    output("apt-get", [...options, "-q", "update"]);
    return "";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `\n${error.message}`;
  }
}

/** The preferred package where apt offers it, else the newest that matches. */
export function choosePackage(apt, { preferred, pattern }) {
  const names = output("apt-cache", [...apt.options, "pkgnames"]).split("\n");
  const available = names.filter((name) => pattern.test(name) && candidateVersion(apt, name) !== undefined);
  if (available.includes(preferred)) return preferred;
  const newest = available.toSorted((left, right) => left.localeCompare(right, "en", { numeric: true })).at(-1);
  if (newest === undefined) {
    const question = "is this Debian 12, and was apt-get update run?";
    throw new Problem(`apt offers no package like ${preferred}: ${question}${apt.complaint}`);
  }
  return newest;
}

/** The version that apt would install; undefined where there is none. */
export function candidateVersion(apt, name) {
  const version = /^ {2}Candidate: (.*)$/m.exec(output("apt-cache", [...apt.options, "policy", name]))?.[1];
  return version === "(none)" ? undefined : version;
}

/** Downloads a package and unpacks it into a folder of its own below `work`, which is returned. */
export function unpackPackage(apt, name, work) {
  const folder = mkdtempSync(join(work, "package-"));
  output("apt-get", [...apt.options, "download", name], { cwd: folder });
  const archive = readdirSync(folder).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Problem(`apt-get download ${name} left no .deb file`);
  output("dpkg-deb", ["-x", archive, "unpacked"], { cwd: folder });
  return join(folder, "unpacked");
}
