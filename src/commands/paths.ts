/** Paths as byte strings: joining and making relative. */

/** `path` seen from `directory`; an absolute one stands by itself. */
export function joinPath(directory: string, path: string): string {
  if (path.startsWith("/")) return path;
  return directory.endsWith("/") ? directory + path : `${directory}/${path}`;
}

/** How to reach the absolute path `to` from the directory `from`; both without symbolic links. */
export function relativePath(from: string, to: string): string {
  const start = from.split("/").filter(Boolean);
  const end = to.split("/").filter(Boolean);
  let common = 0;
  while (common < start.length && start[common] === end[common]) common++;
  return [...start.slice(common).map(() => ".."), ...end.slice(common)].join("/");
}
