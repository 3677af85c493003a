#!/bin/sh
# Links the kmod-ts in this folder again with the C library that $CC brings: see README. $RUNNER starts it on another machine.
set -e
cd "$(dirname "$0")"
${CC:-@CC@} @link.args -o linked
${RUNNER:-} ./linked main.bytecode fates memory
${OBJCOPY:-@OBJCOPY@} --update-section kmod_image=memory linked kmod-ts
rm linked memory
