/** Types of project.mjs, for the tests. */

/** All files below a directory of the repository, with absolute paths; none where there is no such directory. */
export function filesBelow(directory: string): readonly string[];
