import { describe, expect, test } from "vitest";
import { linkTo, type Tree } from "../../support/memory-file-system.ts";
import { directory, stays, texts } from "./refused.ts";

const used = (count: number): Tree => ({
  "/sys/module/foo": { initstate: "live\n", refcnt: `${count}\n`, holders: {} },
});

const mountinfo = [
  "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw",
  "36 22 7:0 / /mnt\\040a rw,noatime - iso9660 /dev/loop0 ro",
  "37 22 0:40 / /run rw - tmpfs tmpfs rw",
  "38 22 0:41 / /home/x rw - fuse.sshfs host:/ rw",
  "rubbish",
  "",
].join("\n");

describe("a module in use", () => {
  test("is told with the modules that use it, and nobody else is looked for", () => {
    const tree = {
      "/sys/module/foo": {
        initstate: "live\n",
        refcnt: "2\n",
        holders: { a: linkTo("../../a"), b: linkTo("../../b") },
      },
    };
    expect(stays(tree, "in use")).toEqual([
      { kind: "holders", text: "it is used by a, b, which must go first", modules: ["a", "b"] },
    ]);
  });

  test("is told with the mounts of its type or on its devices", () => {
    const aliases = {
      [`${directory}/modules.alias`]: "alias fs-iso9660 isofs\nalias fs-fuse fuse\nalias block-major-7-* loop\n",
    };
    const live = { initstate: "live\n", refcnt: "1\n", holders: {} };
    const names = ["isofs", "fuse", "loop", "ext4"];
    const loaded = Object.fromEntries(names.map((name) => [`/sys/module/${name}`, live]));
    const tree = { "/proc/self/mountinfo": mountinfo, ...aliases, ...loaded };
    const iso = {
      kind: "mount",
      text: "/dev/loop0 is mounted on /mnt a (file system iso9660)",
      path: "/mnt a",
      type: "iso9660",
      source: "/dev/loop0",
    };
    expect(stays(tree, "in use", { module: "isofs" })).toEqual([iso]);
    expect(stays(tree, "in use", { module: "loop" })).toEqual([iso]);
    expect(texts(stays(tree, "in use", { module: "fuse" }))).toEqual([
      "host:/ is mounted on /home/x (file system fuse.sshfs)",
    ]);
    expect(texts(stays(tree, "EAGAIN", { module: "ext4" }))).toEqual(["/dev/sda1 is mounted on / (file system ext4)"]);
  });

  test("is told with the processes that have its devices open", () => {
    const tree: Tree = {
      ...used(3),
      [`${directory}/modules.alias`]: "alias char-major-10-200 foo\n",
      "/sys/dev/char": { "10:200": { uevent: "MAJOR=10\nDEVNAME=net/tun\n" }, "1:3": { uevent: "DEVNAME=null\n" } },
      "/sys/dev/block": {
        "8:0": { uevent: "DEVNAME=sda\n", device: { driver: { module: linkTo("../x/module/foo") } } },
      },
      "/proc": {
        "1": { comm: "init\n", fd: { "0": linkTo("/dev/null") } },
        "42": { comm: "openvpn\n", fd: { "5": linkTo("/dev/net/tun"), "6": linkTo("/dev/net/tun") } },
        "43": { fd: { "0": linkTo("/dev/sda") } },
        "44": {},
        self: { fd: { "0": linkTo("/dev/sda") } },
      },
    };
    expect(stays(tree, "in use")).toEqual([
      {
        kind: "open-device",
        text: "process 42 (openvpn) has /dev/net/tun open",
        path: "/dev/net/tun",
        process: 42,
        command: "openvpn",
      },
      { kind: "open-device", text: "process 43 has /dev/sda open", path: "/dev/sda", process: 43, command: "" },
    ]);
  });

  test("is told with its network interfaces, by driver or by kind", () => {
    const tree: Tree = {
      ...used(1),
      [`${directory}/modules.alias`]: "alias rtnl-link-bridge foo\n",
      "/sys/class/net": {
        lo: { uevent: "INTERFACE=lo\n" },
        br0: { uevent: "DEVTYPE=bridge\nINTERFACE=br0\n" },
        eth0: { device: { driver: { module: linkTo("../../../module/foo") } } },
      },
    };
    expect(stays(tree, "in use")).toEqual([
      { kind: "interface", text: "network interface br0 runs on it", interface: "br0" },
      { kind: "interface", text: "network interface eth0 runs on it", interface: "eth0" },
    ]);
  });

  test("is told with its use count where nothing explains that", () => {
    const text = "its use count is 4: nothing that can be seen from here holds it";
    expect(stays(used(4), "in use")).toEqual([{ kind: "references", text, references: 4 }]);
    const held = { "/sys/module/foo": { initstate: "live\n", refcnt: "2\n", holders: { a: linkTo("../../a") } } };
    expect(texts(stays(held, "EAGAIN", { force: true }))).toEqual([
      "this kernel cannot unload a module that is in use (built without CONFIG_MODULE_FORCE_UNLOAD)",
      "it is used by a, which must go first",
      "its use count is 2: more than those holds it",
    ]);
  });
});

test("a module that is being loaded holds itself", () => {
  const tree = { "/sys/module/foo": { initstate: "coming\n", refcnt: "1\n", holders: {} } };
  expect(texts(stays(tree, "in use"))).toEqual(["it is being loaded right now"]);
});

describe("a module that the kernel calls busy", () => {
  test("has no exit function, or comes or goes, or is in use after all", () => {
    const permanent = { ...used(0), "/proc/modules": "foo 100 0 [permanent], Live 0x0\n" };
    expect(stays(permanent, "EBUSY")).toEqual([
      { kind: "permanent", text: "it has no exit function: it stays until the next boot" },
    ]);
    const going = { "/sys/module/foo/initstate": "going\n" };
    expect(stays(going, "EBUSY")).toEqual([{ kind: "state", text: "it is being removed right now", state: "going" }]);
    expect(stays(going, "going")).toEqual(stays(going, "EBUSY"));
    expect(texts(stays({ "/sys/module/foo/initstate": "coming\n" }, "EBUSY"))).toEqual([
      "it is being loaded right now",
    ]);
    expect(texts(stays(used(1), "EBUSY"))).toEqual(["its use count is 1: nothing that can be seen from here holds it"]);
  });
});

test("a module that is not there leads to the loaded ones of near names", () => {
  const tree = { "/proc/modules": "foo_core 1 0 - Live 0x0\nfox 1 0 - Live 0x0\nzzz 1 0 - Live 0x0\n" };
  expect(stays(tree, "absent")).toEqual([
    { kind: "not-loaded", text: "loaded under a near name: foo_core, fox", nearest: ["foo_core", "fox"] },
  ]);
  expect(stays({}, "ENOENT")).toEqual([]);
});

test("a module that is built in, a kernel that removes none, and permission are told", () => {
  const text = "it is part of the kernel itself, by /lib/modules/1.0/modules.builtin";
  expect(stays({}, "builtin")).toEqual([{ kind: "builtin", text, directory }]);
  expect(stays({}, "fixed")).toEqual([]);
  expect(stays({}, "EIO")).toEqual([]);
  const status = { "/proc/self/status": "CapEff:\t0000000000000000\n" };
  expect(stays(status, "EPERM").map(({ kind }) => kind)).toEqual(["capability"]);
});
