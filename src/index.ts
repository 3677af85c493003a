/**
 * The library: everything the tools know, as functions; see docs/library.md. Synchronous; errors are `KmodError` and
 * its children, each with an errno and a code. Text from files and the kernel comes as byte strings: `decodeUtf8` makes
 * text of them.
 *
 * Start with `nodePlatform()`; every function that reads takes the platform, or its files, first.
 */

export { inAnotherRoot } from "./core/another-root.ts";
export { compareBytes, decodeUtf8, encodeUtf8, fromByteString, toByteString } from "./core/bytes.ts";
export { type BootModule, type BootWords, readBootWords } from "./core/config/boot-words.ts";
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
export { type ModulesLoadPlaces, type ModuleToLoad, readModulesLoad } from "./core/config/modules-load.ts";
export { readConfiguration } from "./core/config/read.ts";
export type { ConfigurationPlaces } from "./core/config/search-path.ts";
export {
  type DepmodConfigurationPlaces,
  type DepmodDirective,
  readDepmodDirectives,
} from "./core/depmod/configuration.ts";
export { findCopies, type LosingCopy, type ModuleCopies } from "./core/depmod/copies.ts";
export { DepmodError, type Say } from "./core/depmod/say.ts";
export { type Verification, type VerifiedPlaces, verifyIndexes } from "./core/depmod/verify.ts";
export { type Candidate as DeviceCandidate, CandidateFinder } from "./core/device/candidates.ts";
export { findDevices } from "./core/device/find-devices.ts";
export { locateDevices } from "./core/device/locate-device.ts";
export type { SysfsDevice } from "./core/device/sysfs-device.ts";
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
export { FormatError, KmodError, type KmodErrorCode, SystemError, UsageError } from "./core/errors.ts";
export { type Forecast, type ForecastStep, forecastInsertion, type Outcome } from "./core/explanation/forecast.ts";
export { findRoutes, type RouteSources, type Routes } from "./core/explanation/routes.ts";
export { type Candidate, readCandidate } from "./core/fitness/candidate.ts";
export { Exporters } from "./core/fitness/exporters.ts";
export { judge } from "./core/fitness/judge.ts";
export { type KernelExports, readKernelImage, readSymvers } from "./core/fitness/kernel-exports.ts";
export { type Misfit, type Verdict, verdictOf } from "./core/fitness/misfit.ts";
export { readTarget, type TargetKernel, type TargetPlace } from "./core/fitness/target.ts";
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
export { type LintFinding, RULES, type Rule, type Severity } from "./core/lint/finding.ts";
export { lint } from "./core/lint/lint.ts";
export { LintModules } from "./core/lint/modules.ts";
export { readSources, type SourceKind, type Sources } from "./core/lint/sources.ts";
export { createDatabase, type KnownModule, type ModuleDatabase } from "./core/module/database.ts";
export {
  type DependencyGraph,
  type Direction,
  walkDependencies,
} from "./core/module/dependency-walk.ts";
export {
  type ModuleDescription,
  type ModuleParts,
  readModuleDescription,
  readModuleParts,
} from "./core/module/description.ts";
export { absolutePath, type ModuleRoot, moduleDirectory } from "./core/module/directory.ts";
export { type FileParameters, readFileParameters } from "./core/module/file-parameters.ts";
export { type Hindrance, hindrancesOf, type Obstacles } from "./core/module/hindrances.ts";
export { type FileInsertion, insertBytes, insertFile } from "./core/module/insert-file.ts";
export {
  type InsertionRequest,
  isHeldBack,
  type PlannedStep,
  planInsertion,
  type Step,
} from "./core/module/insertion.ts";
export { compareFingerprints, readFileFingerprint, readLoadedFingerprint } from "./core/module/loaded-file.ts";
export { combineParameters, type ParameterFacts, type ParameterSources } from "./core/module/parameter-facts.ts";
export { type ModuleParameter, mergeParameters, type ParameterList } from "./core/module/parameters.ts";
export { planRemoval, type RemovalRequest, type RemovalStep } from "./core/module/removal.ts";
export { removeWaiting } from "./core/module/remove-waiting.ts";
export { knowsLoaded, readLoadedByName } from "./core/module/running.ts";
export { type ModuleStanding, type Standing, standingOf } from "./core/module/standing.ts";
export { type ParameterSetting, settingsOf } from "./core/module/wanted-parameters.ts";
export { hasModuleSuffix, moduleNameOfPath, normaliseAlias } from "./core/names.ts";
export type * from "./core/platform.ts";
export type { Certificate } from "./core/signature/certificate.ts";
export { decodeCertificateFile } from "./core/signature/certificate-file.ts";
export { verifySignature } from "./core/signature/verify.ts";
export { readKernelCompression } from "./core/state/kernel-compression.ts";
export { type LogRecord, parseLogRecord } from "./core/state/kernel-log.ts";
export { areModulesDisabled } from "./core/state/modules-disabled.ts";
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
