/** A Platform in memory: files from a literal, captured output, a fixed kernel release. */

import { fromByteString } from "../../src/core/bytes.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { CommandEnd, Compression, OutputStream, Platform, Table } from "../../src/core/platform.ts";
import { type FakeKernel, type FakeKernelOptions, fakeKernel } from "./fake-kernel.ts";
import { memoryFileSystem, type Tree } from "./memory-file-system.ts";

export interface MemoryPlatformOptions {
  readonly release?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly programPath?: string;
  readonly terminal?: boolean;
  /** What standard input has, a byte string. */
  readonly input?: string;
  readonly decompress?: (format: Compression, bytes: Uint8Array) => Uint8Array;
  readonly kernel?: FakeKernelOptions;
  /** What a command of the configuration does; by default it ends well. */
  readonly shell?: (command: string, environment: Readonly<Record<string, string>>) => CommandEnd;
}

export interface MemoryPlatform extends Platform {
  /** Everything written so far, byte strings. */
  readonly written: { readonly out: string; readonly err: string };
  /** Messages sent to the system log: `identity severity message`. */
  readonly logged: readonly string[];
  readonly kernel: FakeKernel;
  /** How long each pause was, in milliseconds. The clock goes on by so much. */
  readonly pauses: readonly number[];
}

/** A platform over `tree`; what it does not model throws. */
export function memoryPlatform(tree: Tree, options: MemoryPlatformOptions = {}): MemoryPlatform {
  const written: Record<OutputStream, string> = { out: "", err: "" };
  const logged: string[] = [];
  const pauses: number[] = [];
  const files = memoryFileSystem(tree);
  const release = options.release === undefined ? {} : { release: options.release };
  return {
    files,
    kernel: fakeKernel(files, { ...options.kernel, ...release }),
    host: {
      environment: (name) => options.environment?.[name],
      programPath: () => options.programPath ?? "/usr/bin/kmod-ts",
      workingDirectory: () => options.workingDirectory ?? "/",
      readInput: () => fromByteString(options.input ?? ""),
      write(stream, text) {
        written[stream] += text;
      },
      isTerminal: () => options.terminal ?? false,
      syslog: (identity, severity, message) => logged.push(`${identity} ${severity} ${message}`),
      runShell: (command, environment) => options.shell?.(command, environment) ?? { kind: "exit", status: 0 },
      monotonicTime: () => pauses.reduce((sum, each) => sum + each, 0),
      pause: (milliseconds) => pauses.push(milliseconds),
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
    pauses,
  };
}
