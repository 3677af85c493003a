import { describe, expect, it } from "vitest";
import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { parseKernelCommandLine } from "../../../src/core/config/kernel-command-line.ts";
import { formatConfiguration } from "../../../src/core/config/show.ts";

/** The directives as lines and the messages, in this order. */
function stored(text: string): readonly string[] {
  const { directives, problems } = parseKernelCommandLine(text);
  return [...formatConfiguration(toConfiguration(directives)), ...problems.map((problem) => problem.text)];
}

describe("parseKernelCommandLine", () => {
  it.each([
    ["modprobe.blacklist=foo,bar-baz,,x", ["blacklist foo", "blacklist bar-baz", "blacklist ", "blacklist x"]],
    ["modprobe.blacklist=", ["blacklist "]],
    ['"modprobe.blacklist=a b"', ['blacklist "a b"']],
    ['modprobe.blacklist="a,b"', ['blacklist "a', 'blacklist b"']],
    ["modprobe.blacklist modprobe.foo=1", ["options modprobe blacklist", "options modprobe foo=1"]],
    ["my-mod.par-am=1", ["options my_mod par-am=1"]],
    ["mod.flag", ["options mod flag"]],
    ["mod.=x .x=1 mod.", ["options mod =x", "options  x=1", "options mod "]],
    ["m.a=b.c.d m.x==2", ["options m a=b.c.d", "options m x==2"]],
    ['m.a.b=1 foo=bar.baz m."b=1" "m.a b" m.a"" quiet "m.a b=1"', []],
    ['m.a="x y" m.b="x y"z', ['options m a="x y"', 'options m b="x y"z']],
    ['m.a=x"y z"w', ['options m a=x"y z"w']],
    ['"m.dyndbg=file a b +p" n.x=1', ['options m dyndbg="file a b +p"', "options n x=1"]],
    ['"m.a=" "m.b=1"n', ['options m a=""', 'options m b="1"n']],
    ['"quoted only" m.a=1', ["options m a=1"]],
    ['m"x.a=1 m.b=2', []],
    ['m.a=1 n.b=" o.c=1', ["options m a=1"]],
    ["m.a='x y'", ["options m a='x"]],
    ["m.a=0 -- m.a=1", ["options m a=0", "options m a=1"]],
    [
      "a.b=1\tc.d=2\vc.e=3\fc.f=4\rc.g=5\n",
      ["a b=1", "c d=2", "c e=3", "c f=4", "c g=5"].map((line) => `options ${line}`),
    ],
    ["m.a=1\xa0n.b=2", ["options m a=1\xa0n.b=2"]],
    ['m.a="x\ty"', ['options m a="x y"']],
    ["m.a=1\0 n.b=2", ["options m a=1"]],
  ])("`parseKernelCommandLine` reads %j", (text, expected) => {
    expect(stored(text)).toEqual(expected);
  });

  it.each([
    ["b]d.x=1", "b]d"],
    ["a-[b-c]-d]e-f.x=1", "a_[b-c]_d]e-f"],
    ["a-[-b-.x=1", "a_[-b-"],
  ])("`parseKernelCommandLine` names the module of %j as kmod shows it", (text, shown) => {
    expect(parseKernelCommandLine(text)).toEqual({
      directives: [],
      problems: [
        {
          origin: "kcmdline_parse_result",
          text: `Ignoring bad option on kernel command line while parsing module name: '${shown}'`,
        },
      ],
    });
  });

  it("`parseKernelCommandLine` cuts the line after 4095 bytes", () => {
    const [first = "", second] = stored(`m.a=${"x".repeat(4081)} n.b=0123456789`);
    expect(first).toHaveLength("options m a=".length + 4081);
    expect(second).toBe("options n b=01234");
  });
});
