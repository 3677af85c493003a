/** What test files that run in the engine take to be there. The environment is empty. */

Object.assign(globalThis, { process: { env: {} } });
