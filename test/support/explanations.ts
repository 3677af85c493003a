/** Our explanations below kmod's messages, where answers are compared with kmod's: see docs/compatibility.md. */

/** A message of a tool that can fail, with the indented lines that belong to it. */
const EXPLAINED = /^((?:modprobe|insmod|rmmod): (?:FATAL|ERROR|WARNING): .*\n)(?: {2}\S.*\n)+/gm;

/** What is said of a parameter that the kernel ignored. */
const REMARK = /^(?:modprobe|insmod): WARNING: module \w+ has no parameter '.*\n/gm;

/** The messages on standard error alone; all of it where the command line does not ask for more. */
export function withoutExplanations(err: string, commandLine: string): string {
  if (!/(?:^| )-[a-zA-Z]*v/.test(commandLine)) return err;
  return err.replaceAll(EXPLAINED, "$1").replaceAll(REMARK, "");
}
