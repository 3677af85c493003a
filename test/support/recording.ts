/** A platform that says what is asked of it: the base of the fault sweep. */

import { SystemError } from "../../src/core/errors.ts";
import type { ByteSource, FileSystem, Platform } from "../../src/core/platform.ts";

/** One thing asked of the platform. */
export interface PlatformCall {
  /** `files.read`, `host.write`, `source.read` (of an open file) … */
  readonly method: string;
  /** The path or stream it is about; empty where there is none. */
  readonly subject: string;
}

/** `platform`, with `before` called ahead of everything that can fail. What `before` throws is the call's failure. */
export function intercepted(platform: Platform, before: (call: PlatformCall) => void): Platform {
  /** `act` with the same arguments, announced first; the first argument is the subject where it is a string. */
  function announced<Arguments extends readonly unknown[], Result>(
    method: string,
    act: (...args: Arguments) => Result,
  ): (...args: Arguments) => Result {
    return (...args) => {
      const [subject] = args;
      before({ method, subject: typeof subject === "string" ? subject : "" });
      return act(...args);
    };
  }

  function announcedSource(source: ByteSource): ByteSource {
    return {
      name: source.name,
      size: source.size,
      read(offset, length) {
        before({ method: "source.read", subject: source.name });
        return source.read(offset, length);
      },
    };
  }

  const { files, host, kernel, codecs, drawing } = platform;
  const watched: FileSystem = {
    read: announced("files.read", files.read),
    withFile(path, use) {
      before({ method: "files.withFile", subject: path });
      return files.withFile(path, (source) => use(announcedSource(source)));
    },
    list: announced("files.list", files.list),
    status: announced("files.status", files.status),
    exists(path) {
      try {
        before({ method: "files.exists", subject: path });
      } catch (error) {
        // What is not there is an answer of this one.
        if (error instanceof SystemError && error.errno === "ENOENT") return false;
        throw error;
      }
      return files.exists(path);
    },
    readLink: announced("files.readLink", files.readLink),
    create: announced("files.create", files.create),
    overwrite: announced("files.overwrite", files.overwrite),
    link: announced("files.link", files.link),
    makeDirectory: announced("files.makeDirectory", files.makeDirectory),
    setMode: announced("files.setMode", files.setMode),
    rename: announced("files.rename", files.rename),
    remove: announced("files.remove", files.remove),
  };
  return {
    files: watched,
    kernel: {
      release: announced("kernel.release", kernel.release),
      insertFile: announced("kernel.insertFile", kernel.insertFile),
      insertImage: announced("kernel.insertImage", kernel.insertImage),
      removeModule: announced("kernel.removeModule", kernel.removeModule),
      watchLog: kernel.watchLog,
    },
    host: {
      ...host,
      workingDirectory: announced("host.workingDirectory", host.workingDirectory),
      readInput: announced("host.readInput", host.readInput),
      write: announced("host.write", host.write),
      runShell: announced("host.runShell", host.runShell),
    },
    codecs: { decompress: announced("codecs.decompress", codecs.decompress) },
    drawing: { ...drawing, svg: announced("drawing.svg", (dot: string) => drawing.svg(dot)) },
  };
}

export interface RecordingPlatform extends Platform {
  /** In the order in which they were made. */
  readonly calls: readonly PlatformCall[];
}

/** Passes everything through and keeps the list of calls that could have failed. */
export function recording(platform: Platform): RecordingPlatform {
  const calls: PlatformCall[] = [];
  return { ...intercepted(platform, (call) => calls.push(call)), calls };
}
