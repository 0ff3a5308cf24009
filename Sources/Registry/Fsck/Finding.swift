package import FileStorage
package import RunDocument
import SystemPackage

/// Something that `fsck` found in a registry.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Sendable {
        case damage
        /// What a crash may leave, what `gc` frees, what is only worth knowing.
        case note
    }

    /// The part of a layout that it is about.
    package enum Subject: String, CaseIterable, Sendable {
        case layout, index, tag, manifest, referrer, descriptor, blob, audit, serving, file
    }

    package enum Outcome: Hashable, Sendable {
        case repaired(String)
        case unrepaired(String)
    }

    package let severity: Severity
    package let subject: Subject
    package internal(set) var path: String
    /// 1-based, of an audit log.
    package let line: Int?
    /// The blob that it is about.
    package let digest: Digest?
    package internal(set) var message: String
    /// What became of it with `--repair`; nil for what nobody tried to repair.
    package internal(set) var outcome: Outcome?
    /// How it could be repaired.
    let remedy: Remedy?

    init(
        _ severity: Severity,
        _ subject: Subject,
        _ path: FilePath,
        line: Int? = nil,
        digest: Digest? = nil,
        _ message: String,
        remedy: Remedy? = nil
    ) {
        self.severity = severity
        self.subject = subject
        self.path = path.string
        self.line = line
        self.digest = digest
        self.message = message
        self.remedy = remedy
    }

    /// Where it is, as compilers say it: `path:line`.
    package var place: String { line.map { "\(path):\($0)" } ?? path }

    /// Whether something is wrong that was not put right.
    package var isDamage: Bool {
        if case .repaired? = outcome { return false }
        return severity == .damage
    }

    package var json: JSONValue {
        var members: JSONObject = [
            "severity": .string(severity.rawValue),
            "subject": .string(subject.rawValue),
            "path": .string(path),
            "message": .string(message),
        ]
        members["line"] = line.map { .integer(Int64($0)) }
        members["digest"] = digest.map { .string($0.description) }
        switch outcome {
        case .repaired(let how):
            members["repaired"] = true
            members["repair"] = .string(how)
        case .unrepaired(let why):
            members["repaired"] = false
            members["repair"] = .string(why)
        case nil: break
        }
        return .object(members)
    }
}

/// How something can be put right without inventing anything.
enum Remedy: Hashable, Sendable {
    /// Fetch it again by its digest, from where there is a good copy.
    case fetch(Digest)
    /// Nobody needs it, and it is not what its name says.
    case discard(Digest)
    /// Its content is the same for every layout.
    case marker
    case directory(FilePath)
    /// The index holds the record that is missing at the end of the log.
    case auditTail
    /// The index repeats what the manifests and the log say.
    case annotations
    /// The files can be made again from the blobs.
    case serving(Int)
    case current(Int)
}
