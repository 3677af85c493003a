/**
 * kmod-ts-as-kmod, killed at each step of its maintainer scripts: modprobe is there, and what was begun can be ended.
 */

import { Failure } from "../../project.mjs";
import { makeDebianRoot } from "./debian-root.mjs";
import { compareListings, listRoot } from "./listing.mjs";
import { inScratch, runInside } from "./scratch.mjs";

/**
 * In the place of each program that changes something: the N-th call kills who called, before it does anything or after
 * it.
 */
const SABOTEUR = `#!/bin/sh
count=$(($(cat /killing/count) + 1))
echo $count >/killing/count
if [ "$count before" = "$(cat /killing/at)" ]; then
	kill -9 $PPID
	exit 1
fi
PATH=/usr/sbin:/usr/bin:/sbin:/bin "$(basename "$0")" "$@"
status=$?
[ "$count after" != "$(cat /killing/at)" ] || kill -9 $PPID
exit $status
`;

const PREPARE = `set -e
mkdir -p /killing/bin
for program in dpkg-divert ln mv rm; do
	cat >/killing/bin/$program <<'END'
${SABOTEUR}END
	chmod +x /killing/bin/$program
done
dpkg -i /packages/kmod.deb /packages/kmod-ts.deb
`;

/**
 * Runs "$1" killed at "$2", then "$3", which ends it, with modprobe asked for after each. Prints how many calls there
 * were.
 */
const INTERRUPT = `interrupt() {
	echo 0 >/killing/count
	echo "$2" >/killing/at
	PATH=/killing/bin:$PATH sh -c "$1" >/killing/log 2>&1
	answer=$(/sbin/modprobe --version) || { cat /killing/log; echo "no modprobe after $1, killed at $2"; exit 1; }
	calls=$(cat /killing/count)
	sh -c "$3" >/killing/log 2>&1 || { cat /killing/log; echo "$3 fails after $1, killed at $2"; exit 1; }
	/sbin/modprobe --version | grep -q "$4" || { echo "$3 does not mend $1, killed at $2"; exit 1; }
}
`;

const MEND = "dpkg --configure -a && dpkg -i /packages/as-kmod.deb";

/** How many steps are killed at most: more than there are. */
const STEPS = 40;

const EACH = `${INTERRUPT}
for when in before after; do
	at=1
	while [ $at -le ${STEPS} ]; do
		interrupt "dpkg -i /packages/as-kmod.deb" "$at $when" "${MEND}" "kmod version 34"
		installing=$calls
		interrupt "dpkg -P kmod-ts-as-kmod" "$at $when" "dpkg --configure -a; dpkg -P kmod-ts-as-kmod" "kmod version 30"
		# Neither came as far as that.
		if [ $installing -lt $at ] && [ $calls -lt $at ]; then break; fi
		at=$((at + 1))
	done
	echo $((at - 1))
done
`;

export function checkInterruptions() {
  return inScratch((folder) => {
    makeDebianRoot(folder);
    runInside(folder, PREPARE);
    const before = listRoot(folder);
    const counts = runInside(folder, EACH).trim().split("\n").map(Number);
    if (counts.some((count) => !(count > 5 && count < STEPS))) throw new Failure(`${counts} steps were interrupted`);
    const differences = compareListings(before, listRoot(folder)).filter((line) => !line.startsWith("killing/"));
    if (differences.length > 0)
      throw new Failure(`After interruptions the root is another one:\n${differences.join("\n")}`);
  });
}
