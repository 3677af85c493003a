/** What every Host must say of itself. Registers vitest cases; run in both editions. */

import { expect, test } from "vitest";
import type { Edition, Host } from "../../src/core/platform.ts";

/** What is to be said; `machine` is asked for when the case runs. */
export interface HostFacts {
  readonly edition: Edition;
  readonly machine: () => string;
}

export function describeHost(name: string, host: Host, facts: HostFacts): void {
  test(`${name}: \`edition\` is this program's`, () => {
    expect(host.edition()).toBe(facts.edition);
  });

  test(`${name}: \`machine\` is what uname(1) prints`, () => {
    expect(host.machine()).toBe(facts.machine());
  });
}
