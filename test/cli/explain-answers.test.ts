import { describe, expect, test } from "vitest";
import { answerOn, configured, DIRECTORY, loadedLine, MODULES } from "../support/answers-tree.ts";
import { schemaProblems } from "../support/json-schema.ts";
import { deviceNode, linkTo, type Tree } from "../support/memory-file-system.ts";

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

describe("kmod-ts explain says of a name that leads to no module", () => {
  test("that depmod has not indexed the file", () => {
    const file = `${DIRECTORY}/extra/fresh-one.ko`;
    const out = [
      "fresh_one: there is a file, but depmod has not indexed it",
      `  stopped by  not indexed: modules.dep does not have ${file}, run depmod`,
      "  would do    look for fresh_one, which no index has",
      `  file        ${file}`,
      "",
    ].join("\n");
    expect(explain({ [file]: "" }, "fresh-one")).toEqual({ status: 4, out, err: "" });
  });

  test("that there is no index at all", () => {
    const tree = { [`${DIRECTORY}/modules.alias`]: "", [`${DIRECTORY}/low.ko`]: "", "/sys/module": {} };
    const out = [
      "low: there is a file, but depmod has not indexed it",
      `  stopped by  not indexed: modules.dep does not have ${DIRECTORY}/low.ko, run depmod`,
      "  would do    look for low, which no index has",
      `  file        ${DIRECTORY}/low.ko`,
      `nosuch stands for no module in ${DIRECTORY}`,
      "",
    ].join("\n");
    const err = `kmod-ts: WARNING: there is no modules.dep in ${DIRECTORY}, so that its modules are unknown: run depmod\n`;
    expect(answerOn(tree, "explain", "low", "nosuch")).toEqual({ status: 4, out, err });
  });

  test("that its alias stands for nothing, or for another alias, which is not followed", () => {
    const tree = configured("alias gone off\nalias first second\nalias second low\nalias half off\nalias half low\n");
    const gone = [
      "gone stands for off",
      "off: no module has that name",
      "  because     alias gone (/etc/modprobe.d/a.conf:1)",
      "  would do    look for off, which no index has",
    ];
    const first = [
      "first stands for second",
      "second: no module has that name",
      "  because     alias first (/etc/modprobe.d/a.conf:2)",
      "  stopped by  second is an alias itself (/etc/modprobe.d/a.conf:3), and an alias of an alias is not followed",
      "  would do    look for second, which no index has",
    ];
    expect(explain(tree, "gone", "first")).toEqual({ status: 4, out: [...gone, ...first, ""].join("\n"), err: "" });
    expect(explain(tree, "half").status).toBe(0);
    const { out } = explain(tree, "--json", "first");
    expect(schemaProblems("explain", JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out).explanations[0].modules[0].hindrances).toEqual([
      {
        kind: "alias-of-alias",
        module: "second",
        command: null,
        path: null,
        origin: { kind: "file", path: "/etc/modprobe.d/a.conf", line: 3 },
        ignoredByKmod: false,
      },
    ]);
  });
});

describe("kmod-ts explain of a loaded module", () => {
  const loaded = { "/proc/modules": loadedLine("lone") };

  test("shows it where its name is an alias too", () => {
    const out = [
      "lone stands for lone, low",
      "lone: loaded",
      `  file        ${DIRECTORY}/lone.ko`,
      "low: not loaded, nothing stops it",
      "  because     alias lone (/etc/modprobe.d/a.conf:1)",
      `  would do    insert ${DIRECTORY}/low.ko`,
      `  file        ${DIRECTORY}/low.ko`,
      "  needed by   top (modules.dep)",
      "",
    ].join("\n");
    expect(explain({ ...loaded, ...configured("alias lone low\n") }, "lone")).toEqual({ status: 0, out, err: "" });
  });

  test("does without a directory, and says which there are", () => {
    const tree = { "/lib/modules/2.0": {}, "/sys/module": {}, ...loaded };
    const err =
      "kmod-ts: WARNING: there is no /lib/modules/1.0, only 2.0 (was the kernel upgraded since it was booted?)\n";
    expect(answerOn(tree, "explain", "lone")).toEqual({ status: 0, out: "lone: loaded\n", err });
  });
});

describe("kmod-ts explain of a node of /dev", () => {
  const aliases = "alias char-major-10-200 lone\nalias devname:net/tun lone\n";
  const tree = { [`${DIRECTORY}/modules.alias`]: aliases, "/sys/class": {} };
  const lone = [`  would do    insert ${DIRECTORY}/lone.ko`, `  file        ${DIRECTORY}/lone.ko`, ""];

  test("without a device goes by its numbers, as the kernel does", () => {
    const nodes = { "/dev/other-name": deviceNode("char", 10, 200), "/dev/st0": deviceNode("char", 9, 1) };
    const out = [
      "/dev/other-name is a node that no device has yet, opening it asks for char-major-10-200",
      "lone: not loaded, nothing stops it",
      `  because     alias char-major-10-200 (${DIRECTORY}/modules.alias:1)`,
      ...lone,
    ].join("\n");
    expect(explain({ ...tree, ...nodes }, "/dev/other-name")).toEqual({ status: 0, out, err: "" });
    const nothing = `/dev/st0 is a node that no device has yet, opening it asks for char-major-9-1, which no module in ${DIRECTORY} has\n`;
    expect(explain({ ...tree, ...nodes }, "/dev/st0")).toEqual({ status: 4, out: nothing, err: "" });
  });

  test("that is not there goes by what modules claim", () => {
    const out = [
      "/dev/net/tun is not there, may come by devname:net/tun",
      "lone: not loaded, nothing stops it",
      `  because     alias devname:net/tun (${DIRECTORY}/modules.alias:2)`,
      ...lone,
    ].join("\n");
    expect(explain(tree, "/dev/net/tun")).toEqual({ status: 0, out, err: "" });
  });

  test("of another name than its device goes by the device", () => {
    const device = "/sys/devices/virtual/disk";
    const more = {
      "/dev/my-disk": deviceNode("block", 8, 0),
      [`${device}/uevent`]: "DEVNAME=sda\n",
      [`${device}/modalias`]: "al-disk\n",
      "/sys/dev/block/8:0": linkTo("../../devices/virtual/disk"),
    };
    const { status, out } = explain({ ...more, "/sys/class": {} }, "/dev/my-disk");
    expect([status, out.split("\n").slice(0, 2)]).toEqual([
      0,
      [`/dev/my-disk is ${device}, asks for al-disk`, "top: not loaded, nothing stops it"],
    ]);
  });
});
