#!/bin/busybox sh
# Process 1 in the initial root of QEMU: mounts the machine's files below a layer in memory, and runs the job there.
/bin/busybox mkdir -p /proc /sys /dev /host /memory /new
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
for module in /modules/*.ko; do insmod "$module" || echo "insmod $module failed"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 host /host
mount -t tmpfs tmpfs /memory
mkdir /memory/upper /memory/work
mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /new
mkdir -p /new/lib/modules /new/etc/modprobe.d /new/mnt
mount -t proc proc /new/proc
mount -t sysfs sysfs /new/sys
mount -t devtmpfs devtmpfs /new/dev
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 job /new/mnt
cat >/new/job.sh <<'END'
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
. /mnt/guest/prepare.sh
. /mnt/guest/run-cases.sh
END
chroot /new /bin/sh /job.sh
poweroff -f
