import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Two registries with a history: three versions in testing, two of them in production, the
/// second of which is live.
struct KeptRegistry {
    let scratch: FilePath
    let testing: ModelStore
    let production: ModelStore

    init(in scratch: FilePath) throws {
        self.scratch = scratch
        testing = try .testing(scratch)
        production = try .production(scratch)
        for (number, weight) in ["one", "two", "three"].enumerated() {
            try FakeModel(in: scratch, weight: weight, id: "run-\(number + 1)")
                .register(in: scratch)
        }
        let again = try FakeModel(in: scratch, weight: "two", id: "run-again").run
        _ = try testing.attach(again, to: testing.require("2"), .test)
        var live: Int?
        for number in [1, 2] {
            let version = try testing.require("\(number)")
            let copy = try production.copy(version, from: testing, .test).version
            _ = try production.materializeForService(copy)
            try production.setProduction(
                copy, expecting: live, recording: AuditEvent(.promote), .test)
            try production.setCurrent(copy)
            live = number
        }
    }

    /// The bytes of a layout's files but locks.
    static func snapshot(of store: ModelStore) throws -> [Digest] {
        try files(of: store).map { try Digest.ofFile($0).0 }
    }

    /// The files of a layout but locks.
    static func files(of store: ModelStore) throws -> [FilePath] {
        try TreeDigest.files(in: store.path.appending("blobs")).map {
            store.path.appending("blobs").appending($0.path)
        } + [store.index, store.audit, store.path.appending("oci-layout")]
            + serving(of: store)
    }

    private static func serving(of store: ModelStore) throws -> [FilePath] {
        let directory = store.path.appending(".mlx/serving")
        guard Files.exists(directory) else { return [] }
        return try TreeDigest.files(in: directory).map { directory.appending($0.path) }
    }
}

/// Something that happens to a file.
enum Damage: CaseIterable {
    case firstByte, thirdByte, middleByte, lastByte
    case shortened, halved, emptied, extended, removed
    case directory, link, pipe

    func hit(_ path: FilePath) throws {
        let bytes = try Files.read(path)
        switch self {
        case .firstByte: try flip(path, bytes, 0)
        case .thirdByte: try flip(path, bytes, bytes.count / 3)
        case .middleByte: try flip(path, bytes, bytes.count / 2)
        case .lastByte: try flip(path, bytes, bytes.count - 1)
        case .shortened: try Files.replace(path, with: bytes.dropLast())
        case .halved: try Files.replace(path, with: bytes.prefix(bytes.count / 2))
        case .emptied: try Files.replace(path, with: [])
        case .extended: try Files.replace(path, with: bytes + [0x20])
        case .removed: Files.removeIfPossible(path)
        case .directory:
            Files.removeIfPossible(path)
            try Files.makeDirectory(path)
        case .link:
            let aside = path.removingLastComponent().appending("aside")
            try Files.rename(path, to: aside)
            try #require(symlink("aside", path.string) == 0)
        case .pipe:
            Files.removeIfPossible(path)
            try #require(mkfifo(path.string, 0o644) == 0)
        }
    }

    func mend(_ path: FilePath, _ bytes: [UInt8]) throws {
        Files.removeTreeIfPossible(path)
        Files.removeIfPossible(path.removingLastComponent().appending("aside"))
        try Files.replace(path, with: bytes)
    }

    private func flip(_ path: FilePath, _ bytes: [UInt8], _ position: Int) throws {
        var bytes = bytes
        bytes[position] ^= 1
        try Files.replace(path, with: bytes)
    }
}
