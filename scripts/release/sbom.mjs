/** What is inside of each released file, as CycloneDX 1.5 in JSON: https://cyclonedx.org/docs/1.5/json/ */

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { description, MAKING, releaseTime, version } from "./facts.mjs";
import { sha256 } from "./hashes.mjs";

/** One licence as CycloneDX has it: by its name, as an expression, or in words where SPDX has no name. */
function licences(license) {
  if (license.startsWith("LicenseRef-")) return [{ license: { name: license.slice("LicenseRef-".length) } }];
  return license.includes(" ") ? [{ expression: license }] : [{ license: { id: license } }];
}

/** Debian's source package, without which nobody knows what was compiled. */
function origin({ debian, architecture }) {
  if (debian === undefined) return {};
  const properties = {
    "kmod-ts:architecture": architecture,
    "debian:package": debian.name,
    "debian:source": debian.source,
    "debian:source-version": debian.sourceVersion,
  };
  return { properties: Object.entries(properties).map(([name, value]) => ({ name, value })) };
}

function libraryEntry(component) {
  const { name, version: libraryVersion, license, purl, hash } = component;
  return {
    type: "library",
    "bom-ref": reference(component),
    name,
    version: libraryVersion,
    ...(hash === undefined ? {} : { hashes: [{ alg: "SHA-512", content: hash }] }),
    licenses: licences(license),
    purl,
    ...origin(component),
  };
}

/** The same package serves several architectures. */
function reference({ purl, architecture }) {
  return architecture === undefined ? purl : `${purl}#${architecture}`;
}

function fileEntry({ name }) {
  return { type: "file", "bom-ref": `file:${name}`, name, hashes: [{ alg: "SHA-256", content: sha256(MAKING, name) }] };
}

/** RFC 4122's form of a hash: the same release has the same number. */
function serialNumber(text) {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Writes `kmod-ts-VERSION.cdx.json`. `files` are the released ones: `{ name, components }`, with components of
 * components.mjs. Returns its name.
 */
export function writeSbom(files, components) {
  const own = { name: description.name, version, purl: `pkg:npm/${description.name}@${version}` };
  const content = {
    metadata: {
      timestamp: new Date(releaseTime() * 1000).toISOString(),
      component: {
        type: "application",
        "bom-ref": own.purl,
        ...own,
        description: description.description,
        licenses: licences(description.license),
      },
    },
    components: [...files.map(fileEntry), ...components.map(libraryEntry)],
    dependencies: [
      { ref: own.purl, dependsOn: files.map(({ name }) => `file:${name}`) },
      ...files.map((file) => ({ ref: `file:${file.name}`, dependsOn: file.components.map(reference) })),
    ],
  };
  const head = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: serialNumber(JSON.stringify(content)),
    version: 1,
  };
  const name = `kmod-ts-${version}.cdx.json`;
  writeFileSync(join(MAKING, name), `${JSON.stringify({ ...head, ...content }, undefined, 2)}\n`);
  return name;
}
