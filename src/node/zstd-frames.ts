/** Where zstd's frames begin and end. RFC 8878, section 3.1: no data is decompressed for it. */

const MAGIC = 0xfd2fb528;

/** A skippable frame's magic number has any last four bits. */
const SKIPPABLE = 0x184d2a50;

/**
 * Bytes that a frame's fields have: of the dictionary's id, and of the content's size where there is more than one
 * segment.
 */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];

/** One byte, repeated; the size is that of the content. */
const RUN_BLOCK = 1;
const RESERVED_BLOCK = 3;

/** A frame's header. */
interface Header {
  /** Bytes, with the magic number. */
  readonly length: number;
  /** Bytes that the content has; undefined where the frame does not state it. */
  readonly contentSize: number | undefined;
  readonly hasChecksum: boolean;
}

/** The header of a frame that begins at `at`; undefined where the bytes end before it does. */
function headerAt(view: DataView, at: number): Header | undefined {
  if (at + 5 > view.byteLength) return undefined;
  const flags = view.getUint8(at + 4);
  const isOneSegment = (flags & 0x20) !== 0;
  const size = flags >> 6;
  const sizeAt = at + 5 + (isOneSegment ? 0 : 1) + (DICTIONARY_BYTES[flags & 3] ?? 0);
  const sizeBytes = size === 0 && isOneSegment ? 1 : (SIZE_BYTES[size] ?? 0);
  if (sizeAt + sizeBytes > view.byteLength) return undefined;
  const contentSize = contentSizeAt(view, sizeAt, sizeBytes);
  return { length: sizeAt + sizeBytes - at, contentSize, hasChecksum: (flags & 4) !== 0 };
}

function contentSizeAt(view: DataView, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  return bytes === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

/** Where the frame at `at` ends; undefined where none begins there, or the bytes end before it does. */
function endOfFrame(view: DataView, at: number): number | undefined {
  if (at + 8 > view.byteLength) return undefined;
  const magic = view.getUint32(at, true);
  if (magic >>> 4 === SKIPPABLE >>> 4) return at + 8 + view.getUint32(at + 4, true);
  const header = magic === MAGIC ? headerAt(view, at) : undefined;
  if (header === undefined) return undefined;
  let end = at + header.length;
  for (let isLast = false; !isLast; ) {
    if (end + 3 > view.byteLength) return undefined;
    const block = view.getUint16(end, true) | (view.getUint8(end + 2) << 16);
    isLast = (block & 1) === 1;
    const type = (block >> 1) & 3;
    if (type === RESERVED_BLOCK) return undefined;
    end += 3 + (type === RUN_BLOCK ? 1 : block >> 3);
  }
  return end + (header.hasChecksum ? 4 : 0);
}

/** Whether nothing but whole frames is in these bytes. What the blocks say is not looked at. */
export function areWholeFrames(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const end = endOfFrame(view, at);
    if (end === undefined || end > bytes.length) return false;
    at = end;
  }
  return at > 0;
}

/** Bytes that the first frame says that it unpacks to; undefined where it does not say, or these are too few bytes. */
export function statedContentSize(bytes: Uint8Array): number | undefined {
  return headerAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)?.contentSize;
}
