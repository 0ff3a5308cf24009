import FileStorage
import RunDocument
import SystemPackage

/// Bringing the files of a model in.
extension ModelStore {
    /// Brings in the files of a model, unless it is known that they are here.
    ///
    /// - Returns: them, and which of them are of a format that the user has to answer for.
    /// - Throws: `RegistryError.changedModel` if they are not those that were evaluated.
    func ingest(_ paths: [String], of request: RegistrationRequest) throws
        -> ([TreeDigest.File], override: String?)
    {
        let expected = [request.expectedDigest, request.run.model?.digest].compactMap(\.self)
        let check = { (files: [TreeDigest.File]) throws(RegistryError) in
            let digest = TreeDigest.of(files).description
            guard let other = expected.first(where: { $0 != digest }) else { return }
            throw .changedModel(source: request.directory.string, expected: other, found: digest)
        }
        if try expected.contains(where: { try version(of: $0) != nil }) {
            let files = try TreeDigest.files(in: request.directory)
            try check(files)
            if files.allSatisfy({ blobs.isIntact($0.digest, size: $0.size) }) {
                return (
                    files, try checkFormats(of: files, allowUnsafe: request.allowUnsafe)
                )
            }
        }
        var staged: [BlobStore.Staged] = []
        do {
            for path in paths { staged.append(try blobs.stage(path, from: request.directory)) }
            try check(staged.map(\.file))
            let override = try FormatCheck.check(
                staged.map(\.content), allowUnsafe: request.allowUnsafe)
            try blobs.place(staged)
            return (staged.map(\.file), override)
        } catch {
            blobs.discard(staged)
            throw error
        }
    }

    /// Looks at files that are blobs by now.
    ///
    /// - Returns: which of them are of a format that the user has to answer for.
    /// - Throws: `RegistryError.unsafeFormat`.
    func checkFormats(of files: [TreeDigest.File], allowUnsafe: Bool) throws -> String? {
        try FormatCheck.check(
            files.map { FormatCheck.File(name: $0.path, path: blobs.path(of: $0.digest)) },
            allowUnsafe: allowUnsafe)
    }
}
