case "$1" in
configure | abort-upgrade | abort-remove | abort-deconfigure)
	take_over
	;;
esac
