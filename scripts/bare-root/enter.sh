#!/bin/sh
# Runs README's commands in a clone, in a bare root: a process 1 of its own, and nothing of this machine but a few
# device nodes. `bare-root.mjs` starts it in new mount and process namespaces.
#
#   enter.sh SYSTEM WORK NODE NPM BUNDLE UID COMMAND...
#
# SYSTEM is not changed: what is written lands in WORK. The last lines say how each command ended.
set -eu
system=$1 work=$2 node=$3 npm=$4 bundle=$5 user=$6
shift 6

root=$work/root
mkdir -p "$root" "$work/upper" "$work/overlay"
mount --make-rprivate /
mount -t tmpfs none "$work/upper" -o mode=755
mkdir "$work/upper/changes" "$work/upper/work"
mount -t overlay none "$root" -o "lowerdir=$system,upperdir=$work/upper/changes,workdir=$work/upper/work"

mount -t proc none "$root/proc"
mount -t tmpfs none "$root/dev" -o mode=755
for name in null zero full random urandom tty; do
	: >"$root/dev/$name"
	mount --bind "/dev/$name" "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mkdir "$root/dev/pts"
mount -t devpts none "$root/dev/pts" -o newinstance,ptmxmode=0666,mode=620,gid=5
ln -s pts/ptmx "$root/dev/ptmx"
mkdir -m 1777 "$root/dev/shm"

mkdir -p "$root/opt/node" "$root/opt/npm" "$root/home/user"
mount --bind -o ro "$node" "$root/opt/node"
mount --bind -o ro "$npm" "$root/opt/npm"
ln -s /opt/node/bin/node "$root/usr/local/bin/node"
ln -s /opt/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
cp "$bundle" "$root/opt/repository"
cat /etc/resolv.conf >"$root/etc/resolv.conf"
# Where a proxy or a mirror has a certificate of its own.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then cat "$NODE_EXTRA_CA_CERTS" >"$root/etc/extra-certificates"; fi
if [ -f "$HOME/.npmrc" ]; then cat "$HOME/.npmrc" >"$root/home/user/.npmrc"; fi
chown -R "$user:$user" "$root/home/user"

# From here on the machine is gone. A chroot would also refuse an ordinary user what a machine does not: name spaces.
mkdir "$root/old"
cd "$root"
pivot_root . old
umount -l /old
rmdir /old

as_user="setpriv --reuid $user --regid $user --clear-groups env -i HOME=/home/user PATH=/usr/local/bin:/usr/bin:/bin \
LANG=C.UTF-8 TERM=dumb CI=true ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS=/etc/extra-certificates}"

$as_user git clone -q /opt/repository /home/user/kmod-ts
# npm itself keeps compiled code there, with newer versions of Node.
others() { find /tmp /var/tmp /dev/shm -mindepth 1 -maxdepth 1 ! -name node-compile-cache; }
status=0
network=
for command in "$@"; do
	echo "\$ $command"
	start=$(date +%s)
	ended=0
	$network $as_user sh -c "cd /home/user/kmod-ts && $command" </dev/null || ended=$?
	echo "== $command: exit status $ended, $(($(date +%s) - start)) s"
	[ "$ended" = 0 ] || status=1
	# The first one has installed everything: no other asks the network for anything.
	network="unshare --net"
done
left=$(others)
if [ -n "$left" ]; then
	echo "== left behind: $left"
	status=1
fi
changed=$($as_user git -C /home/user/kmod-ts status --porcelain)
if [ -n "$changed" ]; then
	echo "== changed in the clone: $changed"
	status=1
fi
exit $status
