import FileStorage
import Registry
import RunDocument
import SystemPackage

/// The OCI image layout that an image is written to.
struct ImageLayout {
    private let layout: ExternalLayout

    /// Makes the layout if there is none.
    ///
    /// - Throws: `ImageError.notALayout` if something else is there, `.registry` for a model of a
    ///   registry, whose versions an image must not replace.
    init(_ path: FilePath) throws {
        guard !Files.exists(path.appending(".mlx")) else {
            throw ImageError.registry(path: path.string)
        }
        if !Files.exists(path.appending("oci-layout")), Files.kind(of: path) != nil {
            // What a crash can leave of a layout is one that is not finished.
            guard Files.isDirectory(path),
                try Files.names(in: path).allSatisfy({
                    $0 == "blobs" || $0.hasPrefix(".oci-layout.")
                })
            else { throw ImageError.notALayout(path: path.string) }
        }
        layout = try ExternalLayout(creating: path)
    }

    /// Writes a layer: a plain tar, whose digest is that of its content too.
    func write(_ entries: [TarEntry]) throws -> Descriptor {
        try layout.ingest(as: "application/vnd.oci.image.layer.v1.tar") { file in
            var writer = TarWriter(file)
            return try writer.write(entries)
        }
    }

    func write(_ document: JSONValue, as mediaType: String) throws -> Descriptor {
        try layout.ingest(document.canonicalBytes(), as: mediaType)
    }

    /// Lets a tag stand on a manifest; the blobs are on the disk before.
    func commit(_ manifest: Descriptor, tag: String, platform: JSONValue) throws {
        var manifest = manifest
        manifest.unknown["platform"] = platform
        try layout.tag(manifest, as: tag)
    }
}
