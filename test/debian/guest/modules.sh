# Modules loaded and removed in each of the ways that a Debian does. Sourced by job.sh.
part() {
	echo "== $1"
	shift
	"$@" 2>&1
	echo "== $?"
}
loaded() { grep -oE "^($1) " /proc/modules | sort; }
modules() {
	part "options of a module of modules-load.d" cat /sys/module/nbd/parameters/nbds_max
	part "options of modprobe.d" modprobe -v brd
	part "what became of them" cat /sys/module/brd/parameters/rd_nr /sys/module/brd/parameters/max_part
	part "removing it" modprobe -r -v brd
	part "options of the command line" modprobe -v brd max_part=7
	part "what became of these" cat /sys/module/brd/parameters/max_part
	part "a blacklisted module by its alias" modprobe -b -v platform:pcspkr
	part "a module that needs others" modprobe -v nfs
	part "all loaded" loaded 'nfs|lockd|grace|sunrpc|fscache|netfs'
	part "lsmod" sh -c "lsmod | sed -n '1p; /^nfs /p; /^sunrpc /p' | sed 's/  *[0-9][0-9]*  */ SIZE /'"
	part "removing all" modprobe -r -v nfs
	part "what remains" loaded 'nfs|lockd|grace|sunrpc|fscache|netfs'
	part "an image" sh -c 'truncate -s 8M /run/vfat && mkfs.vfat /run/vfat >/dev/null'
	part "the kernel asks for a file system" mount -o loop -t vfat /run/vfat /mnt
	part "what it got" loaded 'vfat|fat|nls_cp437|nls_ascii|loop'
	umount /mnt
	part "modinfo" modinfo -F description ext4
	part "an unknown module" modprobe no-such-module
	part "a module in use" rmmod ext4
	part "insmod" insmod "$(modinfo -n dummy)"
	part "rmmod" rmmod dummy
	part "depmod" depmod
	part "aliases after it" modprobe -R pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00
	part "device nodes" sh -c 'kmod static-nodes | grep Module | sort'
}
