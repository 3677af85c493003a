/** With and without what earlier runs remember, depmod makes the same indexes and says the same, whatever happens to the tree. */

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { CACHE_NAME, cacheRules } from "../../src/core/depmod/cache.ts";
import type { FileSystem } from "../../src/core/platform.ts";
import { INDEX_NAMES } from "../support/index-names.ts";
import { type MemoryPlatform, memoryPlatform } from "../support/memory-platform.ts";
import { buildModule } from "../support/module-builder.ts";
import { PROPERTY_PARAMETERS, PROPERTY_RUNS } from "../support/mutations.ts";

const D = "/lib/modules/6.1";
const NAMES = ["a", "b", "c", "d-e", "f"];
const SYMBOLS = ["s1", "s2", "s3"];

const isWorthIt = cacheRules.isWorthIt;
beforeAll(() => {
  cacheRules.isWorthIt = () => true;
});
afterAll(() => {
  cacheRules.isWorthIt = isWorthIt;
});

const some = (words: readonly string[]): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...words), { maxLength: 2 });

const content = fc.oneof(
  { arbitrary: fc.constant("no module"), weight: 1 },
  { arbitrary: some(["pre: a", "post: b"]).map((softdeps) => buildModule({ softdeps })), weight: 3 },
  { arbitrary: some(["a", "b"]).map((weakdeps) => buildModule({ weakdeps })), weight: 2 },
  {
    arbitrary: fc
      .record({
        exports: some(SYMBOLS),
        needs: some(SYMBOLS),
        aliases: some(["x*", "y-z", "[", "devname:q", "char-major-1-2"]),
        softdeps: some(["pre: a"]),
        weakdeps: some(["b"]),
      })
      .map((description) => buildModule(description)),
    weight: 8,
  },
);

const module = fc.constantFrom(...NAMES).map((name) => `kernel/${name}.ko`);
const input = fc.constantFrom("modules.order", "modules.builtin", "modules.builtin.modinfo");
const inputText = fc.constantFrom("kernel/b.ko\nkernel/a.ko\n", "kernel/fat.ko\n", "fat.alias=x\0", "", "1\n");

/** Something that happens to a tree. */
type Event = (files: FileSystem) => void;

function put(files: FileSystem, path: string, bytes: Uint8Array | string): void {
  remove(files, path);
  const made = typeof bytes === "string" ? Uint8Array.from(Buffer.from(bytes, "latin1")) : bytes;
  files.create(`${D}/${path}`, made, 0o644);
}

function remove(files: FileSystem, path: string): void {
  const [name = ""] = path.split("/").slice(-1);
  const directory = path.includes("/") ? `${D}/kernel` : D;
  if (files.list(directory).some((entry) => entry.name === name)) files.remove(`${D}/${path}`);
}

const changes: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(module, content).map(
    ([path, bytes]): Event =>
      (files) =>
        put(files, path, bytes),
  ),
  fc.tuple(module, content).map(
    ([path, bytes]): Event =>
      (files) => {
        if (files.list(`${D}/kernel`).some(({ name }) => path.endsWith(`/${name}`))) {
          files.overwrite(`${D}/${path}`, typeof bytes === "string" ? Buffer.from(bytes) : bytes);
        }
      },
  ),
  module.map(
    (path): Event =>
      (files) =>
        remove(files, path),
  ),
);

const accidents: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(input, inputText).map(
    ([path, text]): Event =>
      (files) =>
        put(files, path, text),
  ),
  input.map(
    (path): Event =>
      (files) =>
        remove(files, path),
  ),
  fc.constantFrom(...INDEX_NAMES, CACHE_NAME).map(
    (path): Event =>
      (files) =>
        remove(files, path),
  ),
  fc.tuple(fc.constantFrom(...INDEX_NAMES), fc.constantFrom("", "# other\n")).map(
    ([path, text]): Event =>
      (files) =>
        put(files, path, text),
  ),
  fc.nat().map(
    (number): Event =>
      (files) => {
        if (!files.list(D).some(({ name }) => name === CACHE_NAME)) return;
        const bytes = files.read(`${D}/${CACHE_NAME}`);
        const at = number % bytes.length;
        bytes[at] = (bytes[at] as number) ^ 0x10;
        put(files, CACHE_NAME, bytes);
      },
  ),
);

const event = fc.oneof({ arbitrary: changes, weight: 5 }, { arbitrary: accidents, weight: 1 });

const options = fc.oneof(
  { arbitrary: fc.constant<readonly string[]>([]), weight: 6 },
  { arbitrary: fc.constantFrom<readonly string[]>(["-w"], ["-v"], ["-n"], ["-P", "s"], ["-A"]), weight: 1 },
);

const step = fc.record({ events: fc.array(event, { maxLength: 2 }), options });

function answer(platform: MemoryPlatform, words: readonly string[]): unknown {
  const before = { ...platform.written };
  const status = run(["depmod", ...words], platform);
  const names = platform.files.list(D).map(({ name }) => name);
  const files = INDEX_NAMES.map((name) =>
    names.includes(name) ? Buffer.from(platform.files.read(`${D}/${name}`)).toString("latin1") : undefined,
  );
  const { out, err } = platform.written;
  return { status, out: out.slice(before.out.length), err: err.slice(before.err.length), files };
}

/** A tree of its own, in which nothing was remembered. */
function platformOf(): MemoryPlatform {
  const kernel = Object.fromEntries(NAMES.map((name) => [`${name}.ko`, buildModule({ aliases: [name] })]));
  const inputs = { "modules.order": "kernel/b.ko\n", "modules.builtin": "fat.ko\n", "modules.builtin.modinfo": "" };
  return memoryPlatform({ [D]: { ...inputs, kernel } }, { release: "6.1" });
}

test("the same files and messages with a memory as without, however the tree changes", () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
      const [remembering, forgetting] = [platformOf(), platformOf()];
      for (const { events, options: words } of steps) {
        for (const happen of events) {
          happen(remembering.files);
          happen(forgetting.files);
        }
        const before = identities(remembering.files);
        expect(answer(remembering, words)).toEqual(answer(forgetting, ["--no-cache", ...words]));
        const isRun = words.length === 0 && identities(forgetting.files).every((each) => !each.startsWith("-1"));
        if (isRun) kept += identities(remembering.files).filter((each, at) => each === before[at]).length;
      }
    }),
    { ...PROPERTY_PARAMETERS, numRuns: Math.ceil(PROPERTY_RUNS / 10) },
  );
  // The comparison means something only where indexes were kept.
  expect(kept).toBeGreaterThan(PROPERTY_RUNS / 10);
});

function identities(files: FileSystem): readonly string[] {
  const numbers = files.identify?.(INDEX_NAMES.map((name) => `${D}/${name}`)) ?? new Float64Array();
  return INDEX_NAMES.map((_, at) => numbers.slice(at * 7, at * 7 + 7).join(" "));
}
