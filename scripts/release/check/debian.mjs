/** The packages in a Debian 12: installed, upgraded around, removed; and that they leave nothing behind. */

import { Failure } from "../../project.mjs";
import { makeDebianRoot } from "./debian-root.mjs";
import { compareListings, listRoot } from "./listing.mjs";
import { inScratch, runInside } from "./scratch.mjs";

/** What the kernel calls is there at every instant: asked for all the time, while `"$@"` runs. */
const WATCHED = `watched() {
	rm -f /tmp/stop /tmp/failures
	while [ ! -e /tmp/stop ]; do /sbin/modprobe --version >/dev/null 2>&1 || echo failed >>/tmp/failures; done &
	"$@" || return
	: >/tmp/stop
	wait
	rm /tmp/stop
	[ ! -e /tmp/failures ] || { echo "modprobe was missing $(wc -l </tmp/failures) times during $*"; return 1; }
}
is() {
	answer=$(/sbin/modprobe --version)
	case $answer in *"$1"*) ;; *) echo "modprobe says $answer instead of $1"; return 1 ;; esac
}
refused() {
	says=$1
	shift
	if "$@" >/tmp/refused 2>&1; then echo "$* succeeds"; return 1; fi
	grep "^kmod-ts-as-kmod: " /tmp/refused >/tmp/lines || :
	[ "$(wc -l </tmp/lines)" = 1 ] && grep -qF "$says" /tmp/lines || { cat /tmp/refused; echo "$* does not say: $says"; return 1; }
	rm /tmp/refused /tmp/lines
	for name in /bin/kmod /usr/bin/kmod; do
		if [ "$(dpkg-divert --listpackage $name)" = kmod-ts-as-kmod ]; then echo "$* leaves a diversion"; return 1; fi
	done
}
set -e
`;

/** What ours answers, and kmod's, and the later ones of debian-root.mjs. */
const [OURS, KMOD, NEWER, MOVED] = ["kmod version 34", "kmod version 30", "kmod version 90", "kmod version 91"];

/** The first is what the issue of both packages is; then each with what else happens to a system that has them. */
const JOURNEYS = {
  "kmod-ts alone": ["dpkg -i /packages/kmod-ts.deb", `is '${KMOD}'`, "dpkg -P kmod-ts"],
  "both packages": [
    "dpkg -i /packages/kmod-ts.deb /packages/as-kmod.deb",
    `is '${OURS}'`,
    "/usr/libexec/kmod-ts/depmod --version",
    "dpkg -P kmod-ts kmod-ts-as-kmod",
    `is '${KMOD}'`,
  ],
  "both in one run, removed and purged later": [
    "dpkg -i /packages/as-kmod.deb /packages/kmod-ts.deb",
    `is '${OURS}'`,
    "dpkg -r kmod-ts-as-kmod",
    `is '${KMOD}'`,
    "dpkg -r kmod-ts",
    "dpkg -P kmod-ts kmod-ts-as-kmod",
  ],
  "upgrades while kmod is diverted": [
    "dpkg -i /packages/kmod-ts.deb /packages/as-kmod.deb",
    "dpkg -i /packages/kmod.deb",
    "dpkg-reconfigure kmod",
    "dpkg -i /packages/as-kmod.deb",
    "dpkg -i /packages/kmod-ts.deb",
    "dpkg -i /packages/newer.deb",
    `is '${OURS}'`,
    "dpkg -r kmod-ts-as-kmod",
    `is '${NEWER}'`,
    "dpkg -i /packages/kmod.deb",
    `is '${KMOD}'`,
    "dpkg -P kmod-ts kmod-ts-as-kmod",
  ],
  "kmod moves to /usr while it is diverted": [
    "dpkg -i /packages/kmod-ts.deb /packages/as-kmod.deb",
    "dpkg -i /packages/moved.deb",
    `is '${OURS}'`,
    "dpkg -i /packages/as-kmod.deb",
    `is '${OURS}'`,
    "dpkg -r kmod-ts-as-kmod",
    `is '${MOVED}'`,
    "dpkg -i /packages/as-kmod.deb",
    `is '${OURS}'`,
    "dpkg -r kmod-ts-as-kmod",
    `is '${MOVED}'`,
    "dpkg -i /packages/kmod.deb",
    `is '${KMOD}'`,
    "dpkg -P kmod-ts kmod-ts-as-kmod",
  ],
  "kmod-ts removed by force": [
    "dpkg -i /packages/kmod-ts.deb /packages/as-kmod.deb",
    "dpkg --force-all -r --auto-deconfigure kmod-ts || dpkg -r kmod-ts-as-kmod",
    "dpkg -P kmod-ts kmod-ts-as-kmod",
    `is '${KMOD}'`,
  ],
};

