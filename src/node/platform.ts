/** The platform that the Node edition runs on. */

import type { Platform } from "../core/platform.ts";
import { nodeCodecs } from "./codecs.ts";
import { nodeDrawing } from "./drawing.ts";
import { nodeFileSystem } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { nodeKernel } from "./kernel.ts";

/** This machine, as a `Platform`. */
export function nodePlatform(): Platform {
  return {
    files: nodeFileSystem(),
    kernel: nodeKernel(),
    host: nodeHost(),
    codecs: nodeCodecs(),
    drawing: nodeDrawing(),
  };
}
