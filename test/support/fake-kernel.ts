/** A kernel in memory: it keeps /sys/module of a memory file system, and fails where it is told to. */

import { toByteString } from "../../src/core/bytes.ts";
import type { Errno } from "../../src/core/errno.ts";
import { SystemError } from "../../src/core/errors.ts";
import { moduleNameOfPath } from "../../src/core/names.ts";
import type { FileSystem, InsertFlags, Kernel } from "../../src/core/platform.ts";
import { textOf } from "./memory-file-system.ts";

export interface FakeKernelOptions {
  readonly release?: string;
  /** By module name: what inserting it answers, once for each time; the last one stays. */
  readonly insertion?: Readonly<Record<string, readonly (Errno | "ok")[]>>;
  /** The same for removing. */
  readonly removal?: Readonly<Record<string, readonly (Errno | "ok")[]>>;
  /** By module name: the modules that it uses, whose counts go up and down with it. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  /** By module name: texts that the kernel logs when asked to insert or remove it. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
  /** A kernel without finit_module(2). */
  readonly old?: boolean;
}

export interface FakeKernel extends Kernel {
  /** System calls in order: `finit_module PATH "OPTIONS" FLAGS`, `init_module NAME "OPTIONS"`, `delete_module NAME`. */
  readonly calls: readonly string[];
}

/** The errno of the answer that is due; undefined for success. */
function nextAnswer(answers: readonly (Errno | "ok")[] | undefined, asked: number): Errno | undefined {
  const answer = answers?.[Math.min(asked, answers.length - 1)];
  return answer === "ok" ? undefined : answer;
}

function flagText(flags: InsertFlags): string {
  const names = [
    flags.ignoreModversions ? "modversions" : "",
    flags.ignoreVermagic ? "vermagic" : "",
    flags.compressed ? "compressed" : "",
  ].filter((name) => name !== "");
  return names.length === 0 ? "0" : names.join("|");
}

/** A kernel over the /sys/module of `files`. An image's name is its text up to the first newline. */
export function fakeKernel(files: FileSystem, options: FakeKernelOptions = {}): FakeKernel {
  const calls: string[] = [];
  const records: string[] = [];
  const asked = new Map<string, number>();
  const put = (path: string, text: string): void =>
    files.create(
      path,
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
      0o444,
    );

  function answer(operation: string, name: string): void {
    for (const text of options.logs?.[name] ?? []) records.push(`4,${records.length},1000,-;${text}\n`);
    const key = `${operation === "delete_module" ? "removal" : "insertion"}` as const;
    const count = asked.get(key + name) ?? 0;
    asked.set(key + name, count + 1);
    const errno = nextAnswer(options[key]?.[name], count);
    if (errno !== undefined) throw new SystemError(operation, name, errno);
  }

  function isLoaded(name: string): boolean {
    try {
      files.status(`/sys/module/${name}`);
      return true;
    } catch {
      return false;
    }
  }

  function makeDirectories(path: string): void {
    const parts = path.split("/").filter(Boolean);
    for (let length = 1; length <= parts.length; length++) {
      try {
        files.makeDirectory(`/${parts.slice(0, length).join("/")}`, 0o755);
      } catch {
        // It is there already.
      }
    }
  }

  function count(name: string, change: number): void {
    const path = `/sys/module/${name}/refcnt`;
    if (isLoaded(name))
      files.overwrite(
        path,
        Uint8Array.from(`${Number(textOf(files, path)) + change}\n`, (c) => c.charCodeAt(0)),
      );
  }

  function insert(operation: string, name: string): void {
    answer(operation, name);
    if (isLoaded(name)) throw new SystemError(operation, name, "EEXIST");
    makeDirectories(`/sys/module/${name}/holders`);
    put(`/sys/module/${name}/initstate`, "live\n");
    put(`/sys/module/${name}/refcnt`, "0\n");
    for (const used of options.uses?.[name] ?? []) {
      count(used, 1);
      if (isLoaded(used)) makeDirectories(`/sys/module/${used}/holders`);
      if (isLoaded(used)) files.link(`../../${name}`, `/sys/module/${used}/holders/${name}`);
    }
  }

  function remove(name: string): void {
    answer("delete_module", name);
    if (!isLoaded(name)) throw new SystemError("delete_module", name, "ENOENT");
    if (Number(textOf(files, `/sys/module/${name}/refcnt`)) > 0) throw new SystemError("delete_module", name, "EAGAIN");
    makeDirectories("/sys/gone");
    files.rename(`/sys/module/${name}`, `/sys/gone/${name}.${calls.length}`);
    for (const used of options.uses?.[name] ?? []) {
      count(used, -1);
      if (isLoaded(used)) files.remove(`/sys/module/${used}/holders/${name}`);
    }
  }

  return {
    calls,
    release: () => options.release ?? "6.1.0-test",
    insertFile(path, parameters, flags) {
      calls.push(`finit_module ${path} "${parameters}" ${flagText(flags)}`);
      if (options.old === true) throw new SystemError("finit_module", path, "ENOSYS");
      insert("finit_module", moduleNameOfPath(path));
    },
    insertImage(image, parameters) {
      const name = toByteString(image).split("\n")[0] ?? "";
      calls.push(`init_module ${name} "${parameters}"`);
      insert("init_module", name);
    },
    removeModule(name, force) {
      calls.push(`delete_module ${name}${force ? " force" : ""}`);
      remove(name);
    },
    watchLog(use) {
      let seen = records.length;
      return use(() => {
        const fresh = records.slice(seen);
        seen = records.length;
        return fresh;
      });
    },
  };
}