/** Installed where a name that it needs is somebody else's: it says so and changes nothing, and can be removed. */
const REFUSAL = "dpkg -i /packages/kmod-ts.deb /packages/as-kmod.deb";

function refusedBeside(says, prepare, undo) {
  const both = [`refused '${says}' ${REFUSAL}`, `refused '${says}' dpkg --configure -a`];
  return [prepare, ...both, "dpkg -P kmod-ts-as-kmod", ...both.slice(0, 1), "dpkg -r kmod-ts-as-kmod", ...undo];
}

const LAST = ["dpkg -P kmod-ts-as-kmod kmod-ts", `is '${KMOD}'`];

const REFUSALS = {
  ...Object.fromEntries(
    ["/bin/kmod.distrib", "/bin/kmod.distrib-usr"].map((file) => [
      `a ${file} of somebody else's`,
      refusedBeside(file, `run 'echo mine >${file}'`, [`run '[ "$(cat ${file})" = mine ] && rm ${file}'`, ...LAST]),
    ]),
  ),
  "a link of that name that leads nowhere": refusedBeside(
    "/bin/kmod.distrib",
    "run 'ln -s nowhere /bin/kmod.distrib'",
    ["run 'rm /bin/kmod.distrib'", ...LAST],
  ),
  "a local diversion": refusedBeside(
    "by LOCAL",
    "run 'dpkg-divert --local --divert /bin/kmod.mine --add /bin/kmod; cp -p /bin/kmod /bin/kmod.mine'",
    ["run 'dpkg-divert --local --no-rename --remove /bin/kmod; mv /bin/kmod.mine /bin/kmod'", ...LAST],
  ),
  "a diversion of another package's": refusedBeside(
    "by another",
    "run 'dpkg-divert --package another --no-rename --divert /usr/bin/kmod.other --add /usr/bin/kmod'",
    ["run 'dpkg-divert --package another --no-rename --remove /usr/bin/kmod'", ...LAST],
  ),
  "a link that somebody else has made": refusedBeside(
    "is a link to kmod-ts already",
    "run 'cp -p /bin/kmod /bin/kmod.mine; dpkg -i /packages/kmod-ts.deb; ln -s kmod-ts /bin/new; mv /bin/new /bin/kmod'",
    ["run '[ -L /bin/kmod ]; mv /bin/kmod.mine /bin/kmod'", ...LAST],
  ),
};

/** Steps are commands with modprobe watched, but for `is`, `refused`, and `run`, a script. */
function travel(folder, before, name, steps) {
  const script = steps
    .map((step) => (/^(is|refused) /.test(step) ? step : `watched ${step.replace(/^run /, "sh -ec ")}`))
    .join("\n");
  runInside(folder, `${WATCHED}${script}`);
  const differences = compareListings(before, listRoot(folder));
  if (differences.length > 0) throw new Failure(`${name}: the root is another one now:\n${differences.join("\n")}`);
}

export function checkDebian() {
  return inScratch((folder) => {
    makeDebianRoot(folder);
    // From here on kmod is as in the package that is put together again.
    runInside(folder, "dpkg -i /packages/kmod.deb");
    const before = listRoot(folder);
    for (const [name, steps] of Object.entries({ ...JOURNEYS, ...REFUSALS })) travel(folder, before, name, steps);
  });
}
