import FileStorage
import RunDocument
import SystemPackage

/// Where things lie in an OCI image layout: that of one model in a registry, or one that holds
/// nothing of a registry.
struct Layout: Sendable {
    let path: FilePath
    /// Whether what makes it a registry belongs to it, in `.mlx`.
    private let isRegistry: Bool

    init(path: FilePath, isRegistry: Bool = true) {
        self.path = path
        self.isRegistry = isRegistry
    }

    static let version = "1.0.0"
    static let markerBytes: [UInt8] =
        (["imageLayoutVersion": .string(version)] as JSONValue).canonicalBytes()
    /// How the name of a marker begins that a crash kept from its place.
    static let markerLitter = ".oci-layout."

    var marker: FilePath { path.appending("oci-layout") }
    var index: FilePath { path.appending("index.json") }
    var blobs: FilePath { path.appending("blobs").appending("sha256") }
    var own: FilePath { path.appending(".mlx") }
    /// On the file system of the blobs.
    var temporary: FilePath { isRegistry ? own.appending("tmp") : path }
    var lock: FilePath { isRegistry ? own.appending("lock") : path.appending(".lock") }
    /// Shared by those who bring blobs in or read them, exclusive for those who remove them.
    var collectorLock: FilePath { own.appending("gc.lock") }
    /// Of a mirror: which index it has of the registry elsewhere.
    var mirror: FilePath { own.appending("mirror.json") }
    var audit: FilePath { own.appending("audit.jsonl") }
    /// The plain files of versions, for services.
    var serving: FilePath { own.appending("serving") }
    /// A link to the live one of them.
    var current: FilePath { own.appending("current") }
    /// What is tried out beside the live version.
    var candidate: FilePath { own.appending("candidate.json") }

    var exists: Bool {
        get throws(StorageError) { try Files.isPresent(index) }
    }

    /// Makes what is missing of the layout and puts it on the disk.
    ///
    /// Each step can be the last before a crash: the next command goes on from there.
    func create() throws(StorageError) {
        guard !Files.exists(marker) else { return }
        try Files.makeDirectory(blobs)
        try Files.makeDirectory(temporary)
        var directories = [path.appending("blobs"), path, path.removingLastComponent()]
        if isRegistry { directories.insert(own, at: 1) }
        for directory in directories { try Files.synchronize(directory: directory) }
        try writeMarker()
    }

    func writeMarker() throws(StorageError) {
        try Files.replace(marker, with: Self.markerBytes)
    }

    /// Puts an index in the place of the one that is there, and on the disk.
    func replaceIndex(with new: Index) throws(StorageError) {
        let temporary = temporaryPath()
        do {
            try Files.write(temporary, pieces: new.pieces)
            try Files.rename(temporary, to: index)
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
        try Files.synchronize(directory: path)
    }

    /// A name for an unfinished file that nobody else uses.
    func temporaryPath() -> FilePath {
        let name = String(UInt64.random(in: 0 ... .max), radix: 36)
        return temporary.appending(isRegistry ? name : ".tmp-\(name)")
    }
}
