/** What a guest is to do, and what came of it. */

/** The rows of a table; all text is plain shell, with $EXTRA for the lab's own modules and $TREE for the kernel's. */
export interface CaseRow {
  /** /etc/modprobe.d/lab.conf. */
  readonly configuration?: string;
  /** Modules to load beforehand. */
  readonly loaded?: string;
  /** Further preparation. */
  readonly before?: string;
  /** The question: `modprobe` and its kin are the tools that are compared. */
  readonly run: string;
  /** What else to look at afterwards; /proc/modules always is. */
  readonly look?: string;
  /** Until the question is given up, where that is more than usual. */
  readonly seconds?: number;
  /** In a boot of its own: it leaves something behind that stays. */
  readonly fresh?: true;
}

export interface KernelCase extends CaseRow {
  readonly name: string;
}

export interface KernelOutcome {
  /** Exit status; 128 and more: ended by a signal; 124: not within the time limit. */
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** /proc/modules without addresses, and what `look` printed. */
  readonly state: string;
  /** What the preparation printed; nothing, if all is well. */
  readonly before: string;
}

export type CaseTable = Readonly<Record<string, CaseRow>>;

/** The cases of a table; their names begin with the subject. */
export function casesOf(subject: string, table: CaseTable): readonly KernelCase[] {
  return Object.entries(table).map(([name, row]) => ({ ...row, name: `${subject}: ${name}` }));
}
