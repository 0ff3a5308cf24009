package import FileStorage
import RunDocument
package import SystemPackage

/// An OCI image layout outside the registries, to which anything can be added: what others have put
/// there stays.
package struct ExternalLayout: Sendable {
    private let blobs: BlobStore

    /// Makes the layout if there is none.
    ///
    /// - Throws: `RegistryError.damaged` for an index that cannot be read, or names a manifest by
    ///   anything but SHA-256.
    package init(creating path: FilePath) throws {
        let layout = Layout(path: path, isRegistry: false)
        // Before layers are written that it could not list.
        _ = try Index(reading: layout.index)
        try layout.create()
        // Others need not have made it.
        try Files.makeDirectory(layout.blobs)
        blobs = BlobStore(layout: layout)
    }

    package func ingest(_ bytes: [UInt8], as mediaType: String) throws -> Descriptor {
        try blobs.ingest(bytes, as: mediaType)
    }

    /// Stores what `write` writes, of which it returns the digest and the size.
    package func ingest(
        as mediaType: String, _ write: (FileDescriptor) throws -> (Digest, size: Int)
    ) throws -> Descriptor {
        try blobs.ingest(as: mediaType, write)
    }

    /// Lets a tag stand on a manifest; what was stored before is on the disk then.
    ///
    /// - Throws: `RegistryError.damaged` if there is an index that cannot be read.
    package func tag(_ manifest: Descriptor, as tag: String) throws {
        try blobs.synchronize()
        let layout = blobs.layout
        try FileLock.hold(layout.lock, .exclusive, timeout: CommitOptions.defaultLockTimeout) {
            var index = try Index(reading: layout.index)
            index.replace(tag, with: manifest)
            try layout.replaceIndex(with: index)
        }
    }
}
