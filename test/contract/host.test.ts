import { execFileSync } from "node:child_process";
import { nodeHost } from "../../src/node/host.ts";
import { memoryPlatform } from "../support/memory-platform.ts";
import { describeHost } from "./host.ts";

const uname = (): string => execFileSync("uname", ["-m"], { encoding: "utf8" }).trim();

describeHost("nodeHost", nodeHost(), { edition: "node", machine: uname });
describeHost("memoryPlatform", memoryPlatform({}, { edition: "static", machine: "sparc" }).host, {
  edition: "static",
  machine: () => "sparc",
});
