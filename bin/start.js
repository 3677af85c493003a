// Node 22.8 and later can keep compiled code for the next start; never as root, who must not trust a cache under /tmp.
const { enableCompileCache } = require("node:module");
if (enableCompileCache !== undefined && process.getuid() !== 0) enableCompileCache();
module.exports = (tool, multicall) => require("../dist/cli.cjs").main(tool, multicall);
