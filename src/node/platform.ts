/** The platform that the Node edition runs on. */

import { useByteDecoder, useByteEncoder } from "../core/bytes.ts";
import { useNameTable } from "../core/depmod/symbol-names.ts";
import { useTrieEncoder } from "../core/index/trie-writer.ts";
import type { Platform } from "../core/platform.ts";
import { nativeNameTable } from "../native/name-table.ts";
import { nativeTrieEncoder } from "../native/trie-encoder.ts";
import { findAddon } from "./addon.ts";
import { nodeImages } from "./batch.ts";
import { decodeBytes } from "./byte-decoder.ts";
import { encodeBytes } from "./byte-encoder.ts";
import { nodeCodecs } from "./codecs.ts";
import { nodeDrawing } from "./drawing.ts";
import { nodeFileSystem } from "./file-system.ts";
import { nodeHost } from "./host.ts";
import { nodeKernel } from "./kernel.ts";

/** This machine, as a `Platform`. Node and the addon do some of the core's work from then on, which only makes it faster. */
export function nodePlatform(): Platform {
  useByteDecoder(decodeBytes);
  useByteEncoder(encodeBytes);
  useTrieEncoder(nativeTrieEncoder(findAddon));
  useNameTable(nativeNameTable(findAddon));
  return {
    files: nodeFileSystem(),
    kernel: nodeKernel(),
    host: nodeHost(),
    codecs: nodeCodecs(),
    images: nodeImages(),
    drawing: nodeDrawing(),
  };
}
