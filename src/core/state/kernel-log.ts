/** Records of the kernel's log as /dev/kmsg gives them. See Documentation/ABI/testing/dev-kmsg of the kernel. */

/** One message of the kernel. */
export interface LogRecord {
  /** Severity of syslog(3), 0 to 7. */
  readonly severity: number;
  readonly sequence: number;
  /** Microseconds since the kernel started. */
  readonly time: number;
  /** Byte string without the final newline. */
  readonly text: string;
}

/** Facility and severity, sequence number, time, flags and whatever later kernels add; the text; lines of properties. */
const RECORD = /^(\d{1,9}),(\d{1,19}),(\d{1,19}),[^;]*;([^\n]*)/;

/** What is no printable character is written as `\x` and two digits; so is a backslash. */
const ESCAPE = /\\x([0-9a-f]{2})/g;

/** The record in a byte string; undefined for what is none. */
export function parseLogRecord(bytes: string): LogRecord | undefined {
  const found = RECORD.exec(bytes);
  if (found === null) return undefined;
  const [, priority, sequence, time, text = ""] = found;
  return {
    severity: Number(priority) & 7,
    sequence: Number(sequence),
    time: Number(time),
    text: text.replace(ESCAPE, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
  };
}
