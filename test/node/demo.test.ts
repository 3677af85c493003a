/** What `npm start` shows. */

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const DEMO = new URL("../../scripts/demo.mjs", import.meta.url);

const COLUMNS = 80;
const ROWS = 24;

/** Rows that a terminal of 80 columns needs. */
function rowsOf(text: string): number {
  return text.split("\n").reduce((rows, line) => rows + Math.max(1, Math.ceil([...line].length / COLUMNS)), 0);
}

test("the demo shows what others have and what nobody else has, each in less than a screen", () => {
  const program = `const { demonstrate } = await import(${JSON.stringify(DEMO.href)}); await demonstrate();`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: "/",
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const scenes = stdout.trim().split(/\n\n(?=# )/);
  const commands = scenes.map((scene) => /^\$ (?:kmod-ts )?(\S+)/m.exec(scene)?.[1]);
  expect(commands.slice(0, 6)).toEqual(["lsmod", "modprobe", "explain", "devices", "lint", "check"]);
  for (const scene of scenes) expect({ scene, fits: rowsOf(scene) < ROWS }).toEqual({ scene, fits: true });
  expect(scenes.filter((scene) => scene.includes("(exit status 3: something was found)")).length).toBe(2);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would take for a command, or cannot show.
  expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\ufffd]/);
});
