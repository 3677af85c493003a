# What a boot came to. Sourced by job.sh.
state() {
	udevadm settle --timeout=120
	systemctl is-system-running --wait
	systemctl is-active multi-user.target
}
failed_units() { systemctl list-units --state=failed --plain --no-legend; }
journal_of_modules() { journalctl -b -o cat --no-pager | grep -vE '^lab: |CPU time\.$' | grep -iE 'module|kmod|modprobe|depmod'; }
journal_of_warnings() {
	# The kernel's own, on clocks for one, depend on the weather; what it says of modules is above.
	journalctl -b -p warning -o cat --no-pager _TRANSPORT=journal + _TRANSPORT=stdout + _TRANSPORT=syslog
}
journal() { journalctl -b -o short-monotonic --no-pager; }
release() { uname -r; }
loaded_modules() { cut -d' ' -f1 /proc/modules | sort; }
whose_modprobe() {
	/sbin/modprobe --version
	readlink -f /sbin/modprobe /bin/kmod
	dpkg-divert --list '*kmod*'
}
