/** Module trees of any size: each module exports two symbols, needs one of another module and ten of the kernel, and has four aliases. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SHT = { progbits: 1, symtab: 2, strtab: 3 };
const SHN_ABS = 0xfff1;
/** Bytes of code, without which a module would be too small to be like one. */
const CODE = Buffer.alloc(4096);
const KERNEL_SYMBOLS = Array.from({ length: 200 }, (_, at) => `kernel_function_${at}`);
const MODULES_A_FOLDER = 64;

/** Strings one behind the other, and where each begins. */
class Strings {
  bytes = "\0";

  add(text) {
    const offset = this.bytes.length;
    this.bytes += `${text}\0`;
    return offset;
  }
}

function symbolTable(symbols, strings) {
  const table = Buffer.alloc(24 * (symbols.length + 1));
  for (const [at, { name, section, value = 0 }] of symbols.entries()) {
    const entry = 24 * (at + 1);
    table.writeUInt32LE(strings.add(name), entry);
    table.writeUInt8(0x10, entry + 4);
    table.writeUInt16LE(section, entry + 6);
    table.writeBigUInt64LE(BigInt(value), entry + 8);
  }
  return table;
}

/** A relocatable ELF64 file of these sections; the section names come last. */
function elf(sections) {
  const names = new Strings();
  const all = [...sections, { name: ".shstrtab", type: SHT.strtab }];
  const offsets = all.map(({ name }) => names.add(name));
  all.at(-1).bytes = Buffer.from(names.bytes, "latin1");
  let at = 64;
  const headers = [Buffer.alloc(64)];
  for (const [index, { type, bytes }] of all.entries()) {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(offsets[index]);
    header.writeUInt32LE(type, 4);
    header.writeBigUInt64LE(BigInt(at), 24);
    header.writeBigUInt64LE(BigInt(bytes.length), 32);
    headers.push(header);
    at += bytes.length;
  }
  const start = Buffer.alloc(64);
  start.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  start.writeUInt16LE(1, 16);
  start.writeUInt16LE(62, 18);
  start.writeBigUInt64LE(BigInt(at), 40);
  start.writeUInt16LE(64, 58);
  start.writeUInt16LE(headers.length, 60);
  start.writeUInt16LE(headers.length - 1, 62);
  return Buffer.concat([start, ...all.map(({ bytes }) => bytes), ...headers]);
}

function moduleBytes(index) {
  const hex = index.toString(16).toUpperCase().padStart(8, "0");
  const aliases = [0, 1, 2, 3].map((kind) => `alias=pci:v0000${kind}ACEd${hex}sv*sd*bc*sc*i*`);
  const modinfo = [...aliases, "license=GPL", `name=made_module_${index}`, "vermagic=6.1.0 SMP mod_unload"];
  const needs = KERNEL_SYMBOLS.filter((_, at) => at % 20 === index % 20);
  // A tree of four branches: its depth, and with it the length of a line in modules.dep, hardly grows.
  if (index > 0) needs.push(`made_function_${(index - 1) >> 2}_a`);
  const exported = ["a", "b"].map((letter) => `__crc_made_function_${index}_${letter}`);
  const strings = new Strings();
  const symbols = symbolTable(
    [
      ...exported.map((name) => ({ name, section: SHN_ABS, value: index + 1 })),
      ...needs.map((name) => ({ name, section: 0 })),
    ],
    strings,
  );
  return elf([
    { name: ".text", type: SHT.progbits, bytes: CODE },
    { name: ".modinfo", type: SHT.progbits, bytes: Buffer.from(`${modinfo.join("\0")}\0`, "latin1") },
    { name: ".symtab", type: SHT.symtab, bytes: symbols },
    { name: ".strtab", type: SHT.strtab, bytes: Buffer.from(strings.bytes, "latin1") },
  ]);
}

/** Makes the module directory of kernel `version` below `root`, with so many modules. */
export function makeTree(root, version, count) {
  const directory = join(root, "lib/modules", version);
  const order = [];
  for (let index = 0; index < count; index++) {
    const folder = `kernel/drivers/made_${Math.floor(index / MODULES_A_FOLDER)}`;
    if (index % MODULES_A_FOLDER === 0) mkdirSync(join(directory, folder), { recursive: true });
    const path = `${folder}/made_module_${index}.ko`;
    writeFileSync(join(directory, path), moduleBytes(index));
    order.push(path);
  }
  writeFileSync(join(directory, "modules.order"), order.map((path) => `${path}\n`).join(""));
  writeFileSync(join(directory, "modules.builtin"), "");
  writeFileSync(join(directory, "modules.builtin.modinfo"), "");
}
