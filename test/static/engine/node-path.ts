/** What test files that run in the engine use of node:path. */

export function join(...parts: readonly string[]): string {
  const whole: string[] = [];
  for (const part of parts.join("/").split("/")) {
    if (part === "..") whole.pop();
    else if (part !== "" && part !== ".") whole.push(part);
  }
  return `/${whole.join("/")}`;
}

export default {};
