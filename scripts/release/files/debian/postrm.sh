# prerm has done it, unless the package was never configured or it disappears.
case "$1" in
remove | purge | abort-install | disappear)
	give_back
	;;
esac
