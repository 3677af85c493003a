#!/bin/sh
# Puts kmod-ts below PREFIX (/usr/local), or takes it away. DESTDIR stands before it in packages.
set -eu
usage="Usage: [PREFIX=/usr/local] [DESTDIR=] sh install.sh [--uninstall]"
case $#:${1:-} in
0: | 1:--uninstall) ;;
1:-h | 1:--help) echo "$usage" && exit ;;
*) echo "$usage" >&2 && exit 2 ;;
esac
refuse() {
	echo "install.sh: $1" >&2
	exit 1
}
prefix=${PREFIX:-/usr/local}
case $prefix in
/*) ;;
*) refuse "PREFIX is not an absolute path: $prefix" ;;
esac
case ${DESTDIR:-} in
"" | /*) to=${DESTDIR:-}$prefix ;;
*) to=$(pwd)/$DESTDIR$prefix ;;
esac
umask 022
unset CDPATH
cd -- "$(dirname -- "$0")"
# The folders that were made for it, those above first, so that they can be taken away with it. A package's are its own.
list=$to/share/doc/kmod-ts/folders
files=$(find bin libexec share ! -type d)
folders=$(find bin libexec share -type d)

if [ $# = 1 ]; then
	made=
	if [ -n "${DESTDIR:-}" ]; then
		made=$folders
	elif [ -f "$list" ]; then
		made=$(cat "$list")
		rm -f "$list"
	fi
	for file in $files; do
		[ -d "$to/$file" ] || rm -f "$to/$file"
	done
	below=
	for folder in $made; do below="$folder $below"; done
	# What somebody else has put there stays.
	for folder in $(find libexec share -depth -type d -path '*/kmod-ts*') $below; do
		rmdir "$to/$folder" 2>/dev/null || :
	done
	echo "kmod-ts is no longer below $to; links to it that were made elsewhere lead nowhere now."
	exit
fi

for folder in $folders; do
	if [ -e "$to/$folder" ] || [ -L "$to/$folder" ]; then
		[ -d "$to/$folder" ] || refuse "$to/$folder is not a directory: nothing has been installed"
	fi
done
for file in $files; do
	for place in "$to/$file" "$to/$file.new"; do
		if [ -d "$place" ]; then refuse "$place is a directory: nothing has been installed"; fi
	done
done
mkdir -p "$to"
made=
for folder in $folders; do
	[ -d "$to/$folder" ] || made="$made $folder"
	mkdir -p "$to/$folder"
done
if [ -z "${DESTDIR:-}" ]; then
	for folder in $made; do echo "$folder" >>"$list"; done
fi
for file in $files; do
	rm -f "$to/$file.new"
	cp -P "$file" "$to/$file.new"
	mv -f "$to/$file.new" "$to/$file"
done
echo "kmod-ts is $to/bin/kmod-ts now, the tools by their own names are in $to/libexec/kmod-ts."
echo "To take all away, with the same PREFIX: sh install.sh --uninstall"
