import FileStorage
import RunDocument
import SystemPackage

/// Puts right what is wrong, and remembers what became of each finding.
struct Repair {
    let store: ModelStore
    let options: CommitOptions
    private let copies: BlobCopies
    private var repaired: [Finding] = []
    private var failures: [Remedy: String] = [:]
    private var unrecorded: String?

    init(_ store: ModelStore, from sources: [ModelStore], _ options: CommitOptions) {
        self.store = store
        self.options = options
        copies = BlobCopies(of: store, in: sources)
    }

    /// Tries what was not tried yet.
    ///
    /// - Returns: whether anything was put right.
    mutating func attempt(_ findings: [Finding]) -> Bool {
        var done: Set<Remedy> = []
        for finding in findings {
            guard let remedy = finding.remedy, failures[remedy] == nil else { continue }
            var finding = finding
            do {
                let how = try done.contains(remedy) ? Self.words(remedy) : apply(remedy)
                done.insert(remedy)
                finding.outcome = .repaired(how)
                repaired.append(finding)
                // What comes back was not put right.
                if repaired.count(where: { $0.remedy == remedy && $0.message == finding.message })
                    > 1
                {
                    failures[remedy] = "it came back after it was repaired"
                }
            } catch {
                failures[remedy] = LayoutCheck.reason(error)
            }
        }
        return !done.isEmpty
    }

    private func apply(_ remedy: Remedy) throws -> String {
        let layout = store.layout
        switch remedy {
        case .fetch(let digest):
            return try FileLock.hold(
                layout.collectorLock, .shared, timeout: options.lockTimeout
            ) {
                "fetched again from '\(try copies.fetch(digest))'"
            }
        case .discard(let digest):
            // Somebody could be about to refer to it.
            try FileLock.hold(layout.collectorLock, .exclusive, timeout: options.lockTimeout) {
                try store.putAside(layout.blobs.appending(digest.hex))
            }
        case .marker:
            try store.putAside(layout.marker)
            try layout.writeMarker()
        case .directory(let path):
            try store.putAside(path)
            try Files.makeDirectory(path)
            try Files.synchronize(directory: path.removingLastComponent())
        case .auditTail: try store.commit(options) { _ in (nil, ()) }
        case .annotations: try store.repeatAnnotations(options)
        case .serving(let number):
            _ = try store.materializeForService(try store.require(String(number)))
        case .current(let number):
            let version = try store.require(String(number))
            _ = try store.materializeForService(version)
            let current = layout.current
            if Files.linkTarget(of: current) == nil { try store.putAside(current) }
            try store.setCurrent(version)
        }
        return Self.words(remedy)
    }

    private static func words(_ remedy: Remedy) -> String {
        switch remedy {
        case .fetch: "fetched again"
        case .discard: "put aside; nobody needs it"
        case .marker: "written anew"
        case .directory: "made anew"
        case .auditTail: "written from the record in 'index.json'"
        case .annotations: "taken from the manifests and the log"
        case .serving: "written anew from the blobs"
        case .current: "set to the files of the version in production"
        }
    }

    /// Writes down what was done to the files.
    ///
    /// - Returns: whether anything was written.
    mutating func record() -> Bool {
        let changed = repaired.filter { $0.remedy != .auditTail && $0.remedy != .annotations }
        guard !changed.isEmpty else { return false }
        do {
            try store.recordRepair(changed.count, options)
            return true
        } catch {
            unrecorded = LayoutCheck.reason(error)
            return false
        }
    }

    /// What was repaired, and with what is still wrong why it was not.
    func outcomes(_ remaining: [Finding]) -> [Finding] {
        let left = remaining.map { finding in
            var finding = finding
            if finding.severity == .damage {
                let reason = finding.remedy.flatMap { failures[$0] }
                finding.outcome = .unrepaired(reason ?? "this cannot be put right without guessing")
            }
            return finding
        }
        let healed = repaired.filter { one in
            !left.contains {
                $0.path == one.path && $0.line == one.line && $0.message == one.message
            }
        }
        var all = healed + left
        if let unrecorded {
            let message = "the repair could not be recorded: \(unrecorded)"
            all.append(Finding(.note, .audit, store.layout.audit, message))
        }
        return all
    }
}

extension ModelStore {
    /// Moves something out of the way that is not what must stand there; gc removes it.
    func putAside(_ path: FilePath) throws(StorageError) {
        guard Files.kind(of: path, followLinks: false) != nil else { return }
        try Files.rename(path, to: layout.temporaryPath())
        try Files.synchronize(directory: path.removingLastComponent())
    }
}
