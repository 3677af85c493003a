/** The platform that the static edition runs on. */

import { useByteCopier, useByteDecoder, useByteEncoder } from "../core/bytes.ts";
import { useNameTable } from "../core/depmod/symbol-names.ts";
import { useIndexSearch } from "../core/index/trie-reader.ts";
import { useTrieEncoder } from "../core/index/trie-writer.ts";
import type { Platform } from "../core/platform.ts";
import { nativeNameTable } from "../native/name-table.ts";
import { nativeTrieEncoder } from "../native/trie-encoder.ts";
import { staticCodecs } from "./codecs.ts";
import { staticDrawing } from "./drawing.ts";
import { staticFileSystem } from "./file-system.ts";
import { staticHost } from "./host.ts";
import { staticKernel } from "./kernel.ts";
import { native } from "./native.ts";

/** This machine, as a `Platform`. The binding does some of the core's work from then on, which only makes it faster. */
export function staticPlatform(): Platform {
  useByteDecoder((bytes, start, end) => native.decode(bytes, start, end));
  useByteEncoder((text, into, at) => native.encode(text, into, at));
  useByteCopier((bytes, start, end, into, at) => native.copy(bytes, start, end, into, at));
  useTrieEncoder(nativeTrieEncoder(() => native));
  useIndexSearch(native);
  useNameTable(nativeNameTable(() => native));
  return {
    files: staticFileSystem(),
    kernel: staticKernel(),
    host: staticHost(),
    codecs: staticCodecs(),
    drawing: staticDrawing(),
  };
}
