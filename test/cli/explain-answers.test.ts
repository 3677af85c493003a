import { describe, expect, test } from "vitest";
import { answerOn, configured, DIRECTORY, MODULES } from "../support/answers-tree.ts";
import type { Tree } from "../support/memory-file-system.ts";

function explain(tree: Tree, ...words: readonly string[]): ReturnType<typeof answerOn> {
  return answerOn({ ...MODULES, ...tree }, "explain", ...words);
}

describe("kmod-ts explain says of an install command", () => {
  test("that kmod ignores it beside a softdep, and what ours does", () => {
    const tree = configured("install lone /bin/true\nsoftdep lone pre: low\n");
    const out = [
      "lone: not loaded, a command stands in its place",
      "  stopped by  install command '/bin/true' in its place (/etc/modprobe.d/a.conf:1), but kmod's modprobe ignores it because of the softdep at /etc/modprobe.d/a.conf:2",
      `  would do    insert ${DIRECTORY}/low.ko`,
      "              run '/bin/true' for lone (/etc/modprobe.d/a.conf:1)",
      `  file        ${DIRECTORY}/lone.ko`,
      "",
    ].join("\n");
    expect(explain(tree, "lone")).toEqual({ status: 0, out, err: "" });
  });

  test("that it stands in the place of the module, or of one that it needs", () => {
    const tree = configured("install low echo low; modprobe -i low\n");
    const command = "install command 'echo low; modprobe -i low' in its place (/etc/modprobe.d/a.conf:1)";
    const out = [
      "low: not loaded, a command stands in its place",
      `  stopped by  ${command}`,
      "  would do    run 'echo low; modprobe -i low' for low (/etc/modprobe.d/a.conf:1)",
      `  file        ${DIRECTORY}/low.ko`,
      "  needed by   top (modules.dep)",
      "top: not loaded, a command stands in the place of low, which it needs",
      `  stopped by  low, which it needs: ${command}`,
      "  would do    run 'echo low; modprobe -i low' for low (/etc/modprobe.d/a.conf:1)",
      `              insert ${DIRECTORY}/top.ko`,
      `  file        ${DIRECTORY}/top.ko`,
      `  aliases     al-* (${DIRECTORY}/modules.alias:1)`,
      "",
    ].join("\n");
    expect(explain(tree, "low", "top")).toEqual({ status: 0, out, err: "" });
  });
});
