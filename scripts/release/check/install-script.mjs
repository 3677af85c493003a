/** What install.sh does, and does not do, in a root with busybox and an unpacked tar.gz in /tmp. */

import { Failure } from "../../project.mjs";
import { compareListings, listRoot } from "./listing.mjs";
import { runInside } from "./scratch.mjs";

const SCRIPT = "/tmp/kmod-ts-*/install.sh";

/** Each is a whole life, at the end of which there is nothing but what was there before. */
const LIVES = {
  "below /usr/local": `sh ${SCRIPT} && sh ${SCRIPT} && sh ${SCRIPT} --uninstall`,
  "beside an empty folder": `mkdir -p /opt/kmod-ts/bin /opt/kmod-ts/share/man && PREFIX=/opt/kmod-ts && export PREFIX
    sh ${SCRIPT} && sh ${SCRIPT} && sh ${SCRIPT} --uninstall && rmdir /opt/kmod-ts/bin /opt/kmod-ts/share/man
    rmdir /opt/kmod-ts/share /opt/kmod-ts /opt`,
  "beside somebody else's file": `PREFIX=/opt && export PREFIX && sh ${SCRIPT} && echo mine >/opt/share/doc/mine
    sh ${SCRIPT} --uninstall && rm /opt/share/doc/mine && rmdir /opt/share/doc /opt/share /opt`,
  "a package": `DESTDIR=/tmp/package PREFIX=/usr && export DESTDIR PREFIX && sh ${SCRIPT}
    /tmp/package/usr/bin/kmod-ts --version && [ ! -e /tmp/package/usr/share/doc/kmod-ts/folders ]
    sh ${SCRIPT} --uninstall && rmdir /tmp/package/usr /tmp/package`,
  "a package, in a folder of the caller's": `mkdir "/tmp/a b" && cd "/tmp/a b" && DESTDIR=made PREFIX=/usr && export DESTDIR PREFIX
    sh ${SCRIPT} && "/tmp/a b/made/usr/bin/kmod-ts" --version && sh ${SCRIPT} --uninstall
    rmdir made/usr made && cd / && rmdir "/tmp/a b"`,
};

/** What makes it refuse, what it says, and what undoes that. */
const REFUSALS = [
  ["export PREFIX=opt", "PREFIX is not an absolute path: opt", ":"],
  ["mkdir /usr/local/bin /usr/local/bin/kmod-ts", "/usr/local/bin/kmod-ts is a directory", "rm -r /usr/local/bin"],
  [
    "mkdir /usr/local/bin && ln -s /etc /usr/local/bin/kmod-ts",
    "/usr/local/bin/kmod-ts is a directory",
    "rm -r /usr/local/bin",
  ],
  [
    "mkdir -p /usr/local/libexec/kmod-ts/modprobe",
    "/usr/local/libexec/kmod-ts/modprobe is a directory",
    "rm -r /usr/local/libexec",
  ],
  ["echo mine >/usr/local/share", "/usr/local/share is not a directory", "rm /usr/local/share"],
  ["ln -s nowhere /usr/local/bin", "/usr/local/bin is not a directory", "rm /usr/local/bin"],
];

function live(folder, before, name, script) {
  runInside(folder, `set -e\n${script}`);
  const differences = compareListings(before, listRoot(folder));
  if (differences.length > 0) throw new Failure(`install.sh, ${name}:\n${differences.join("\n")}`);
}

/** Refused with one line; what is left when `undo` has run is what was there before, so that it has written nothing. */
const refused = ([prepare, says, undo]) => `${prepare}
! sh ${SCRIPT} >/tmp/said 2>&1 || { echo "installs all the same"; exit 1; }
case $(cat /tmp/said) in "install.sh: ${says}"*) ;; *) cat /tmp/said; exit 1 ;; esac
[ "$(while read -r line; do echo one; done </tmp/said)" = one ]
${undo}
rm /tmp/said`;

export function checkInstallScript(folder) {
  const before = listRoot(folder);
  for (const [name, script] of Object.entries(LIVES)) live(folder, before, name, script);
  for (const refusal of REFUSALS) live(folder, before, refusal[1], refused(refusal));
}
