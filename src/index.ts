/**
 * The library: everything the tools know, as functions. Synchronous; errors are `KmodError` and its children, each
 * with an errno. Text from files and the kernel comes as byte strings: `decodeUtf8` makes text of them.
 *
 * Start with `nodePlatform()`; every function that reads takes the platform, or its files, first.
 */

export { compareBytes, decodeUtf8, encodeUtf8, fromByteString, toByteString } from "./core/bytes.ts";
export type * from "./core/config/configuration.ts";
export { toConfiguration } from "./core/config/configuration.ts";
export {
  aliasTargets,
  commandNamed,
  installCommandFor,
  isBlacklisted,
  type NamedCommand,
  optionsFor,
  removeCommandFor,
  softDependenciesFor,
  weakDependenciesFor,
} from "./core/config/matching.ts";
export { readConfiguration } from "./core/config/read.ts";
export type { ConfigurationPlaces } from "./core/config/search-path.ts";
export {
  explainIgnored,
  explainInsertion,
  type InsertionAttempt,
} from "./core/diagnosis/explain-insertion.ts";
export { explainRemoval, type RefusedRemoval } from "./core/diagnosis/explain-removal.ts";
export type { Finding } from "./core/diagnosis/finding.ts";
export { openScene, type Scene } from "./core/diagnosis/scene.ts";
export { readBuildId } from "./core/elf/build-id.ts";
export { imageSource } from "./core/elf/byte-source.ts";
export { type ElfFile, readElf, type Section } from "./core/elf/file.ts";
export { type Forcing, forcedImage } from "./core/elf/forced-image.ts";
export { type ModinfoEntry, readModinfo } from "./core/elf/modinfo.ts";
export { withModuleImage } from "./core/elf/module-file.ts";
export { type ModuleSignature, readSignature } from "./core/elf/signature.ts";
export { type NeededSymbol, readExportedSymbols, readNeededSymbols } from "./core/elf/symbols.ts";
export { readInternalName } from "./core/elf/this-module.ts";
export { readExtendedVersions, readSymbolVersions, type SymbolVersion } from "./core/elf/versions.ts";
export { type Errno, errnoText } from "./core/errno.ts";
export { FormatError, KmodError, SystemError, UsageError } from "./core/errors.ts";
export { matchesGlob } from "./core/glob.ts";
export type { BuiltinModinfoEntry } from "./core/index/builtin-modinfo.ts";
export { type DeviceNode, parseDevname } from "./core/index/devname.ts";
export {
  type IndexProblem,
  type ModuleDependency,
  type ModuleIndex,
  openModuleIndex,
} from "./core/index/module-index.ts";
export { type ModuleText, parseModuleTexts, parseOrder, type TextFile } from "./core/index/text-files.ts";
export { openTrie, type Trie } from "./core/index/trie-reader.ts";
export { createDatabase, type KnownModule, type ModuleDatabase } from "./core/module/database.ts";
export {
  type ModuleDescription,
  type ModuleParts,
  readModuleDescription,
  readModuleParts,
} from "./core/module/description.ts";
export { absolutePath, type ModuleRoot, moduleDirectory } from "./core/module/directory.ts";
export { type FileInsertion, insertBytes, insertFile } from "./core/module/insert-file.ts";
export {
  type InsertionRequest,
  isHeldBack,
  type PlannedStep,
  planInsertion,
  type Step,
} from "./core/module/insertion.ts";
export { type ModuleParameter, mergeParameters, type ParameterList } from "./core/module/parameters.ts";
export { planRemoval, type RemovalRequest, type RemovalStep } from "./core/module/removal.ts";
export { removeWaiting } from "./core/module/remove-waiting.ts";
export { hasModuleSuffix, moduleNameOfPath, normaliseAlias } from "./core/names.ts";
export type * from "./core/platform.ts";
export { readKernelCompression } from "./core/state/kernel-compression.ts";
export { type LogRecord, parseLogRecord } from "./core/state/kernel-log.ts";
export { type LoadedModule, type ModuleLine, parseProcModules, readLoadedModules } from "./core/state/proc-modules.ts";
export {
  type InitState,
  type LoadedParameter,
  type LoadedSection,
  readCoreSize,
  readHolders,
  readInitState,
  readParameters,
  readReferenceCount,
  readSections,
  readTaint,
} from "./core/state/sys-module.ts";
export { describeTaint } from "./core/state/taint.ts";
export { nodePlatform } from "./node/platform.ts";
