/**
 * What the taint letters of a module mean. See "Tainted kernels" in the kernel's administration guide; the letters of
 * /proc/modules and /sys/module/NAME/taint are those of /proc/sys/kernel/tainted.
 */

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["P", "proprietary module"],
  ["G", "only modules with a GPL-compatible licence"],
  ["F", "module was force loaded"],
  ["S", "kernel runs on a system that is out of specification"],
  ["R", "module was force unloaded"],
  ["M", "processor reported a machine check exception"],
  ["B", "bad page referenced or unexpected page flags"],
  ["U", "taint requested by a user space program"],
  ["D", "kernel died recently: there was an oops or a bug"],
  ["A", "ACPI table overridden by the user"],
  ["W", "kernel issued a warning"],
  ["C", "staging driver"],
  ["I", "workaround for a bug in the platform firmware"],
  ["O", "module built out of the kernel tree"],
  ["E", "unsigned module"],
  ["L", "soft lockup occurred"],
  ["K", "live patch"],
  ["X", "auxiliary taint, defined by distributions"],
  ["T", "built with the struct randomization plugin"],
  ["N", "in-kernel test"],
  ["J", "userspace used a mutating debug operation in fwctl"],
]);

/** The meanings of taint letters, one for each letter in their order; an unknown letter says so. */
export function describeTaint(letters: string): readonly string[] {
  return Array.from(letters, (letter) => MEANINGS.get(letter) ?? `unknown taint '${letter}'`);
}
