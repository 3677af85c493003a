/** What commander looks at of node:process when it is set up, for engines that have none. */
module.exports = { env: {}, argv: [], execArgv: [], versions: {}, stdout: {}, stderr: {} };
