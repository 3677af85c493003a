#!/bin/sh
# Puts kmod-ts below PREFIX (/usr/local), or takes it away. DESTDIR stands before it in packages.
set -eu
usage="Usage: [PREFIX=/usr/local] [DESTDIR=] sh install.sh [--uninstall]"
case $#:${1:-} in
0: | 1:--uninstall) ;;
1:-h | 1:--help) echo "$usage" && exit ;;
*) echo "$usage" >&2 && exit 2 ;;
esac
umask 022
cd "$(dirname "$0")"
prefix=${PREFIX:-/usr/local}
to=${DESTDIR:-}$prefix
if [ $# = 1 ]; then
	for file in $(find bin libexec share ! -type d); do
		rm -f "$to/$file"
	done
	# What somebody else has put there stays.
	for folder in $(find libexec share -depth -type d -path '*/kmod-ts*'); do
		rmdir "$to/$folder" 2>/dev/null || :
	done
	echo "kmod-ts is no longer below $to; links to it that were made elsewhere lead nowhere now."
	exit
fi
for file in $(find bin libexec share ! -type d); do
	mkdir -p "$to/${file%/*}"
	cp -P "$file" "$to/$file.new"
	mv -f "$to/$file.new" "$to/$file"
done
echo "kmod-ts is $to/bin/kmod-ts now, the tools by their own names are in $to/libexec/kmod-ts."
echo "To take all away: sh install.sh --uninstall"
