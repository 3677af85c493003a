#!/bin/busybox sh
# Process 1 of a root that has busybox, kmod-ts and modules: nothing but kmod-ts ever handles a module here. What each step
# printed, and its exit status, goes out through the second serial line.
for applet in cat cut dmesg grep mkdir mount umount poweroff sleep sort stty uname uniq; do
	/bin/busybox ln -s busybox /bin/$applet
done
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1
mkdir /run
: >/run/plugged

step() {
	name=$1
	shift
	echo "== $name"
	"$@"
	echo "== $?"
}

loaded() {
	cut -d' ' -f1 /proc/modules | sort
}

# What the buses have, and nobody has been asked about.
devices() {
	cat /sys/bus/*/devices/*/modalias 2>/dev/null | sort -u
}
new_devices() {
	devices | sort - /run/plugged /run/plugged | uniq -u
}

# Some drivers look for their devices on their own time: until a second has brought nothing.
plug_everything() {
	while new=$(new_devices) && [ -n "$new" ]; do
		echo "$new" >>/run/plugged
		/sbin/modprobe -a -b -q $new
		rounds="$rounds $?"
		sleep 1
	done
	echo $rounds
}

processes_left() {
	grep -lE '^[0-9]+ \((modprobe|kmod-ts)\)|^[0-9]+ \(.*\) Z ' /proc/[0-9]*/stat
}

step links /sbin/kmod-ts install-links /sbin
step handler cat /proc/sys/kernel/modprobe
step "loaded at first" loaded
step "cold plug" plug_everything
step devices cat /run/plugged
step "loaded by devices" loaded
step "all again" /sbin/modprobe -a -b -q $(cat /run/plugged)
step "loaded again" loaded
step mount mount -t ext4 -o ro /dev/vda /disk
step "loaded by mount" loaded
step program /disk/program
step requests /bin/request-at-once 120 </requests
step "loaded by requests" loaded
step "processes left" processes_left
dmesg >/run/log
step "requests refused" grep -c 'kmod busy' /run/log
step files /sbin/modinfo -n $(loaded)
step lsmod /sbin/lsmod
step modules cat /proc/modules
file=/lib/modules/$(uname -r)/kernel/fs/nls/nls_koi8-r.ko.xz
step insmod /sbin/insmod "$file"
step rmmod /sbin/rmmod -v nls_koi8_r
step umount umount /disk
step remove /sbin/modprobe -r -v ext2
poweroff -f
