# dkms and packages. Sourced by job.sh.
dkms_install() { dkms install lab/1.0; }
dkms_module() {
	dkms status
	modinfo -F description lab
	modprobe -v lab word=heard && cat /sys/module/lab/parameters/word && modprobe -r -v lab
}
kernel_package() {
	# Only what this machine needs: everything takes minutes under emulation.
	echo MODULES=dep >/etc/initramfs-tools/conf.d/lab-modules
	dpkg -i /root/packages/*.deb
}
releases() { ls /lib/modules; }
kmod_back() { apt-get -y --no-download purge kmod-ts-as-kmod kmod-ts && update-initramfs -u; }
whose_modprobe_then() { whose_modprobe; }
verify_kmod() { dpkg --verify kmod libkmod2; }
