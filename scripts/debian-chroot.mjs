/** Runs shell commands in another root, with mounts and a /dev that no other process sees. Needs root's rights. */

import { spawnSync } from "node:child_process";

/** A few harmless device nodes on a tmpfs: what runs inside can replace or remove them without the machine noticing. */
const ENTER = `
set -e
mount -t tmpfs -o mode=755 tmpfs "$ROOT/dev"
for node in null zero full random urandom; do
  : >"$ROOT/dev/$node"
  mount --bind "/dev/$node" "$ROOT/dev/$node"
done
ln -s /proc/self/fd "$ROOT/dev/fd"
mount -t proc proc "$ROOT/proc"
for folder in $BOUND; do mount --bind "\${folder%%:*}" "$ROOT/\${folder#*:}"; done
exec chroot "$ROOT" /bin/sh -c "$COMMANDS"
`;

/** Debian's programs, silent, in one language, and none of the machine's own settings. */
const ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LC_ALL: "C.UTF-8",
  DEBIAN_FRONTEND: "noninteractive",
};

/**
 * Runs `commands` with /bin/sh in the root `folder`. `options.bound` are pairs of a folder of this machine and one of
 * the root that is to show it. Returns status, and both streams as text in the order of writing.
 */
export function runInRoot(folder, commands, { bound = [] } = {}) {
  const pairs = bound.map(([from, to]) => `${from}:${to}`).join(" ");
  const { status, stdout, error } = spawnSync(
    "unshare",
    ["--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", ENTER],
    {
      env: { ...ENVIRONMENT, ROOT: folder, BOUND: pairs, COMMANDS: `exec 2>&1\n${commands}` },
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "latin1",
      maxBuffer: 256 << 20,
    },
  );
  if (error !== undefined) throw error;
  return { status: status ?? 128, output: stdout };
}
