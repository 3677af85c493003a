/**
 * What the suites use of vitest, for an engine that cannot run it. What a test expects is not judged here: it is recorded, and
 * vitest judges, in support/engine-suite.ts.
 */

import { type Encoded, encode, LeftToVitest } from "./values.ts";

/** A matcher that a test called: on what, and with what. */
export interface Expectation {
  readonly value: Encoded;
  readonly message?: string;
  readonly negated: boolean;
  readonly matcher: string;
  readonly args: readonly Encoded[];
}

type How = Pick<Expectation, "message" | "negated">;

/** A test as vitest is to declare it. */
export interface TestNode {
  readonly kind: "test";
  readonly name: string;
  /** The row of a table, whose values go into the name. */
  readonly row?: Encoded;
  /** By this it is run. */
  readonly number: number;
}

export interface SuiteNode {
  readonly kind: "suite";
  readonly name: string;
  readonly row?: Encoded;
  readonly children: readonly (SuiteNode | TestNode)[];
}

/** What a file declares, and what it expects when that is done. */
export interface Declared {
  readonly tests: SuiteNode;
  readonly expectations: readonly Expectation[];
}

/** What came of a test. */
export interface TestResult {
  readonly expectations: readonly Expectation[];
  /** What was thrown, with its trace. */
  readonly thrown?: string;
}

type Action = () => unknown;

interface Suite {
  readonly kind: "suite";
  readonly name: string;
  readonly row: Row | undefined;
  readonly children: (Suite | TestNode)[];
  readonly above: Suite | undefined;
  readonly before: Action[];
  readonly after: Action[];
}

interface Body {
  readonly suite: Suite;
  readonly action: Action;
}

interface TestFile {
  readonly top: Suite;
  readonly expectations: Expectation[];
  readonly bodies: Body[];
}

const files = new Map<string, TestFile>();
let current: TestFile | undefined;
let suite: Suite | undefined;
let expectations: Expectation[] = [];

/** The row of a table that a declaration is for. */
interface Row {
  readonly row: Encoded;
}

function newSuite(name: string, row: Row | undefined, above: Suite | undefined): Suite {
  return { kind: "suite", name, row, children: [], above, before: [], after: [] };
}

function here(): { readonly file: TestFile; readonly suite: Suite } {
  if (current === undefined || suite === undefined) throw new Error("outside of a test file");
  return { file: current, suite };
}

/** What is declared from now on is of this file. */
export function beginFile(path: string): void {
  suite = newSuite(path, undefined, undefined);
  expectations = [];
  current = { top: suite, expectations, bodies: [] };
  files.set(path, current);
}

function declareSuite(name: string, row: Row | undefined, declareInside: Action): void {
  const outer = here().suite;
  const inner = newSuite(name, row, outer);
  outer.children.push(inner);
  suite = inner;
  declareInside();
  suite = outer;
}

function declareTest(name: string, row: Row | undefined, action: Action): void {
  const { file, suite: holder } = here();
  holder.children.push({ kind: "test", name, number: file.bodies.length, ...row });
  file.bodies.push({ suite: holder, action });
}

type Declare = typeof declareTest;
type Each = (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => unknown) => void;
type Declaring = ((name: string, action: Action) => void) & { readonly each: Each };

function eachBy(declare: Declare): Each {
  return (rows) => (name, body) => {
    for (const row of rows) {
      const words = (Array.isArray(row) ? row : [row]) as never[];
      declare(name, { row: encode(row) }, () => body(...words));
    }
  };
}

function declaring(declare: Declare): Declaring {
  return Object.assign((name: string, action: Action) => declare(name, undefined, action), { each: eachBy(declare) });
}

export const describe: Declaring = declaring(declareSuite);
export const test: Declaring = declaring(declareTest);
export const it: Declaring = declaring(declareTest);

export function beforeAll(action: Action): void {
  here().suite.before.push(action);
}

export function afterAll(action: Action): void {
  here().suite.after.push(action);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether two objects are the same one is lost with the way to vitest. */
function recordIdentity(value: object, wanted: unknown, how: How): void {
  expectations.push({ value: value === wanted, matcher: "toBe", args: [true], ...how });
}

/** Those that the suites use; the engine has no `Proxy`. */
const MATCHERS = [
  "toBe",
  "toBeDefined",
  "toBeGreaterThan",
  "toBeGreaterThanOrEqual",
  "toBeLessThan",
  "toBeLessThanOrEqual",
  "toBeUndefined",
  "toContain",
  "toEqual",
  "toHaveLength",
  "toMatch",
  "toMatchInlineSnapshot",
  "toMatchObject",
  "toMatchSnapshot",
] as const;

type Matcher = (...args: readonly unknown[]) => void;
type Matchers = Readonly<Record<(typeof MATCHERS)[number], Matcher>>;

function record(value: unknown, matcher: string, args: readonly unknown[], how: How): void {
  if (matcher === "toBe" && isObject(value)) recordIdentity(value, args[0], how);
  else expectations.push({ value: encode(value), matcher, args: args.map((each) => encode(each)), ...how });
}

function matchers(value: unknown, how: How): Matchers {
  const pairs = MATCHERS.map(
    (name) => [name, (...args: readonly unknown[]) => record(value, name, args, how)] as const,
  );
  return Object.fromEntries(pairs) as Matchers;
}

type Partly = (wanted: unknown) => LeftToVitest;

const partly =
  (name: string): Partly =>
  (wanted) =>
    new LeftToVitest(name, [wanted]);

function expectThat(value: unknown, message?: string): Matchers & { readonly not: Matchers } {
  const how = message === undefined ? {} : { message };
  return { ...matchers(value, { ...how, negated: false }), not: matchers(value, { ...how, negated: true }) };
}

export const expect: typeof expectThat & Readonly<Record<"arrayContaining" | "objectContaining", Partly>> =
  Object.assign(expectThat, {
    arrayContaining: partly("arrayContaining"),
    objectContaining: partly("objectContaining"),
  });

function fileOf(path: string): TestFile {
  const file = files.get(path);
  if (file === undefined) throw new Error(`There is no test file ${path} in here`);
  return file;
}

/** The tests of a file. */
export function listTests(path: string): Declared {
  const bare = ({ kind, name, row, children }: Suite): SuiteNode => {
    const inside = children.map((child) => (child.kind === "suite" ? bare(child) : child));
    return { kind, name, ...row, children: inside };
  };
  const { top, expectations: declared } = fileOf(path);
  return { tests: bare(top), expectations: declared };
}

/** The suites around a test, the outermost first. */
function around(innermost: Suite): readonly Suite[] {
  return innermost.above === undefined ? [innermost] : [...around(innermost.above), innermost];
}

function runActions(actions: readonly Action[]): void {
  for (const action of actions) {
    if (isObject(action())) throw new Error("Tests that run in the engine are synchronous");
  }
}

/** Runs one test, with what goes before and after all of its suites. */
export function runTest(path: string, number: number): TestResult {
  const body = fileOf(path).bodies[number];
  if (body === undefined) throw new Error(`${path} has no test ${number}`);
  const suites = around(body.suite);
  expectations = [];
  try {
    runActions([...suites.flatMap(({ before }) => before), body.action]);
    runActions(suites.toReversed().flatMap(({ after }) => after));
    return { expectations };
  } catch (error) {
    return { expectations, thrown: error instanceof Error ? `${error}\n${error.stack}` : String(error) };
  }
}
