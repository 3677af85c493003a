/**
 * What tells the state of a file from any other, as far as the system can say without reading it: its size (bytes), inode number, and the times of
 * the last change to its content and to anything about it. No program can set the latter, so that a change does not go unnoticed, but see
 * `isChangeNoted`.
 */

/** Numbers for each file: size, upper and lower 32 bits of the inode, mtime in s and ns, ctime in s and ns. */
export const IDENTITY_LENGTH = 7;

const MODIFIED = 3;
const CHANGED = 5;
const NANOSECONDS = 1e-9;

/** Whether two identities, which begin at `at` and `otherAt`, are those of one state of one file, which is there. */
export function isSameFile(left: Float64Array, at: number, right: Float64Array, otherAt: number): boolean {
  if ((left[at] as number) < 0) return false;
  for (let number = 0; number < IDENTITY_LENGTH; number++) {
    if (left[at + number] !== right[otherAt + number]) return false;
  }
  return true;
}

/** The same apart from the last change to anything but the content: what a new name leaves of a file's identity. */
export function isSameContent(left: Float64Array, at: number, right: Float64Array, otherAt: number): boolean {
  if ((left[at] as number) < 0) return false;
  for (let number = 0; number < CHANGED; number++) if (left[at + number] !== right[otherAt + number]) return false;
  return true;
}

/** The later of the two times of the identity that begins at `at`: seconds since 1970. */
export function lastChange(identity: Float64Array, at = 0): number {
  const time = (from: number): number =>
    (identity[at + from] as number) + NANOSECONDS * (identity[at + from + 1] as number);
  return Math.max(time(MODIFIED), time(CHANGED));
}

/**
 * Whether it was a kernel that noted the last change. Whoever makes an image of a file system may give all versions of a file one inode and one time, which is
 * then one of whole seconds.
 */
export function isChangeNoted(identity: Float64Array, at: number): boolean {
  return identity[at + CHANGED + 1] !== 0;
}

/** When the content was changed: seconds since 1970. */
export function contentChange(identity: Float64Array, at = 0): number {
  return (identity[at + MODIFIED] as number) + NANOSECONDS * (identity[at + MODIFIED + 1] as number);
}

/** Nanoseconds of a microsecond: kmod compares times as exactly as that. */
const PRECISION = 1000;

/** Whether the content of a file, if that is there, was changed after that of the other. */
export function isContentNewer(left: Float64Array, at: number, right: Float64Array, otherAt: number): boolean {
  if ((left[at] as number) < 0) return false;
  const seconds = (left[at + MODIFIED] as number) - (right[otherAt + MODIFIED] as number);
  const micros = (identity: Float64Array, from: number): number =>
    Math.floor((identity[from + MODIFIED + 1] as number) / PRECISION);
  return seconds > 0 || (seconds === 0 && micros(left, at) > micros(right, otherAt));
}
