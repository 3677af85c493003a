#!/bin/bash
# A module of dracut: an image never silently lacks a working modprobe. See docs/initramfs.md.
# Link to its folder from /usr/lib/dracut/modules.d.

# called by dracut
check() {
    return 0
}

# called by dracut; the base module, which has installed modprobe, stands before this one
install() {
    local _here
    _here=$(dirname "$(readlink -f "${moddir:?}/module-setup.sh")")
    # dracut looks at no module's status.
    if ! "$_here/../../image-modprobe" "${initdir:?}"; then
        dfatal "kmod-ts: no image is made"
        exit 1
    fi
}
