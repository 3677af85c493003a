// Starts a tool from the one bundled script. What is here is all that stands between the kernel and that script.
const { readFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { dirname, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

// A tool runs for a tenth of a second. V8's defaults are for programs that run for hours: it would compile more on its
// other threads than the tool itself computes, and the collector would wait for those threads.
const V8_FLAGS = ["--no-parallel-scavenge", "--max-inlined-bytecode-size-cumulative=200", "--interrupt-budget=150000"];

const bundle = join(__dirname, "../dist/cli.cjs");

// The build keeps the compiled code of its own Node beside the bundle: compiling takes a third of a tool's own time.
// Another Node does without; V8 itself checks that version, flags and source agree.
const cacheFile = join(__dirname, `../dist/cli.${process.version}-${process.arch}.cache`);

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function load() {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  const source = wrap(readFileSync(bundle, "utf8"));
  const script = new Script(source, { filename: bundle, cachedData: readIfThere(cacheFile) });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(bundle), loaded, bundle, dirname(bundle));
  return { script, main: loaded.exports.main };
}

module.exports = (tool, multicall) => {
  load().main(tool, multicall);
  // All output is written by now. Left to itself, Node would first wait for compilations that nobody needs any more.
  process.exit();
};
module.exports.load = load;
module.exports.cacheFile = cacheFile;
