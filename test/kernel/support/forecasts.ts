/** What `kmod-ts explain` and `status` say beforehand, and what kmod's modprobe then does: a case of several words, and its answers. */

import type { KernelCase, KernelOutcome } from "./case.ts";

/** One word, foretold and tried. */
export interface Trial {
  readonly word: string;
  /** The states by `kmod-ts status` before and after, one for each module that the word stands for. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly forecast: Forecast;
  /** What `modprobe -b -v` says that it does, one step each; its other lines, and its status. */
  readonly steps: readonly string[];
  readonly messages: readonly string[];
  readonly status: number;
  /** Names of the loaded modules, before and after. */
  readonly loadedBefore: readonly string[];
  readonly loadedAfter: readonly string[];
}

/** What `explain --json` foretells. */
export interface Forecast {
  readonly steps: readonly string[];
  /** Modules that are to be loaded in the end. */
  readonly loads: readonly string[];
  readonly outcomes: readonly string[];
  readonly found: boolean;
}

/** The shape of the parts of the document that count here. */
interface Document {
  readonly explanations: readonly {
    readonly request: string;
    readonly modules: readonly {
      readonly asRequested: {
        readonly outcome: string;
        readonly steps: readonly {
          readonly action: string;
          readonly module: string;
          readonly path: string | null;
          readonly command: string | null;
          readonly options: string | null;
          readonly refusals: readonly unknown[];
        }[];
      };
    }[];
  }[];
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Each part of the answer begins with `=PART`. All words are foretold at once, and once more where one before has left something loaded.
 * Kernels that ask for modules by themselves are kept from it.
 */
export function forecastCase(name: string, configuration: string, words: readonly string[]): KernelCase {
  const tool = "node /mnt/checkout/bin/kmod-ts.js";
  return {
    name,
    configuration,
    before: "echo /bin/true >/proc/sys/kernel/modprobe",
    run: [
      "loaded() { cut -d' ' -f1 /proc/modules | sort; }",
      `foretell() { echo =status; ${tool} status --json "$@"; echo =explain; ${tool} explain --json "$@"; }`,
      "try() {",
      "  echo =loaded; loaded",
      '  [ "$(loaded)" = "$first" ] || foretell "$1"',
      '  echo =modprobe; /sbin/modprobe -b -v "$1" 2>&1; status=$?; echo =end; echo $status',
      `  echo =loaded; loaded; echo =after; ${tool} status "$1"`,
      "  pass=0",
      "  while read -r line </proc/modules && [ $pass -lt 8 ]; do",
      "    for each in $(cut -d' ' -f1 /proc/modules); do /bin/busybox rmmod \"$each\" 2>/dev/null; done",
      "    pass=$((pass + 1))",
      "  done",
      "}",
      "first=$(loaded)",
      `foretell ${words.map(quote).join(" ")}`,
      ...words.map((word) => `echo =word; try ${quote(word)}`),
    ].join("\n"),
    seconds: 60 + words.length * 20,
  };
}

/** The answers of a case. */
export function trialsOf({ out }: KernelOutcome, words: readonly string[]): readonly Trial[] {
  const [all = "", ...pieces] = out.split("=word\n");
  const before = toForetold(partsOf(all));
  return pieces.map((piece, at) => toTrial(partsOf(piece), words[at] ?? "", before));
}

/** The texts of the parts by name, in order where a name comes up twice. */
function partsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  for (const piece of text.split(/^=(?=[a-z]+$)/m).slice(1)) {
    const end = piece.indexOf("\n");
    const name = piece.slice(0, end);
    parts.set(name, [...(parts.get(name) ?? []), piece.slice(end + 1)]);
  }
  return parts;
}

interface Foretold {
  readonly explanations: Document["explanations"];
  readonly states: readonly { readonly request: string; readonly state: string }[];
}

function toForetold(parts: ReadonlyMap<string, readonly string[]>): Foretold {
  const parse = (name: string): unknown => JSON.parse(parts.get(name)?.[0] ?? "null");
  const { explanations } = parse("explain") as Document;
  return { explanations, states: (parse("status") as { readonly modules: Foretold["states"] }).modules };
}

function toTrial(parts: ReadonlyMap<string, readonly string[]>, word: string, all: Foretold): Trial {
  const linesOf = (name: string, at = 0): readonly string[] =>
    (parts.get(name)?.[at] ?? "").split("\n").filter(Boolean);
  const lines = linesOf("modprobe");
  const isStep = (line: string): boolean => /^(?:insmod|install) /.test(line);
  const { explanations, states } = parts.has("explain") ? toForetold(parts) : all;
  return {
    word,
    before: states.filter(({ request }) => request === word).map(({ state }) => state),
    after: linesOf("after").map((line) => line.split(" ")[1] ?? ""),
    forecast: toForecast(explanations.filter(({ request }) => request === word)),
    // What was refused is tried again where it comes up again; it is foretold once.
    steps: [...new Set(lines.filter(isStep).map((line) => line.trim()))],
    messages: lines.filter((line) => !isStep(line)),
    status: Number.parseInt(linesOf("end")[0] ?? "", 10),
    loadedBefore: linesOf("loaded"),
    loadedAfter: linesOf("loaded", 1),
  };
}

/** Of several modules each finds what those before it have brought. */
function toForecast(explanations: Document["explanations"]): Forecast {
  const modules = explanations.flatMap((each) => each.modules);
  const met = new Set<string>();
  const steps = modules
    .flatMap(({ asRequested }) => asRequested.steps)
    .filter(({ module }) => !met.has(module) && met.add(module));
  return {
    found: modules.length > 0,
    outcomes: modules.map(({ asRequested }) => asRequested.outcome),
    // Several modules may have the same command, as in what is compared with this.
    steps: [
      ...new Set(
        steps.flatMap(({ action, path, command, options }) => {
          if (action === "insert") return [`insmod ${path} ${options}`.trim()];
          return action === "install" ? [`install ${command?.trim()} ${options}`.trim()] : [];
        }),
      ),
    ],
    loads: steps
      .filter(({ action, refusals }) => action === "insert" && refusals.length === 0)
      .map((step) => step.module),
  };
}
