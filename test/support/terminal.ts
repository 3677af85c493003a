/** A shell on a terminal of its own (script(1)), typed into as a person would. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

export interface Terminal {
  /** Types, and returns the command line that the shell has then. */
  edit(keys: string): Promise<string>;
  /** Runs a command. */
  run(command: string): Promise<void>;
  /** Ends the shell, and waits until nothing of it is left that could write a file. */
  close(): Promise<void>;
}

/** How a shell is started, and made to print its command line between angle brackets at Ctrl-G. */
interface Shell {
  readonly command: string;
  readonly setUp: readonly string[];
}

const SHELLS: Readonly<Record<"bash" | "zsh", Shell>> = {
  bash: {
    command: "bash --norc --noprofile -i",
    setUp: [
      "PS1=; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'",
      `show() { printf '\\n[[%s]]\\n' "$READLINE_LINE"; }; bind -x '"\\C-g": show'`,
    ],
  },
  zsh: {
    command: "zsh -f -i",
    setUp: [
      "PS1=; unsetopt prompt_cr prompt_sp; unset zle_bracketed_paste; LISTMAX=1000; bindkey -e",
      "show() { print -r -- $'\\n'\"[[$BUFFER]]\" }; zle -N show; bindkey '^G' show",
    ],
  },
};

/** Ctrl-G shows the line; Ctrl-E and Ctrl-U clear it. */
const SHOW = "\u0007";
const CLEAR = "\u0005\u0015";

/** How long a shell may take to end, in milliseconds. */
const PATIENCE = 20_000;

class Reader {
  readonly #child: ChildProcess;
  #text = "";
  #wake: () => void = () => undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding("latin1").on("data", (text: string) => {
      this.#text += text;
      this.#wake();
    });
    child.on("exit", () => this.#wake());
  }

  /** The first match in what has come since the last one. */
  async find(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#text);
      if (match !== null) {
        this.#text = this.#text.slice(match.index + match[0].length);
        return match[1] ?? "";
      }
      if (this.#child.exitCode !== null) throw new Error(`the shell has ended; it printed:\n${this.#text}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** Starts a shell in `directory` with this environment and nothing of a user's own settings. */
export async function openTerminal(
  name: "bash" | "zsh",
  { directory, environment }: { readonly directory: string; readonly environment: Readonly<Record<string, string>> },
): Promise<Terminal> {
  const { command, setUp } = SHELLS[name];
  const child = spawn("script", ["-q", "-e", "-c", command, "/dev/null"], {
    cwd: directory,
    env: { ...environment, TERM: "dumb", LC_ALL: "C", HISTFILE: "", HOME: environment["HOME"] ?? directory },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const reader = new Reader(child);
  let turn = 0;
  const run = async (text: string): Promise<void> => {
    turn++;
    child.stdin.write(`${text}; echo done-$((${turn} + 1000))\r`);
    await reader.find(new RegExp(`done-${turn + 1000}`));
  };
  for (const line of setUp) await run(line);
  return {
    run,
    async edit(keys) {
      child.stdin.write(`${keys}${SHOW}`);
      const line = await reader.find(/\[\[(.*)\]\]/);
      child.stdin.write(CLEAR);
      return line;
    },
    async close() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.stdin.write(`${CLEAR}exit\r`);
      await Promise.race([ended, setTimeout(PATIENCE, undefined, { ref: false })]);
      child.kill("SIGKILL");
    },
  };
}
