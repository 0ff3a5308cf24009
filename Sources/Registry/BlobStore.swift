import FileStorage
import RunDocument
import SystemPackage

/// The files of a layout that never change, each named by the digest of its bytes.
struct BlobStore: Sendable {
    let layout: Layout
    /// Where blobs come from that are not here.
    var mirror: Mirror?

    /// Manifests, configurations and Run documents are read whole.
    static let maximumDocument = 1 << 24

    func path(of digest: Digest) -> FilePath { layout.blobs.appending(digest.hex) }

    func contains(_ digest: Digest, size: Int) -> Bool {
        guard
            let file = try? FileDescriptor.open(path(of: digest), .readOnly, options: .closeOnExec)
        else { return false }
        let end = try? file.closeAfter { try file.seek(offset: 0, from: .end) }
        return end == Int64(size)
    }

    /// A file that is copied and has no name among the blobs yet.
    struct Staged {
        let file: TreeDigest.File
        fileprivate let temporary: FilePath

        /// What is copied, to be looked at.
        var content: FormatCheck.File { FormatCheck.File(name: file.path, path: temporary) }
    }

    /// Copies a file, which is read once: what will be stored is what was hashed.
    ///
    /// - Throws: `StorageError.changed` if the file changes meanwhile.
    func stage(_ path: String, from directory: FilePath) throws -> Staged {
        let temporary = layout.temporaryPath()
        let (digest, size) = try FileCopy.ingest(directory.appending(path), to: temporary)
        return Staged(
            file: TreeDigest.File(path: path, digest: digest, size: size), temporary: temporary)
    }

    /// Makes blobs of files, in place of what may lie there: these bytes are known to be right.
    func place(_ staged: [Staged]) throws {
        for staged in staged { try move(staged.temporary, to: staged.file.digest) }
    }

    func discard(_ staged: [Staged]) {
        for file in staged { Files.removeIfPossible(file.temporary) }
    }

    /// Brings in a small blob that was made here.
    @discardableResult
    func ingest(_ bytes: [UInt8], as mediaType: String) throws -> Descriptor {
        let digest = Digest(of: bytes)
        if (try? Files.readRegular(path(of: digest), limit: bytes.count)) != bytes {
            let temporary = layout.temporaryPath()
            try Files.write(temporary, bytes, permissions: .blob)
            try move(temporary, to: digest)
        }
        return Descriptor(mediaType: mediaType, digest: digest, size: bytes.count)
    }

    /// Brings in a blob that is made here and too large to be held: `write` writes it.
    func ingest(
        as mediaType: String, _ write: (FileDescriptor) throws -> (Digest, size: Int)
    ) throws -> Descriptor {
        let temporary = layout.temporaryPath()
        let (digest, size) = try FileCopy.create(temporary, write)
        try move(temporary, to: digest)
        return Descriptor(mediaType: mediaType, digest: digest, size: size)
    }

    /// Takes a blob over from another store.
    ///
    /// - Throws: `RegistryError.damaged` if its bytes, here or there, are not what its name says.
    func take(_ blob: Descriptor, from other: BlobStore) throws {
        guard !contains(blob.digest, size: blob.size) else { return try verify(blob) }
        try other.obtain(blob)
        let source = other.path(of: blob.digest)
        let temporary = layout.temporaryPath()
        guard try FileCopy.clone(source, to: temporary).0 == blob.digest else {
            Files.removeIfPossible(temporary)
            throw RegistryError.damaged(path: source.string, reason: "its bytes have changed")
        }
        try move(temporary, to: blob.digest)
    }

    /// Gives a blob that is on the disk its name.
    private func move(_ temporary: FilePath, to digest: Digest) throws {
        do {
            try Files.rename(temporary, to: path(of: digest))
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
    }

    /// Puts the names of the blobs on the disk.
    ///
    /// Also when all blobs were there: whoever brought them may have been killed before this.
    func synchronize() throws { try Files.synchronize(directory: layout.blobs) }

    /// Reads a small blob and checks every byte of it.
    func read(_ blob: Descriptor) throws -> [UInt8] {
        guard mirror == nil || blob.size <= Self.maximumDocument else {
            throw RegistryError.damaged(
                path: path(of: blob.digest).string, reason: "it is too large to be read")
        }
        return try checking(blob) { path in
            let bytes = try Files.readRegular(path, limit: Self.maximumDocument)
            return bytes.count == blob.size && Digest(of: bytes) == blob.digest ? bytes : nil
        }
    }

    func readDocument(_ blob: Descriptor) throws -> JSONValue {
        do {
            return try JSONValue(parsing: try read(blob))
        } catch let error as JSONSyntaxError {
            throw RegistryError.damaged(
                path: path(of: blob.digest).string,
                reason: error.description
            )
        }
    }

    /// Whether a blob is here, and every byte of it is right.
    func isIntact(_ digest: Digest, size: Int) -> Bool {
        guard contains(digest, size: size) else { return false }
        return (try? Digest.ofRegularFile(path(of: digest)))?.0 == digest
    }

    func verify(_ blob: Descriptor) throws {
        try checking(blob) { path in
            let (digest, size) = try Digest.ofRegularFile(path)
            return size == blob.size && digest == blob.digest ? () : nil
        }
    }
}

/// Blobs of a registry elsewhere.
extension BlobStore {
    /// Brings a blob here that a mirror has not got yet.
    func obtain(_ blob: Descriptor) throws {
        guard let mirror, !contains(blob.digest, size: blob.size) else { return }
        try mirror.fetch(blob)
    }

    /// - Parameter check: nil for a file that is not the blob; a mirror then gets another one.
    func checking<Result>(_ blob: Descriptor, _ check: (FilePath) throws -> Result?) throws
        -> Result
    {
        try obtain(blob)
        let path = path(of: blob.digest)
        if let result = try check(path) { return result }
        if let mirror {
            Files.removeIfPossible(path)
            try mirror.fetch(blob)
            if let result = try check(path) { return result }
        }
        throw RegistryError.damaged(path: path.string, reason: "its bytes have changed")
    }
}
