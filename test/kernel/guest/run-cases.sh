# Runs every case of the job, each from the same state, and leaves what it did in /mnt/results/NUMBER.*. The tool that
# is asked is not used for anything else here.

# Until nothing more goes: what is permanent, or was there before, stays.
unload_all() {
	[ ! -e /sys/module/tpin ] || echo 0 >/sys/module/tpin/parameters/hold
	while :; do
		count=$(wc -l </proc/modules)
		for name in $(cut -d' ' -f1 /proc/modules); do
			grep -qx "$name" /run/first-modules || /bin/busybox rmmod "$name" 2>/dev/null
		done
		[ "$(wc -l </proc/modules)" != "$count" ] || break
	done
}

begin_anew() {
	for place in /tmp/mounted /proc/cmdline; do
		while umount "$place" 2>/dev/null; do :; done
	done
	unload_all
	rm -rf /tmp/case /etc/modprobe.d/* /run/modprobe.d
	mkdir /tmp/case
	cd /tmp/case
}

loaded_modules() {
	sed 's/ 0x[0-9a-f]*//' /proc/modules
}

for question in /mnt/cases/*.run; do
	number=${question##*/}
	number=${number%.run}
	begin_anew
	. "/mnt/cases/$number.before" >"/mnt/results/$number.before" 2>&1
	PATH=/mnt/tools:$PATH timeout -k 5 "$(cat "/mnt/cases/$number.seconds")" /bin/sh "$question" \
		>"/mnt/results/$number.out" 2>"/mnt/results/$number.err" </dev/null
	status=$?
	{
		loaded_modules
		PATH=/mnt/tools:$PATH
		. "/mnt/cases/$number.look"
		PATH=${PATH#/mnt/tools:}
	} >"/mnt/results/$number.state" 2>&1
	echo $status >"/mnt/results/$number.status"
done
begin_anew
cd /
sync
