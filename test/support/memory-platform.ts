/** A Platform in memory: files from a literal, captured output, a fixed kernel release. */

import { fromByteString } from "../../src/core/bytes.ts";
import { SystemError } from "../../src/core/errors.ts";
import type { Cell, CommandEnd, Compression, Edition, OutputStream, Platform, Table } from "../../src/core/platform.ts";
import { type FakeKernel, type FakeKernelOptions, fakeKernel } from "./fake-kernel.ts";
import { memoryFileSystem, type Tree } from "./memory-file-system.ts";

export interface MemoryPlatformOptions {
  readonly release?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly programPath?: string;
  readonly edition?: Edition;
  readonly machine?: string;
  readonly terminal?: boolean;
  /** Of the terminal. */
  readonly columns?: number;
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
      edition: () => options.edition ?? "node",
      machine: () => options.machine ?? "x86_64",
      environment: (name) => options.environment?.[name],
      programPath: () => options.programPath ?? "/usr/bin/kmod-ts",
      workingDirectory: () => options.workingDirectory ?? "/",
      readInput: () => fromByteString(options.input ?? ""),
      write(stream, text) {
        written[stream] += text;
      },
      isTerminal: () => options.terminal ?? false,
      terminalWidth: () => (options.terminal === true ? options.columns : undefined),
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
      table: plainTable,
      svg: (dot) => `<svg>${dot}</svg>`,
    },
    written,
    logged,
    pauses,
  };
}

/** Cells between bars, those of several lines with ` / ` between them; what is cut is shown as cut. */
function plainTable({ columns, rows }: Table): string {
  const text = (cell: Cell): string => {
    if (typeof cell === "string") return cell;
    return "cut" in cell ? `${cell.cut} (cut)` : cell.join(" / ");
  };
  return [columns.map(({ title }) => title), ...rows].map((row) => `${row.map(text).join(" | ")}\n`).join("");
}
