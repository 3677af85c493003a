/**
 * Two hundred things to ask a kernel for at the same moment: see programs/request-at-once.c.
 *
 * The kernel has at most fifty modprobes at work; a request beyond that waits for five seconds, and fails then ("kmod busy" in
 * its log). So all of these together must take less.
 */

type Kind = "family" | "filesystem" | "hash";

/** What Debian's 6.12 kernel has small modules for, without devices of their own. Each is asked for four times. */
const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  family: "5 8 20 26 29 35 38 41 42".split(" "),
  filesystem: "adfs autofs befs bfs coda efs minix omfs qnx4 qnx6 sysv vfat zonefs".split(" "),
  hash: ["md4", "rmd160", "wp512", "xxhash64"],
};

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `nosuch${at}`);

/** What nobody has. */
const UNKNOWN: Readonly<Record<Kind, readonly string[]>> = {
  family: "4 12 13 14 18 22 23 25 34 37".split(" "),
  filesystem: numbered(66),
  hash: numbered(20),
};

function linesOf(names: Readonly<Record<Kind, readonly string[]>>): readonly string[] {
  return Object.entries(names).flatMap(([kind, list]) => list.map((name) => `${kind} ${name}`));
}

const [known, unknown] = [linesOf(KNOWN), linesOf(UNKNOWN)];

/** What is asked, one a line; and what has to come of each. */
export const requests: readonly string[] = [...known, ...unknown, ...known, ...known, ...known];
export const requestOutcomes: readonly string[] = requests.map((line) =>
  unknown.includes(line) ? `${line}: unknown` : `${line}: there`,
);

/** The names that the kernel then asks modprobe for. */
export const requestedNames: readonly string[] = [
  ...[...KNOWN.family, ...UNKNOWN.family].map((family) => `net-pf-${family}`),
  ...[...KNOWN.filesystem, ...UNKNOWN.filesystem].map((name) => `fs-${name}`),
  "algif-hash",
  ...[...KNOWN.hash, ...UNKNOWN.hash].flatMap((name) => [`crypto-${name}`, `crypto-${name}-all`]),
];
