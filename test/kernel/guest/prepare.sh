# The same world in every guest: /mnt is the job, /lib/modules the tree, and what cases write is in memory.
. /mnt/guest/settings.sh
# What is needed may lie where the guest's own files will hide it.
mount --bind "$CHECKOUT" /mnt/checkout
mount --bind "$TREES" /mnt/trees
mount --bind "$LAB_MODULES" /lib/modules
export TREES=/mnt/trees
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /etc/modprobe.d
[ ! -d /lib/modprobe.d ] || mount -t tmpfs tmpfs /lib/modprobe.d
ip link set lo up 2>/dev/null || /bin/busybox ip link set lo up
ulimit -c 0
export RELEASE=$(uname -r) LAB_PROGRAMS=/mnt/programs
export TREE=/lib/modules/$RELEASE/kernel EXTRA=/lib/modules/$RELEASE/extra
cut -d' ' -f1 /proc/modules >/run/first-modules
for link in fd:/proc/self/fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do
	[ -e "/dev/${link%%:*}" ] || ln -s "${link#*:}" "/dev/${link%%:*}"
done
: >/mnt/results/started
