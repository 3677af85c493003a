/** A Platform in memory: files from a literal, captured output, a fixed kernel release. */

import { SystemError } from "../../src/core/errors.ts";
import type { Compression, OutputStream, Platform, Table } from "../../src/core/platform.ts";
import { memoryFileSystem, type Tree } from "./memory-file-system.ts";

export interface MemoryPlatformOptions {
  readonly release?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly programPath?: string;
  readonly terminal?: boolean;
  readonly decompress?: (format: Compression, bytes: Uint8Array) => Uint8Array;
}

export interface MemoryPlatform extends Platform {
  /** Everything written so far, byte strings. */
  readonly written: { readonly out: string; readonly err: string };
  /** Messages sent to the system log: `identity severity message`. */
  readonly logged: readonly string[];
}

/** A platform over `tree`; what it does not model throws. */
export function memoryPlatform(tree: Tree, options: MemoryPlatformOptions = {}): MemoryPlatform {
  const written: Record<OutputStream, string> = { out: "", err: "" };
  const logged: string[] = [];
  return {
    files: memoryFileSystem(tree),
    kernel: { release: () => options.release ?? "6.1.0-test" },
    host: {
      environment: (name) => options.environment?.[name],
      programPath: () => options.programPath ?? "/usr/bin/kmod-ts",
      workingDirectory: () => options.workingDirectory ?? "/",
      write(stream, text) {
        written[stream] += text;
      },
      isTerminal: () => options.terminal ?? false,
      syslog: (identity, severity, message) => logged.push(`${identity} ${severity} ${message}`),
    },
    codecs: {
      decompress(format, bytes) {
        if (options.decompress !== undefined) return options.decompress(format, bytes);
        throw new SystemError("decompress", format, "ENOSYS", "no codecs here");
      },
    },
    drawing: {
      table: (table: Table) => [table.head, ...table.rows].map((row) => `${row.join(" | ")}\n`).join(""),
      svg: (dot) => `<svg>${dot}</svg>`,
    },
    written,
    logged,
  };
}
