package import RunDocument

/// A registry that refuses, or that is not what it claims to be.
package enum RegistryError: Failure, Equatable {
    case invalidName(String)
    case invalidReference(String)
    case unknownModel(String, registry: String)
    case unknownVersion(String, model: String, known: [Int])
    case emptyModel(directory: String)
    case notADirectory(String)
    case hostilePath(String, reason: String)
    case unsafeFormat(String, UnsafeFormat)
    case failedRun(stage: String?)
    /// The bytes are not those that the run, or the user, speaks of.
    case changedModel(source: String, expected: String, found: String)
    case versionTaken(Int, model: String)
    case sameContent(version: Int, asked: Int)
    case lockHeld(path: String, seconds: Int)
    case damaged(path: String, reason: String)
    case brokenAudit(path: String)
    /// The index has tags that no record accounts for.
    case foreignEdit(path: String)
    case tagMoved(tag: String, expected: Int?, found: Int?)
    case exists(path: String)
    /// A version that something stands on cannot be deleted.
    case liveVersion(Int, model: String, tags: [String])
    case reservedTag(String)
    case unknownAlias(String, model: String)
    case invalidTime(String)
    /// Something else than what can be imported.
    case notImportable(source: String, reason: String)
    case unknownSource(tag: String?, layout: String, known: [String])
    case unnamedModel(source: String)
    /// An audit log that is not the one of which a checkpoint was taken.
    case otherAudit(path: String, reason: String)
    /// A file that is no checkpoint of an audit log.
    case notCheckpoint(path: String, reason: String)
    /// A checkpoint that nobody who is trusted has signed, or that was changed since.
    case untrustedCheckpoint(path: String, reason: String)
    case policyWithoutKeys(requirement: String, key: String)
    /// - Parameter reason: what is wrong with the signature that there is.
    case unsigned(String, reason: String?)
    case unapproved(String, reason: String?)
    case notAnApprover(key: String, named: String?)
    /// Others kept changing a registry elsewhere.
    case contended(String)
    /// An index elsewhere that was there, and is not any more.
    ///
    /// - Parameters:
    ///   - mirror: the directory that has a copy of it.
    ///   - remnant: what is still there, and shows that there was an index.
    case lostIndex(String, mirror: String?, remnant: String?)
    /// A directory that only repeats what is elsewhere.
    case onlyMirror(path: String)
    /// Something that can be done to a registry here only.
    case elsewhere(String, action: String, hint: String?)

    package var exitStatus: ExitStatus {
        switch self {
        case .invalidName, .invalidReference, .reservedTag, .invalidTime, .unnamedModel:
            .usage
        case .unknownModel, .unknownVersion, .unknownAlias, .unknownSource: .missingInput
        case .emptyModel, .notADirectory, .hostilePath, .changedModel, .damaged, .brokenAudit,
            .foreignEdit, .notImportable, .notCheckpoint, .lostIndex:
            .dataFormat
        case .otherAudit: .negative
        case .untrustedCheckpoint: .denied
        case .unsafeFormat, .failedRun, .liveVersion, .unsigned, .unapproved, .notAnApprover:
            .denied
        case .policyWithoutKeys, .onlyMirror, .elsewhere: .configuration
        case .versionTaken, .sameContent, .exists: .cannotCreate
        case .lockHeld, .tagMoved, .contended: .temporary
        }
    }

    package var description: String {
        switch self {
        case .invalidName(let name): "'\(name)' cannot name a model"
        case .invalidReference(let text): "'\(text)' does not name a version of a model"
        case .unknownModel(let name, let registry): "no model '\(name)' in '\(registry)'"
        case .unknownVersion(let reference, let model, _):
            "model '\(model)' has no version '\(reference)'"
        case .emptyModel(let directory): "the model directory '\(directory)' holds no files"
        case .notADirectory(let path): "the model '\(path)' is not a directory"
        case .hostilePath(let path, let reason):
            "refusing the file '\(path.shortened())': \(reason)"
        case .unsafeFormat(let path, let format):
            "refusing the file '\(path.shortened())': \(format.reason)"
        case .failedRun(let stage):
            "refusing a run that did not pass\(stage.map { " '\($0)'" } ?? "")"
        case .changedModel(let source, let expected, let found):
            "the model '\(source)' changed: its digest is '\(found)', not '\(expected)'"
        case .versionTaken(let version, let model):
            "version \(version) of '\(model)' cannot be given to another model"
        case .sameContent(let version, let asked):
            "this model is version \(version) already and cannot be version \(asked) too"
        case .lockHeld(let path, let seconds):
            "another process has held the lock '\(path)' for \(seconds) s"
        case .damaged(let path, let reason): "'\(path)' is damaged: \(reason)"
        case .brokenAudit(let path): "'\(path)' does not end with the record in 'index.json'"
        case .foreignEdit(let path): "something else than this tool edited '\(path)'"
        case .tagMoved(let tag, let expected, let found):
            "'\(tag)' moved from version \(Self.word(expected)) to \(Self.word(found)) meanwhile"
        case .exists(let path): "'\(path)' exists and holds something else"
        case .liveVersion(let version, let model, let tags):
            "version \(version) of '\(model)' is in use as \(Self.list(tags))"
        case .reservedTag(let tag): "'\(tag)' cannot be an alias"
        case .unknownAlias(let tag, let model): "model '\(model)' has no alias '\(tag)'"
        case .invalidTime(let text): "'\(text)' is no date or time"
        case .notImportable(let source, let reason): "cannot import '\(source)': \(reason)"
        case .unknownSource(let tag?, let layout, _): "the layout '\(layout)' has no tag '\(tag)'"
        case .unknownSource(nil, let layout, let known):
            known.isEmpty
                ? "the layout '\(layout)' holds no model"
                : "the layout '\(layout)' holds more than one model"
        case .unnamedModel(let source):
            "'\(source)' does not say what its model is called"
        case .otherAudit(let path, let reason):
            "'\(path)' is not the log of the checkpoint: \(reason)"
        case .notCheckpoint(let path, let reason): "'\(path)' is no checkpoint: \(reason)"
        case .untrustedCheckpoint(let path, let reason):
            "refusing the checkpoint '\(path)': \(reason)"
        case .policyWithoutKeys(let requirement, let key):
            "the policy asks for '\(requirement)' and names no key in '\(key)'"
        case .unsigned(let version, let reason):
            "'\(version)' has no signature that counts\(reason.map { ": it is \($0)" } ?? "")"
        case .unapproved(let version, let reason):
            "'\(version)' has no approval that counts\(reason.map { ": it is \($0)" } ?? "")"
        case .notAnApprover(let key, nil): "the key '\(key)' is not one of an approver"
        case .notAnApprover(let key, let name?):
            "the key '\(key)' is not one of the approver '\(name)'"
        case .contended(let name): "others kept changing '\(name)'"
        case .lostIndex(let name, let mirror, let remnant):
            "the index of '\(name)' is gone: there was one, as "
                + "\(Self.list([mirror, remnant].compactMap { $0 })) shows"
        case .onlyMirror(let path):
            "'\(path)' is the mirror of a registry elsewhere, and what is written there is lost"
        case .elsewhere(let registry, let action, _):
            "cannot \(action) '\(registry)', which is elsewhere"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidName:
            "use lower-case letters and digits, joined by single '.', '_' or '-', at most 100"
        case .invalidReference: "write NAME@VERSION, as penguins@3 or penguins@production"
        case .unknownVersion(_, _, let known) where !known.isEmpty:
            "known versions: \(known.map(String.init).joined(separator: ", "))"
        case .unsafeFormat(_, let format): format.hint
        case .changedModel: "evaluate the model again, then register it"
        case .sameContent: "use --force-new to store it twice"
        case .lockHeld: "try again, or wait longer with --lock-timeout"
        case .brokenAudit: "restore it from a backup, or move it away to begin a new log"
        case .foreignEdit:
            "see 'mlx-register fsck'; the next registration or alias takes the tags as they are"
        case .liveVersion: "move or remove what stands on it first"
        case .reservedTag:
            "use a word of letters, digits, '.', '_' and '-' that is no number and not "
                + "'production', 'previous' or 'latest'"
        case .invalidTime: "write 2026-11-20 or 2026-11-20T12:00:00Z"
        case .unknownSource(_, _, let known) where !known.isEmpty:
            "known tags: \(known.joined(separator: ", "))"
        case .unnamedModel: "say it with --model"
        case .tagMoved: "look at 'mlx-promote show', then try again"
        case .policyWithoutKeys: "list the public keys in mlx.yaml, under 'registry.policy'"
        case .unsigned(let version, _): "sign it with 'mlx-register sign \(version) --key KEY'"
        case .unapproved(let version, _):
            "approve it with 'mlx-promote \(version) --approve --key KEY'"
        case .contended: "try again later"
        case .lostIndex(_, let mirror, let remnant):
            "put it back, as 'An index that is gone' in registry.md says; if the registry was "
                + "emptied on purpose, remove "
                + Self.list([mirror, remnant].compactMap { $0 }) + " too"
        case .onlyMirror: "name the registry itself, as mlx.yaml does"
        case .elsewhere(_, _, let hint): hint
        case .notAnApprover: "see 'registry.policy.approvers' in mlx.yaml"
        case .unknownModel, .unknownVersion, .emptyModel, .notADirectory, .hostilePath, .failedRun,
            .versionTaken, .damaged, .exists, .unknownAlias, .notImportable, .unknownSource,
            .otherAudit, .notCheckpoint, .untrustedCheckpoint:
            nil
        }
    }

    private static func list(_ words: [String]) -> String {
        words.map { "'\($0)'" }.joined(separator: ", ")
    }

    private static func word(_ version: Int?) -> String { version.map(String.init) ?? "none" }
}
