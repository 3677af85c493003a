/** Initramfs images by each of Debian's two tools, made in a root and unpacked there. */

import { inRoot } from "./root.ts";

export const MAKERS = ["initramfs-tools", "dracut"] as const;
export type Maker = (typeof MAKERS)[number];

/** Folders of a root, as the root sees them. */
export const imageFolder = (who: string, maker: Maker, release: string): string => `/images/${who}/${maker}/${release}`;

/** With everything that could be needed: initramfs-tools' MODULES=most, dracut's --no-hostonly. */
const COMMANDS: Readonly<Record<Maker, (release: string, image: string) => string>> = {
  "initramfs-tools": (release, image) => `mkinitramfs -c zstd -o ${image} ${release}; zstd -dc ${image} >${image}.cpio`,
  dracut: (release, image) =>
    `dracut --quiet --no-hostonly --no-early-microcode --no-compress --kver ${release} ${image}; mv ${image} ${image}.cpio`,
};

/** Makes an image and unpacks it into its folder; returns what was said meanwhile. */
export function makeImage(root: string, who: string, maker: Maker, release: string): string {
  const folder = imageFolder(who, maker, release);
  const unpack = `cd ${folder}; cpio -idm --quiet <${folder}.image.cpio; rm -f ${folder}.image*`;
  return inRoot(root, `mkdir -p ${folder}; ${COMMANDS[maker](release, `${folder}.image`)}; ${unpack}`);
}
