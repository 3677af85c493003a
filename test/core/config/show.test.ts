import { expect, it } from "vitest";
import { toConfiguration } from "../../../src/core/config/configuration.ts";
import { parseDirectives } from "../../../src/core/config/directives.ts";
import { formatConfiguration } from "../../../src/core/config/show.ts";

it("`formatConfiguration` sorts by kind and glues `post:` to the name before it", () => {
  const text = [
    "weakdep w a b",
    "softdep s pre: a-b c post: d e-f",
    "softdep only-post post: x",
    "softdep none x",
    'options lo-op   "x y"  ',
    "alias my-mod* loop",
    "remove r echo r",
    "install dum-my   /bin/echo   hi $CMDLINE_OPTS; echo x ",
    "blacklist foo-bar",
  ].join("\n");
  expect([...formatConfiguration(toConfiguration(parseDirectives(text, "a.conf").directives))]).toEqual([
    "blacklist foo_bar",
    "install dum_my   /bin/echo   hi $CMDLINE_OPTS; echo x ",
    "remove r echo r",
    "alias my_mod* loop",
    'options lo_op   "x y"  ',
    "softdep s pre: a-b cpost: d e-f",
    "softdep only_post post: x",
    "softdep none ",
    "weakdep w a b",
  ]);
});
