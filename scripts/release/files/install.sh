#!/bin/sh
# sh install.sh [--uninstall]: puts kmod-ts below PREFIX (/usr/local), or takes it away. DESTDIR stands before it in packages.
set -eu
umask 022
cd "$(dirname "$0")"
to=${DESTDIR:-}${PREFIX:-/usr/local}
for file in $(find bin libexec share ! -type d); do
	if [ "${1:-}" = --uninstall ]; then
		rm -f "$to/$file"
	else
		mkdir -p "$to/${file%/*}"
		cp -P "$file" "$to/$file.new"
		mv -f "$to/$file.new" "$to/$file"
	fi
done
[ "${1:-}" = --uninstall ] || exit 0
for folder in $(find libexec share -depth -type d -path '*/kmod-ts*'); do
	rmdir "$to/$folder"
done
