#!/bin/sh
set -e

# The names under which dpkg knows kmod's program, and the names that its file has meanwhile: in Debian 12 and before, and after it. Where
# /bin is a link both are the same file, and so an upgrade from one to the other must not find one name for it.
pairs="/bin/kmod=/bin/kmod.distrib /usr/bin/kmod=/usr/bin/kmod.distrib-usr"
root=${DPKG_ROOT:-}

# Where the program is, and what leads from there to ours.
if [ -L "$root/bin" ]; then
	place=/usr/bin/kmod
	ours=kmod-ts
else
	place=/bin/kmod
	ours=../usr/bin/kmod-ts
fi

is_ours() {
	[ "$(readlink "$root$place" || true)" = "$ours" ]
}

exists() {
	[ -e "$1" ] || [ -L "$1" ]
}

# Which package diverts a name: this one, another one, LOCAL (the administrator), or none.
holder_of() {
	dpkg-divert --listpackage "$1"
}

refuse() {
	echo "kmod-ts-as-kmod: $1: nothing has been changed" >&2
	exit 1
}

# A file is known for kmod's where our diversion stands already. Without it, what has one of the names is somebody else's.
refuse_others() {
	standing=no
	for pair in $pairs; do
		holder=$(holder_of "${pair%=*}")
		case $holder in
		kmod-ts-as-kmod) standing=yes ;;
		"") if exists "$root${pair#*=}"; then refuse "${pair#*=}, which is needed for kmod's program, is there already"; fi ;;
		*) refuse "${pair%=*} is diverted already (dpkg-divert --list says: by $holder)" ;;
		esac
	done
	if [ $standing = no ] && is_ours; then
		refuse "$place is a link to kmod-ts already, and not of this package"
	fi
}

# Where kmod's own file has to be kept: under the name that is another one for what kmod has.
kept_name() {
	for pair in $pairs; do
		if dpkg-query -L kmod | grep -qxF "${pair%=*}"; then
			echo "${pair#*=}"
			return
		fi
	done
	echo "kmod-ts-as-kmod: kmod has no program that is known" >&2
	return 1
}

# Whoever calls modprobe in between gets one of the two: kmod's file gets a second name before ours takes the first, by rename(2).
take_over() {
	refuse_others
	for pair in $pairs; do
		dpkg-divert --package kmod-ts-as-kmod --quiet --no-rename --divert "${pair#*=}" --add "${pair%=*}"
	done
	if is_ours; then
		return
	fi
	kept=$(kept_name)
	# What is there already is newer: kmod was upgraded after a run of this that did not end.
	if ! exists "$root$kept"; then
		ln -T "$root$place" "$root$kept"
	fi
	ln -sfT "$ours" "$root$place.kmod-ts-new"
	mv -fT "$root$place.kmod-ts-new" "$root$place"
}

# The same backwards. It may be called again, and at any point that take_over or it has come to. Diversions go last: without one of ours
# there is nothing of ours.
give_back() {
	standing=
	for pair in $pairs; do
		if [ "$(holder_of "${pair%=*}")" = kmod-ts-as-kmod ]; then
			standing="$standing $pair"
		fi
	done
	if [ -z "$standing" ]; then
		return
	fi
	for pair in $standing; do
		if exists "$root${pair#*=}"; then
			mv -fT "$root${pair#*=}" "$root$place"
		fi
	done
	rm -f "$root$place.kmod-ts-new"
	# Only where somebody has removed kmod by force.
	if is_ours; then
		rm "$root$place"
	fi
	for pair in $standing; do
		dpkg-divert --package kmod-ts-as-kmod --quiet --no-rename --remove "${pair%=*}"
	done
}

