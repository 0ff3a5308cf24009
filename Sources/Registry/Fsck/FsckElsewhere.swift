import FileStorage
import RunDocument
import SystemPackage

/// Checking a registry elsewhere.
extension ModelStore {
    /// Checks what is elsewhere, every byte of it, in a copy that nothing is taken over into: what a
    /// mirror has is no proof of what is there.
    func fsck(elsewhere upstream: any Upstream, _ request: FsckRequest) throws -> FsckReport {
        let directory = try Files.createTemporaryDirectory(prefix: "mlx-fsck")
        defer { Files.removeTreeIfPossible(directory) }
        let copy = ModelStore(root: directory, model: model, upstream: upstream)
        try copy.refresh(timeout: request.lockTimeout)
        try copy.mirror?.refreshLog(timeout: request.lockTimeout)
        let failures = try copy.obtainAll()
        var report = try LayoutCheck.run(copy, request)
        // Services are fed from mirrors.
        report.findings = report.findings.filter { $0.subject != .serving }.map { finding in
            var finding = finding
            if finding.path.hasPrefix(copy.path.string) {
                finding.path =
                    upstream.name + finding.path.dropFirst(copy.path.string.count)
            }
            if let reason = finding.digest.flatMap({ failures[$0] }) {
                finding.message += ": \(reason)"
            }
            return finding
        }
        return report
    }

    /// Brings every blob here that the index leads to.
    ///
    /// - Returns: why some did not come.
    private func obtainAll() throws -> [Digest: String] {
        var failures: [Digest: String] = [:]
        for entry in try index().manifests {
            var content: [Descriptor] = []
            do {
                content = try document(entry).content
            } catch let error as any Failure where error.exitStatus == .dataFormat {
                failures[entry.digest] = error.description
            }
            for blob in content {
                try Task.checkCancellation()
                do {
                    try blobs.obtain(blob)
                } catch let error as any Failure where error.exitStatus == .dataFormat {
                    failures[blob.digest] = error.description
                }
            }
        }
        return failures
    }

    private func document(_ entry: Descriptor) throws -> ManifestDocument {
        try ManifestDocument(
            try blobs.readDocument(entry), in: blobs.path(of: entry.digest).string)
    }

    /// Brings a blob of a registry elsewhere here, if that has it.
    func obtain(_ digest: Digest) throws {
        for entry in try index().manifests {
            if entry.digest == digest { return try blobs.obtain(entry) }
            let content = try document(entry).content
            if let blob = content.first(where: { $0.digest == digest }) {
                return try blobs.obtain(blob)
            }
        }
    }
}
