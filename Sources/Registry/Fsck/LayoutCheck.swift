import FileStorage
import RunDocument
import SystemPackage

/// Looks at one layout from end to end, and goes on after whatever is wrong.
///
/// It changes nothing. Writers may be at work: the index and the log are read in one moment, and
/// no blob is removed meanwhile, so what they do is never taken for damage.
struct LayoutCheck {
    /// Who needs a blob, and how large it must be.
    struct Need: Hashable {
        let size: Int
        /// As `the layer 'model.ubj' of version 3`.
        let purpose: String
        /// The file in which the blob is referred to.
        let source: FilePath
    }

    let store: ModelStore
    let lockTimeout: Duration
    var report: FsckReport
    /// The blobs there are, by their names.
    var stored: Set<Digest> = []
    var needs: [Digest: [Need]] = [:]
    /// The manifests that were read, by digest.
    var documents: [Digest: ManifestDocument] = [:]
    /// Whether every manifest could be read, so that it is known what is needed.
    var isComplete = true
    /// The index, if all of it can be understood.
    var index: Index?
    /// Which entries of it speak of which.
    var referrers: ReferrerTable?

    init(_ store: ModelStore, lockTimeout: Duration) {
        self.store = store
        self.lockTimeout = lockTimeout
        report = FsckReport(store)
    }

    var layout: Layout { store.layout }

    /// - Throws: `RegistryError.lockHeld`, `CancellationError`.
    static func run(_ store: ModelStore, _ request: FsckRequest) throws -> FsckReport {
        var check = LayoutCheck(store, lockTimeout: request.lockTimeout)
        check.checkFiles()
        let (index, log) = try check.readState()
        check.checkIndex(index, log)
        check.checkClaims(request.policy)
        check.checkServing()
        try check.checkBlobs(request.progress)
        check.report.findings.sort { one, other in
            (one.path, one.line ?? 0, one.message) < (other.path, other.line ?? 0, other.message)
        }
        return check.report
    }

    mutating func damage(
        _ subject: Finding.Subject,
        _ path: FilePath,
        line: Int? = nil,
        digest: Digest? = nil,
        _ message: String,
        remedy: Remedy? = nil
    ) {
        report.findings.append(
            Finding(.damage, subject, path, line: line, digest: digest, message, remedy: remedy)
        )
    }

    mutating func note(
        _ subject: Finding.Subject,
        _ path: FilePath,
        line: Int? = nil,
        _ message: String,
        remedy: Remedy? = nil
    ) {
        report.findings.append(Finding(.note, subject, path, line: line, message, remedy: remedy))
    }

    /// The bytes of the index and of the log, as they are between two commits.
    private func readState() throws -> (Reading, Reading) {
        try FileLock.holdIfPresent(layout.lock, timeout: lockTimeout) {
            (
                Reading(layout.index, limit: Index.maximumSize),
                Reading(layout.audit, limit: AuditLog.maximumLength)
            )
        }
    }
}

/// A file that should be there.
enum Reading {
    case bytes([UInt8])
    case missing
    case unreadable(String)

    init(_ path: FilePath, limit: Int) {
        do {
            self = .bytes(try Files.readRegular(path, limit: limit))
        } catch {
            switch error {
            case .missing: self = .missing
            case .notRegular: self = .unreadable("it is not a regular file")
            case .tooLarge(_, let limit): self = .unreadable("it is larger than \(limit) bytes")
            case .unreadable(_, let number), .uncreatable(_, let number),
                .unwritable(_, let number):
                self = .unreadable("\(number)")
            case .changed: self = .unreadable("it changes while it is read")
            }
        }
    }
}
