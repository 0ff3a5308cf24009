import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage

/// A blob of an image, with its media type.
struct ImageBlob {
    let mediaType: String
    let digest: Digest
    let size: Int

    var json: JSONValue {
        [
            "mediaType": .string(mediaType), "digest": .string(digest.description),
            "size": .integer(Int64(size)),
        ]
    }
}

/// An OCI image layout that images are written to; what others have put there stays.
struct ImageLayout {
    private static let maximumIndex = 1 << 24
    private static let tag = "org.opencontainers.image.ref.name"

    private let path: FilePath
    private var blobs: FilePath { path.appending("blobs").appending("sha256") }
    private var index: FilePath { path.appending("index.json") }
    private var lock: FilePath { path.appending(".lock") }

    /// Makes the layout if there is none.
    ///
    /// - Throws: `ImageError.notALayout` if something else is there, `.registry` for a model of a
    ///   registry, whose versions an image must not replace.
    init(_ path: FilePath) throws {
        self.path = path
        guard !Files.exists(path.appending(".mlx")) else {
            throw ImageError.registry(path: path.string)
        }
        let marker = path.appending("oci-layout")
        if !Files.exists(marker) {
            if Files.kind(of: path) != nil {
                guard Files.isDirectory(path), try Files.names(in: path).isEmpty else {
                    throw ImageError.notALayout(path: path.string)
                }
            }
            try Files.makeDirectory(path)
            let version: JSONValue = ["imageLayoutVersion": "1.0.0"]
            try Files.replace(marker, with: version.canonicalBytes())
        }
        try Files.makeDirectory(blobs)
    }

    /// Writes a layer: a plain tar, whose digest is that of its content too.
    func write(_ entries: [TarEntry]) throws -> ImageBlob {
        let temporary = blobs.appending(".\(getpid()).\(UInt64.random(in: 0 ... .max))")
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: .file)
            let (digest, size) = try file.closeAfter {
                var writer = TarWriter(file)
                let result = try writer.write(entries)
                try Files.synchronize(file)
                return result
            }
            try Files.rename(temporary, to: blobs.appending(digest.hex))
            return ImageBlob(
                mediaType: "application/vnd.oci.image.layer.v1.tar", digest: digest, size: size)
        } catch let error as Errno {
            Files.removeIfPossible(temporary)
            throw StorageError.unwritable(path: temporary.string, error)
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
    }

    func write(_ document: JSONValue, as mediaType: String) throws -> ImageBlob {
        let bytes = document.canonicalBytes()
        let digest = Digest(of: bytes)
        try Files.replace(blobs.appending(digest.hex), with: bytes)
        return ImageBlob(mediaType: mediaType, digest: digest, size: bytes.count)
    }

    /// Lets a tag stand on a manifest; the blobs are on the disk before.
    func commit(_ manifest: ImageBlob, tag: String, platform: JSONValue) throws {
        try Files.synchronize(directory: blobs)
        try FileLock.hold(lock, .exclusive, timeout: CommitOptions.defaultLockTimeout) {
            try list(manifest, tag: tag, platform: platform)
        }
    }

    private func list(_ manifest: ImageBlob, tag: String, platform: JSONValue) throws {
        var members: JSONObject = [:]
        if Files.exists(index) {
            let bytes = try Files.read(index, limit: Self.maximumIndex)
            members = (try? JSONValue(parsing: bytes))?.objectValue ?? [:]
            guard members["manifests"]?.arrayValue != nil else {
                throw ImageError.notALayout(path: path.string)
            }
        }
        var entries = (members["manifests"]?.arrayValue ?? []).filter {
            $0["annotations"]?[Self.tag]?.stringValue != tag
        }
        var entry = manifest.json.objectValue ?? [:]
        entry["platform"] = platform
        entry["annotations"] = [Self.tag: .string(tag)]
        entries.append(.object(entry))
        members["schemaVersion"] = 2
        members["mediaType"] = "application/vnd.oci.image.index.v1+json"
        members["manifests"] = .array(entries)
        try Files.replace(index, with: JSONValue.object(members).canonicalBytes())
    }
}
