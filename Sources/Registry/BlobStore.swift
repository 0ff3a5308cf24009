import FileStorage
import RunDocument
import SystemPackage

/// The files of a layout that never change, each named by the digest of its bytes.
struct BlobStore: Sendable {
    let layout: Layout

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

    /// Brings in a file of which the digest is known.
    ///
    /// - Throws: `StorageError.changed` if the file has become another one.
    func ingest(_ file: TreeDigest.File, from directory: FilePath) throws {
        guard !contains(file.digest, size: file.size) else { return }
        let source = directory.appending(file.path)
        try place(as: file.digest, changed: source) { temporary in
            try FileCopy.ingest(source, to: temporary)
        }
    }

    /// Brings in a small blob that was made here.
    func ingest(_ bytes: [UInt8]) throws -> (Digest, size: Int) {
        let digest = Digest(of: bytes)
        if !contains(digest, size: bytes.count) {
            let temporary = layout.temporaryPath()
            do {
                try Files.write(temporary, bytes, permissions: .blob)
                try Files.rename(temporary, to: path(of: digest))
            } catch {
                Files.remove(temporary)
                throw error
            }
        }
        return (digest, bytes.count)
    }

    /// Takes a blob over from another store; it has been verified there, and is again here.
    func take(_ blob: Descriptor, from other: BlobStore) throws {
        guard !contains(blob.digest, size: blob.size) else { return try verify(blob) }
        let source = other.path(of: blob.digest)
        try place(as: blob.digest, changed: source) { temporary in
            try FileCopy.clone(source, to: temporary)
        }
    }

    private func place(
        as digest: Digest,
        changed source: FilePath,
        _ copy: (FilePath) throws -> (Digest, size: Int)
    ) throws {
        let temporary = layout.temporaryPath()
        do {
            guard try copy(temporary).0 == digest else {
                throw StorageError.changed(path: source.string)
            }
            try Files.rename(temporary, to: path(of: digest))
        } catch {
            Files.remove(temporary)
            throw error
        }
    }

    /// Puts the names of the blobs on the disk.
    ///
    /// Also when all blobs were there: whoever brought them may have been killed before this.
    func synchronize() throws { try Files.synchronize(directory: layout.blobs) }

    /// Reads a small blob and checks every byte of it.
    func read(_ blob: Descriptor) throws -> [UInt8] {
        let path = path(of: blob.digest)
        let bytes = try Files.readRegular(path, limit: Self.maximumDocument)
        guard bytes.count == blob.size, Digest(of: bytes) == blob.digest else {
            throw RegistryError.damaged(path: path.string, reason: "its bytes have changed")
        }
        return bytes
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

    func verify(_ blob: Descriptor) throws {
        let path = path(of: blob.digest)
        let (digest, size) = try Digest.ofRegularFile(path)
        guard size == blob.size, digest == blob.digest else {
            throw RegistryError.damaged(path: path.string, reason: "its bytes have changed")
        }
    }
}
