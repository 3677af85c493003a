/** The certificates of `fixtures/certificates`, and the fixture module signed with their keys. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixtureBytes } from "./fixture-modules.ts";
import { appendSignature } from "./signature-builder.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/certificates");

export function certificateFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

/** The fixture module with one of the detached signatures appended, as scripts/sign-file does. */
export function signedModule(signature: string, image: Uint8Array = fixtureBytes("gcc12-amd64.ko")): Uint8Array {
  return appendSignature(image, { signature: certificateFile(signature) });
}
