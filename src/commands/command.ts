/** What a tool is: a definition, a function that gathers facts, and a function from facts to output. Types only. */

import type { Platform, Table } from "../core/platform.ts";
import type { Hang } from "./hanging.ts";

export interface OptionSpec {
  /** Long name without the dashes; also the key by which a command asks for it. */
  readonly long: string;
  /** One letter. */
  readonly short?: string;
  /** Name of the value in the help; absent: the option takes none. */
  readonly argument?: string;
  /** One line of help, lower case, no full stop. */
  readonly text: string;
  /** What else there is to say, in whole sentences: below the text in the help, behind it in the manual page. */
  readonly more?: string;
  /** Other long names of the same option. A deprecated one works and warns. */
  readonly otherNames?: readonly { readonly long: string; readonly deprecated: boolean }[];
  /** Accepted, but not shown in the help. */
  readonly hidden?: boolean;
  /** Of an older kmod: does nothing, and a warning says so. */
  readonly ignored?: true;
  /** Not one of kmod's: never makes an abbreviation of kmod's own long options ambiguous. */
  readonly extra?: true;
  /** The values that there are, or the usual ones, for shells to complete. Absent: what the name of the value tells. */
  readonly values?: readonly string[];
  /** Looks at a value the moment it is read, before any later option. Undefined: it will do. */
  readonly refuse?: (value: string) => Refusal | undefined;
}

/** Why the value of an option is refused, which ends the run with status 1. */
export interface Refusal {
  readonly text: string;
  /** ERROR where absent. */
  readonly level?: "FATAL";
  /** Printed without program and level. */
  readonly plain?: true;
  /** The help follows on standard output. */
  readonly help?: true;
}

/** One option as it stood on the command line. */
export interface OptionUse {
  /** The spec's long name, whichever name or letter was typed. */
  readonly long: string;
  /** A byte string; undefined for an option without a value. */
  readonly value?: string;
}

/** What the user typed, checked only for form. */
export interface Request {
  /** Base name of the program, the prefix of its messages. */
  readonly program: string;
  /** Options in command-line order. */
  readonly options: readonly OptionUse[];
  /** Byte strings. */
  readonly operands: readonly string[];
}

/** Severities of syslog(3), from 2 to 7. */
export type Level = "FATAL" | "ERROR" | "WARNING" | "NOTICE" | "INFO" | "DEBUG";

/** Where messages go, and what they mean for the exit status. Passed down, never global. */
export interface Reporter {
  /** Prints `program: LEVEL: text` when the level passes the threshold. Does not touch the exit status. */
  message(level: Level, text: string): void;
  /**
   * Prints `libkmod: LEVEL: origin: text`, as kmod's library does before a tool has set its own log (see KMOD_LOG). For
   * commands of ours the same as `message`, without the origin, a function of C.
   */
  library(level: Level, origin: string, text: string): void;
  /** Prints text as it is, for commands of ours behind the program, whatever the threshold. A newline is added. */
  plain(text: string): void;
  /** Prints two blanks and text, below a message that it belongs to, whatever the threshold. */
  detail(text: string): void;
  /** Prints `program: WARNING: text` wherever an ERROR would be shown: for tools that show no others by themselves. */
  remark(text: string): void;
  /** Makes the exit status 1. */
  fail(): void;
  /** Makes the exit status so much where nothing fails: an answer, not a failure. The highest that is told counts. */
  answer(status: number): void;
  /** Whether a message of this level would be shown. */
  shows(level: Level): boolean;
  /** Sets the highest severity that is shown (0 to 7); 4, WARNING, to begin with. */
  setThreshold(threshold: number): void;
  /** Sends messages to the system log from now on. */
  useSyslog(): void;
}

export interface Context {
  readonly platform: Platform;
  readonly report: Reporter;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What is to be written, before anybody decides how. */
export type Output =
  /**
   * Byte strings, written one after the other as they are. `prompt`: each is written out before the next is asked for,
   * always or on a terminal, because asking for it may take long. `hang`: lines for people, which go on below the place
   * that it gives where a terminal is too narrow; each piece is one line, so that another newline in it can only come
   * from a file. Without it nothing is ever broken.
   */
  | {
      readonly kind: "text";
      readonly pieces: Iterable<string>;
      readonly prompt?: "always" | "on terminals";
      readonly hang?: Hang;
    }
  /** Strings in the value are text, not byte strings. */
  | { readonly kind: "json"; readonly value: JsonValue }
  | { readonly kind: "table"; readonly table: Table }
  /** A graph in the dot language (text), to be drawn as SVG. */
  | { readonly kind: "picture"; readonly dot: string };

/** What a word on a command line may be, for shells to complete it. A parameter is one of the module in the first operand. */
export type WordKind =
  | "module"
  | "loaded module"
  | "built-in module"
  | "parameter"
  | "release"
  | "module file"
  | "file"
  | "directory";

export interface Command<Facts = unknown> {
  readonly name: string;
  /** For the list of commands and the first line of the help. */
  readonly summary: string;
  /** Operands in the usage line, e.g. `[MODULE|FILE|ALIAS]...`. */
  readonly operands: string;
  readonly options: readonly OptionSpec[];
  /** An environment variable whose words go before the arguments, as MODPROBE_OPTIONS does. */
  readonly environmentOptions?: string;
  /** More help, after the options; lines without indentation. */
  readonly notes?: string;
  /** What an operand behind what has been typed may be. Absent: what the names in `operands` tell. */
  nextOperand?(typed: Request): readonly WordKind[];
  /** Asks the platform; prints nothing but messages. A lazy iterable is welcome where facts are many. */
  gather(request: Request, context: Context): Facts;
  /** Facts to output. Touches nothing. */
  view(facts: Facts, request: Request): Output;
}
