/**
 * The system below a directory, seen as if that directory were `/`: a mounted disk, an unpacked initramfs, a container, what a
 * report collected. Symbolic links are followed inside it, as chroot(2) would, so that none leads out. It is there to be read.
 */

import { toByteString } from "./bytes.ts";
import { KmodError, SystemError } from "./errors.ts";
import type { ByteSource, FileSystem, Kernel, Platform } from "./platform.ts";
import { followLinks } from "./real-directory.ts";
import { releasesIn, releasesText } from "./releases.ts";

/** A link to it masks a file, and the directory need not hold devices for that. */
const NULL_DEVICE = "/dev/null";

/**
 * `platform` with the files below `root`, an absolute path. The release is the one that its /proc names, else the only
 * one that has modules there; where there is none or several, asking for it throws KmodError with what there is: the
 * kernel that runs here has nothing to do with it. Whatever would change something throws SystemError (EROFS).
 */
export function inAnotherRoot(platform: Platform, root: string): Platform {
  const base = root.replace(/\/+$/, "");
  const files = filesBelow(platform.files, base);
  const host = { ...platform.host, workingDirectory: () => "/" };
  const { codecs, drawing } = platform;
  return { files, kernel: kernelBelow(files, base), host, codecs, drawing };
}

function filesBelow(files: FileSystem, root: string): FileSystem {
  const outside = linkResolver(files, root);

  /** Runs `act` on the path outside; errors show the path inside. */
  function at<Result>(path: string, target: string, act: (target: string) => Result): Result {
    try {
      return act(target);
    } catch (error) {
      if (!(error instanceof SystemError) || error.path !== target) throw error;
      throw new SystemError(error.operation, path, error.errno, error.detail, error);
    }
  }

  const following = (path: string): string => outside(path, true);
  const { identify } = files;
  return {
    ...(identify === undefined ? {} : { identify: (paths: readonly string[]) => identify(paths.map(following)) }),
    read: (path) => at(path, following(path), files.read),
    withFile: (path, use) =>
      at(path, following(path), (target) => files.withFile(target, (source) => use(renamed(source, path)))),
    list: (path) => at(path, following(path), files.list),
    status: (path) => at(path, following(path), files.status),
    exists: (path) => at(path, following(path), files.exists),
    readLink: (path) => at(path, outside(path, false), files.readLink),
    create: (path) => refuse("create", path),
    overwrite: (path) => refuse("write", path),
    link: (_, path) => refuse("symlink", path),
    makeDirectory: (path) => refuse("mkdir", path),
    setMode: (path) => refuse("chmod", path),
    rename: (path) => refuse("rename", path),
    remove: (path) => refuse("unlink", path),
  };
}

function renamed(source: ByteSource, name: string): ByteSource {
  const { size, hasEnds } = source;
  const read = (offset: number, length: number): Uint8Array => source.read(offset, length);
  return hasEnds === undefined ? { name, size, read } : { name, size, hasEnds, read };
}

function refuse(operation: string, path: string): never {
  throw new SystemError(operation, path, "EROFS");
}

/** A function that gives the path outside for one inside. It remembers what is a link, and where directories are. */
function linkResolver(files: FileSystem, root: string): (path: string, followsLast: boolean) => string {
  const targets = new Map<string, string | undefined>();
  const directories = new Map<string, string>();

  function targetOf(inside: string): string | undefined {
    if (!targets.has(inside)) targets.set(inside, readTarget(files, `${root}${inside}`));
    return targets.get(inside);
  }

  /** Ends in a slash. */
  function directoryAt(path: string): string {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const inside = followLinks(path, targetOf);
    const directory = inside === "/" ? inside : `${inside}/`;
    directories.set(path, directory);
    return directory;
  }

  return (path, followsLast) => {
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const isPlain = name !== "" && name !== "." && name !== "..";
    const entry = isPlain ? directoryAt(path.slice(0, slash)) + name : path;
    const inside = isPlain && (!followsLast || targetOf(entry) === undefined) ? entry : followLinks(entry, targetOf);
    return inside === NULL_DEVICE ? inside : `${root}${inside}`;
  };
}

/** Undefined for what is no link, and for what cannot be asked: whoever opens it will hear why. */
function readTarget(files: FileSystem, path: string): string | undefined {
  try {
    return files.readLink(path);
  } catch (error) {
    if (error instanceof KmodError) return undefined;
    throw error;
  }
}

function kernelBelow(files: FileSystem, root: string): Kernel {
  let release: string | undefined;
  return {
    release() {
      release ??= releaseInProc(files) ?? onlyRelease(files, `${root}/lib/modules`);
      return release;
    },
    insertFile: (path) => refuse("finit_module", path),
    insertImage: () => refuse("init_module", ""),
    removeModule: (name) => refuse("delete_module", name),
    watchLog: (use) => use(() => []),
  };
}

function releaseInProc(files: FileSystem): string | undefined {
  const text = unlessAbsent(() => toByteString(files.read("/proc/sys/kernel/osrelease")));
  return text === undefined ? undefined : /^[^\n/\0]+(?=\n?$)/.exec(text)?.[0];
}

/** `shown` is the directory of modules as messages name it. */
function onlyRelease(files: FileSystem, shown: string): string {
  const releases = releasesIn(files);
  const [only, other] = releases;
  if (only === undefined) throw new KmodError(`there are no modules of any kernel in ${shown}`, "ENOENT");
  if (other === undefined) return only;
  const which = releasesText(releases);
  throw new KmodError(`${shown} has several kernels, none of which runs there: choose one with -S: ${which}`, "EINVAL");
}

function unlessAbsent<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SystemError && (error.errno === "ENOENT" || error.errno === "ENOTDIR")) return undefined;
    throw error;
  }
}
