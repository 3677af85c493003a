/** The real files of bin/, started as a user starts them. */

import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../support/node-tree.ts";

const BIN = new URL("../../bin", import.meta.url).pathname;
const ROOT = new URL("../../fixtures/roots/workstation/root", import.meta.url).pathname;
const VERSION = "6.1.0-fixture";

/** A shell line with `$NODE`, `$BIN`, `$ROOT`; outputs as latin1. */
function shell(line: string, directory = "/"): { readonly out: string; readonly err: string } {
  const env = { ...process.env, NODE: process.execPath, BIN, ROOT };
  const { stdout, stderr } = spawnSync("bash", ["-c", line], { env, cwd: directory, encoding: "latin1" });
  return { out: stdout, err: stderr };
}

describe("bin", () => {
  test.each(["modinfo", "modprobe", "kmod"])("`%s.js` is that tool of kmod", (tool) => {
    expect(shell(`"$NODE" "$BIN/${tool}.js" -V`).out).toMatch(/^kmod version \d+\n/);
  });

  test("`lsmod.js` is lsmod", () => {
    expect(shell(`"$NODE" "$BIN/lsmod.js" --unknown`).err).toMatch(/^lsmod: unrecognized option '--unknown'\n/);
  });

  test("`kmod-ts.js` is the umbrella, and any tool under that tool's name", () => {
    const directory = temporaryDirectory();
    for (const name of ["modinfo", "kmod", "kmod-ts"]) symlinkSync(`${BIN}/kmod-ts.js`, `${directory}/${name}`);
    expect(shell("./kmod-ts --version", directory).out).toMatch(/^kmod-ts \d/);
    expect(shell('"$NODE" "$BIN/kmod-ts.js" --version').out).toMatch(/^kmod-ts \d/);
    expect(shell("./kmod --version", directory).out).toMatch(/^kmod version/);
    expect(shell(`./modinfo -b "$ROOT" -k ${VERSION} -F license acme_gpu`, directory)).toEqual({
      out: "Dual MIT/GPL\n",
      err: "",
    });
    expect(shell("./modinfo", directory).err).toMatch(/^modinfo: ERROR: /);
  });

  test.each(["kmod-ts.js", "kmod.js"])(
    "`%s` fails without a word under a name that no tool has, as kmod does",
    (file) => {
      const directory = temporaryDirectory();
      symlinkSync(`${BIN}/${file}`, `${directory}/other`);
      expect(shell("./other --version; echo $?", directory)).toEqual({ out: "1\n", err: "" });
    },
  );

  test("a module may come on standard input, of a bounded size", () => {
    const file = `"$ROOT"/lib/modules/${VERSION}/kernel/sound/acme_audio.ko`;
    const { out } = shell(`"$NODE" "$BIN/modinfo.js" ${file} | tail -n +2`);
    expect(shell(`cat ${file} | "$NODE" "$BIN/modinfo.js" -`)).toEqual({ out: `filename:       -\n${out}`, err: "" });
    expect(shell(`"$NODE" "$BIN/kmod-ts.js" check --root "$ROOT" -S ${VERSION} - < ${file}; echo $?`)).toEqual({
      out: `-: fits ${VERSION}\n0\n`,
      err: "",
    });
    expect(shell('head -c 70000000 /dev/zero | "$NODE" "$BIN/modinfo.js" -; echo $?')).toEqual({
      out: "filename:       -\n1\n",
      err: "modinfo: ERROR: could not get modinfo from '-': File too large\n",
    });
  });

  test("arguments are bytes", () => {
    const { out, err } = shell(`"$NODE" "$BIN/modinfo.js" $'/none-\\xe9\\xff.ko'; echo $?`);
    expect(out).toBe("1\n");
    expect(err).toContain("/none-\xe9\xff.ko");
  });

  test("a reader that goes away ends the program as SIGPIPE does, without a message", () => {
    const tool = `"$NODE" "$BIN/modinfo.js" -b "$ROOT" -k ${VERSION} acme_gpu`;
    expect(shell(`(sleep 0.3; exec ${tool}) | true; echo "\${PIPESTATUS[0]}"`)).toEqual({ out: "141\n", err: "" });
    const signalled = `"$NODE" -e 'const { spawnSync } = require("child_process");
      const done = spawnSync(process.execPath, [process.env.BIN + "/modinfo.js", "-b", process.env.ROOT, "-k", "${VERSION}", "acme_gpu"],
        { stdio: ["ignore", 1, 2] });
      console.error(done.signal)'`;
    expect(shell(`(sleep 0.3; exec ${signalled}) | true`).err).toBe("SIGPIPE\n");
  });

  test("a full device is one message and status 1", () => {
    const { out, err } = shell(`"$NODE" "$BIN/modinfo.js" -b "$ROOT" -k ${VERSION} acme_gpu > /dev/full; echo $?`);
    expect(out).toBe("1\n");
    expect(err).toMatch(/^modinfo: .*No space left on device\n$/);
  });
});
