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
    case unsafeFormat(String)
    case failedRun(stage: String?)
    /// The bytes are not those that the run, or the user, speaks of.
    case changedModel(source: String, expected: String, found: String)
    case versionTaken(Int, model: String)
    case sameContent(version: Int, asked: Int)
    case lockHeld(path: String, seconds: Int)
    case damaged(path: String, reason: String)
    case brokenAudit(path: String)
    case tagMoved(tag: String, expected: Int?, found: Int?)
    case exists(path: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .invalidName, .invalidReference: .usage
        case .unknownModel, .unknownVersion: .missingInput
        case .emptyModel, .notADirectory, .hostilePath, .changedModel, .damaged, .brokenAudit:
            .dataFormat
        case .unsafeFormat, .failedRun: .denied
        case .versionTaken, .sameContent, .exists: .cannotCreate
        case .lockHeld, .tagMoved: .temporary
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
        case .hostilePath(let path, let reason): "refusing the file '\(path)': \(reason)"
        case .unsafeFormat(let path):
            "refusing the file '\(path)': loading a pickle runs the code in it"
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
        case .tagMoved(let tag, let expected, let found):
            "'\(tag)' moved from version \(Self.word(expected)) to \(Self.word(found)) meanwhile"
        case .exists(let path): "'\(path)' exists and holds something else"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidName:
            "use lower-case letters and digits, joined by single '.', '_' or '-', at most 100"
        case .invalidReference: "write NAME@VERSION, as penguins@3 or penguins@production"
        case .unknownVersion(_, _, let known) where !known.isEmpty:
            "known versions: \(known.map(String.init).joined(separator: ", "))"
        case .unsafeFormat: "use --allow-unsafe if you trust where it comes from"
        case .changedModel: "evaluate the model again, then register it"
        case .sameContent: "use --force-new to store it twice"
        case .lockHeld: "try again, or wait longer with --lock-timeout"
        case .brokenAudit: "restore it from a backup, or move it away to begin a new log"
        case .tagMoved: "look at 'mlx-promote show', then try again"
        case .unknownModel, .unknownVersion, .emptyModel, .notADirectory, .hostilePath, .failedRun,
            .versionTaken, .damaged, .exists:
            nil
        }
    }

    private static func word(_ version: Int?) -> String { version.map(String.init) ?? "none" }
}
