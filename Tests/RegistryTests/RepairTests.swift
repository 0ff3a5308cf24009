import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct RepairTests {
    private func repair(_ store: ModelStore, from others: ModelStore...) throws -> FsckReport {
        try store.repair(from: others, FsckRequest(), .test)
    }

    @Test(arguments: Damage.allCases)
    func `what the other registry holds is put right`(damage: Damage) async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            let store = registry.production
            let unique: Set = [store.index, store.audit]
            for path in try KeptRegistry.files(of: store) where !unique.contains(path) {
                let bytes = try Files.read(path)
                try damage.hit(path)
                let report = try repair(store, from: registry.testing)
                // The file that a link led to is no blob.
                Files.removeIfPossible(path.removingLastComponent().appending("aside"))
                #expect(try Files.readRegular(path, limit: 1 << 20) == bytes, "\(path)")
                #expect(try store.fsck().isClean, "\(path)")
                #expect(report.findings.contains { $0.outcome.isRepaired }, "\(path)")
            }
            let records = try store.history()
            #expect(records.last?.action == .repair)
            for version in try store.versions() { try store.verify(version) }
        }
    }

    @Test func `all blobs at once, manifests and what they refer to`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            let store = registry.production
            let before = try TreeDigest.files(in: store.blobDirectory)
            for file in before { Files.removeIfPossible(store.blobDirectory.appending(file.path)) }
            let report = try repair(store, from: registry.testing)
            #expect(report.isClean, "\(report.damages)")
            #expect(try TreeDigest.files(in: store.blobDirectory) == before)
        }
    }

    @Test func `what nobody has stays damaged, and the report says so`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            let version = try registry.testing.require("3")
            let path = registry.testing.blobDirectory.appending(version.manifestDigest.hex)
            let bytes = try Files.read(path)
            try Damage.middleByte.hit(path)
            let damaged = try Files.read(path)
            let report = try repair(registry.testing, from: registry.production)
            #expect(!report.isClean)
            #expect(
                report.findings.first { $0.path == path.string }?.outcome
                    == .unrepaired("no registry has a copy")
            )
            #expect(try Files.read(path) == damaged)
            #expect(damaged != bytes)
        }
    }

    @Test func `a copy that is damaged too is not taken`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            let file = try registry.production.require("1").files[2]
            for store in [registry.testing, registry.production] {
                try Damage.lastByte.hit(store.blobDirectory.appending(file.digest.hex))
            }
            let report = try repair(registry.production, from: registry.testing)
            guard case .unrepaired(let why)? = report.findings.first?.outcome else {
                Issue.record("nothing was said")
                return
            }
            #expect(why.contains("is damaged too"))
        }
    }

    @Test(arguments: [0, 1, 30])
    func `the line that a crash cut off is written`(kept: Int) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let log = try Files.read(store.audit)
            let last = try #require(log.dropLast().lastIndex(of: 0x0A)) + 1
            try Files.replace(store.audit, with: log[..<(last + kept)])
            let report = try repair(store)
            #expect(report.isClean && report.findings.count == 1)
            #expect(try Files.read(store.audit) == log)
        }
    }

    @Test(
        arguments: [
            (#""mlx.model.digest":"sha256:"#, #""mlx.model.digest":"sha256:0"#),
            (#""mlx.registry.highest-version":"3""#, #""mlx.registry.highest-version":"2""#),
            (#""mlx.subject""#, #""mlx.subjekt""#),
            (#""application/vnd.mlx.run.v1+json""#, #""application/x""#),
            (#""application/vnd.oci.image.index.v1+json""#, #""application/x""#),
        ]
    )
    func `what the index repeats is taken from the manifests`(
        text: String, wrong: String
    ) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let good = String(decoding: try Files.read(store.index), as: UTF8.self)
            try Files.replace(store.index, with: good.replacing(text, with: wrong).utf8)
            #expect(try !store.fsck().isClean)
            let report = try repair(store)
            #expect(report.isClean, "\(report.damages)")
            #expect(try store.fsck().findings == [])
            #expect(try store.versions().map(\.number) == [1, 2, 3])
            #expect(try store.history().last?.action == .repair)
        }
    }

    @Test func `tags and the log are never guessed`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            for path in [registry.production.index, registry.production.audit] {
                let bytes = try Files.read(path)
                // The tag of a version, and the time of a record.
                let text = String(decoding: bytes, as: UTF8.self)
                    .replacing(
                        "\"org.opencontainers.image.ref.name\":\"2\"",
                        with: "\"org.opencontainers.image.ref.name\":\"4\""
                    )
                    .replacing("\"time\":\"2026", with: "\"time\":\"2025")
                try Files.replace(path, with: text.utf8)
                let damaged = try Files.read(path)
                #expect(damaged != bytes)
                #expect(try !repair(registry.production, from: registry.testing).isClean)
                #expect(try Files.read(path) == damaged)
                try Files.replace(path, with: bytes)
            }
            Files.removeIfPossible(registry.production.index)
            #expect(try !repair(registry.production, from: registry.testing).isClean)
            #expect(!Files.exists(registry.production.index))
        }
    }

    @Test func `a bad blob that nobody needs is put aside`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let path = store.blobDirectory.appending(Digest(of: [1]).hex)
            try Files.write(path, [2])
            #expect(try !store.fsck().isClean)
            #expect(try repair(store).isClean)
            #expect(!Files.exists(path))
        }
    }
}

extension Finding.Outcome? {
    var isRepaired: Bool {
        if case .repaired? = self { true } else { false }
    }
}
