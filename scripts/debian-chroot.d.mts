export interface RootRun {
  readonly status: number;
  readonly output: string;
}

export function runInRoot(
  folder: string,
  commands: string,
  options?: { readonly bound?: readonly (readonly [from: string, to: string])[] },
): RootRun;
