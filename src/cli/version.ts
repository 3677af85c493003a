/** The versions that the program prints. */

/** The release of this program; the same as in package.json. */
export const VERSION = "0.1.0";

/** The kmod whose behaviour the tools have, and what such a kmod is built with: the two lines of `-V`. */
const KMOD_VERSION = "34";
const KMOD_FEATURES = "+ZSTD +XZ +ZLIB +OPENSSL -MBEDTLS";

/** What `-V` of a kmod tool prints. Scripts read the number. */
export const kmodVersionText: string = `kmod version ${KMOD_VERSION}\n${KMOD_FEATURES}\n`;

/** What `kmod-ts --version` prints. */
export const versionText: string = `kmod-ts ${VERSION}\ncompatible with kmod ${KMOD_VERSION}\n`;
