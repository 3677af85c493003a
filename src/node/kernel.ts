/** The `Kernel` of the Node edition. */

import { encodeUtf8 } from "../core/bytes.ts";
import type { Kernel } from "../core/platform.ts";
import { os } from "./builtin.ts";

/** The running kernel, by uname(2). */
export function nodeKernel(): Kernel {
  return { release: () => encodeUtf8(os().release()) };
}
