case "$1" in
remove | deconfigure)
	give_back
	;;
esac
