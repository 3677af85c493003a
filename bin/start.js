// Compiling the bundle takes a third of a tool's own time, so the build keeps the compiled code of its Node beside it.
// Another Node ignores that; from 22.8 on it can keep its own, but never for root, who must not trust files under /tmp.
const { readFileSync } = require("node:fs");
const { createRequire, enableCompileCache, wrap } = require("node:module");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/cli.cjs");

function compiledBefore() {
  try {
    return readFileSync(join(__dirname, `../dist/cli.${process.version}-${process.arch}.cache`));
  } catch {
    return undefined;
  }
}

function load() {
  const cachedData = compiledBefore();
  if (cachedData === undefined) {
    if (enableCompileCache !== undefined && process.getuid() !== 0) enableCompileCache();
    return require(bundle);
  }
  const { Script } = require("node:vm");
  const script = new Script(wrap(readFileSync(bundle, "utf8")), { filename: bundle, cachedData });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(bundle), loaded, bundle, join(bundle, ".."));
  return loaded.exports;
}

module.exports = (tool, multicall) => load().main(tool, multicall);
