#!/bin/sh
# Process 1 of User Mode Linux. The kernel was given LAB_JOB and LAB_MODULES; the root is the machine's, read-only.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t hostfs none /mnt -o "$LAB_JOB"
. /mnt/guest/prepare.sh
. /mnt/guest/run-cases.sh
/bin/busybox poweroff -f
