/**
 * The ELF file inside of a kernel image: an image may be one (vmlinux, User Mode Linux), or hold one compressed (x86's bzImage).
 * See the kernel's Documentation/arch/x86/boot.rst.
 *
 *     offset 0x1f1  sectors of set-up code before the payload's part, minus one
 *            0x202  "HdrS", then the version of this header, 2 bytes; the payload is in it since 2.08
 *            0x248  where the payload begins in its part, and its length, 4 bytes each
 *
 * All but gzip are followed by four bytes with the length of what comes out.
 */

import { toByteString } from "../bytes.ts";
import { imageSource } from "../elf/byte-source.ts";
import { detectCompression } from "../elf/compression.ts";
import { FormatError } from "../errors.ts";
import type { ByteSource, Compression, Platform } from "../platform.ts";

const SECTOR = 512;
const HEADER_LENGTH = 0x250;
const SECTORS = 0x1f1;
const MAGIC = 0x202;
const VERSION = 0x206;
const FIRST_VERSION = 0x208;
const PAYLOAD = 0x248;
const LENGTH_FIELD = 4;

/** Calls `use` with the ELF file in the kernel image at `path`. Throws `SystemError`, and `FormatError` for an image without, or of another form. */
export function withKernelElf<Result>(platform: Platform, path: string, use: (elf: ByteSource) => Result): Result {
  return platform.files.withFile(path, (file) => {
    if (toByteString(file.read(0, Math.min(4, file.size))) === "\x7fELF") return use(file);
    return use(imageSource(path, unpack(platform, file)));
  });
}

function unpack({ codecs }: Platform, file: ByteSource): Uint8Array {
  const header = file.read(0, Math.min(HEADER_LENGTH, file.size));
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const isBoot = header.length === HEADER_LENGTH && toByteString(header, MAGIC, MAGIC + 4) === "HdrS";
  if (!isBoot || view.getUint16(VERSION, true) < FIRST_VERSION) {
    throw new FormatError(file.name, "neither an ELF file nor an image of an x86 kernel");
  }
  // 0 means 4, of old.
  const start = ((header[SECTORS] || 4) + 1) * SECTOR + view.getUint32(PAYLOAD, true);
  const length = view.getUint32(PAYLOAD + 4, true);
  const payload = file.read(start, length);
  const compression = detectCompression(payload);
  if (compression === undefined)
    throw new FormatError(file.name, "the kernel in it is not compressed with gzip, xz or zstd");
  try {
    return codecs.decompress(compression, compressedPart(payload, compression));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(file.name, `the kernel in it cannot be decompressed (${compression}): ${error.detail}`);
  }
}

/** What a decompressor takes of the payload. */
function compressedPart(payload: Uint8Array, compression: Compression): Uint8Array {
  if (compression === "gzip") return payload;
  const frame = payload.subarray(0, -LENGTH_FIELD);
  return compression === "xz" ? frame : withContentSize(frame, payload.subarray(-LENGTH_FIELD));
}

/** Of a zstd frame (RFC 8878, section 3.1.1.1): where the descriptor is, and its bits for the size of the content. */
const DESCRIPTOR = 4;
const WINDOW = 5;
const HAS_SIZE = 0xc0;
const SINGLE_SEGMENT = 0x20;
const SIZE_OF_FOUR_BYTES = 0x80;

/** The frame with the size that stands behind it where a frame states its own, which the kernel's build leaves out. */
function withContentSize(frame: Uint8Array, size: Uint8Array): Uint8Array {
  const descriptor = frame[DESCRIPTOR] ?? 0;
  if (frame.length <= WINDOW || (descriptor & (HAS_SIZE | SINGLE_SEGMENT)) !== 0) return frame;
  const stated = new Uint8Array(frame.length + LENGTH_FIELD);
  stated.set(frame.subarray(0, WINDOW + 1));
  stated[DESCRIPTOR] = descriptor | SIZE_OF_FOUR_BYTES;
  stated.set(size, WINDOW + 1);
  stated.set(frame.subarray(WINDOW + 1), WINDOW + 1 + LENGTH_FIELD);
  return stated;
}
