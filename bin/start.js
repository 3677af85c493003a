// Starts a tool from a bundled script. What is here is all that stands between the kernel and that script. It is written so that a Node
// that is too old for the rest can still say so.
const { existsSync, readFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const { Script } = require("node:vm");

// A long run still ends within seconds. V8's defaults are for programs that run for hours: it would compile more on its
// other threads than the tool itself computes, and the collector would wait for those threads.
const V8_FLAGS = ["--no-parallel-scavenge", "--max-inlined-bytecode-size-cumulative=200", "--interrupt-budget=150000"];

// With fewer words than this only depmod runs for long. Loading what sets the flags would be a tenth of a short run.
const MANY_WORDS = 24;

// What only kmod-ts needs is no part of what the tools load.
const bundleOf = (program) =>
  join(__dirname, "../dist", program.startsWith("kmod-ts") ? "everything.cjs" : "tools.cjs");

// The build keeps the compiled code of its own Node beside a bundle: compiling takes a third of a tool's own time.
// Another Node does without; V8 itself checks that version, flags and source agree.
const cacheOf = (bundle) => `${bundle.slice(0, -".cjs".length)}.${process.version}-${process.arch}.cache`;

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function load(program) {
  const bundle = bundleOf(program);
  // A bundle has ASCII characters only, and these are decoded fastest.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(bundle, "latin1")}\n})`;
  const script = new Script(source, { filename: bundle, cachedData: readIfThere(cacheOf(bundle)) });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, require, loaded, bundle, dirname(bundle));
  return { script, main: loaded.exports.main };
}

// The oldest Node that the tools run on, as in package.json.
const OLDEST = [20, 19];

function isTooOld() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

// Why nothing can be run: what is missing, and what brings it.
function reasonOf(error, bundle) {
  if (existsSync(bundle)) return `cannot load '${bundle}': ${error.message}`;
  const root = join(__dirname, "..");
  const remedy = existsSync(join(root, "src")) ? `run 'npm run build' in '${root}'` : "install the package again";
  return `there is no '${bundle}': ${remedy}`;
}

function giveUp(program, reason) {
  process.stderr.write(`${program}: FATAL: ${reason}\n`);
  process.exit(1);
}

function loadOrGiveUp(program) {
  if (isTooOld()) giveUp(program, `needs Node ${OLDEST.join(".")} or later, this is ${process.versions.node}`);
  try {
    return load(program);
  } catch (error) {
    return giveUp(program, reasonOf(error, bundleOf(program)));
  }
}

function runsLong(words) {
  return words.length > MANY_WORDS || words.slice(0, 2).some((word) => basename(word, ".js") === "depmod");
}

module.exports = (tool, multicall) => {
  const words = process.argv.slice(1);
  const { main } = loadOrGiveUp((multicall && basename(words[0] || "", ".js")) || tool);
  // The flags belong to what the compiled code was made for, so they are changed after it was loaded.
  if (runsLong(words)) for (const flag of V8_FLAGS) require("node:v8").setFlagsFromString(flag);
  main(tool, multicall);
  // All output is written by now. Left to itself, Node would first wait for compilations that nobody needs any more.
  process.exit();
};
module.exports.load = load;
module.exports.cacheOf = cacheOf;
module.exports.bundleOf = bundleOf;
