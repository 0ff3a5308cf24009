import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct CopyTests {
    private func withVersion(
        _ body: (FilePath, ModelStore, ModelStore, RegisteredVersion) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let version = try FakeModel(in: scratch).register(in: scratch).version
            try await body(
                scratch,
                ModelStore.testing(scratch),
                ModelStore.production(scratch),
                version
            )
        }
    }

    private func blob(_ store: ModelStore, _ digest: Digest) -> FilePath {
        store.path.appending("blobs/sha256/\(digest.hex)")
    }

    @Test func `a copy keeps number, manifest and runs`() async throws {
        try await withVersion { _, testing, production, version in
            let copied = try production.copy(version, from: testing, .test).version
            #expect(copied.number == 1)
            #expect(copied.manifestDigest == version.manifestDigest)
            #expect(try production.runs(of: copied) == testing.runs(of: version))
            try production.verify(copied)
            #expect(try production.copy(version, from: testing, .test).copied == 0)
            try production.expectIntactAudit(records: 1)
        }
    }

    @Test func `a copy brings what was attached since`() async throws {
        try await withVersion { scratch, testing, production, version in
            _ = try production.copy(version, from: testing, .test)
            let directory = scratch.appending("model-weights")
            let run = try FakeModel.run(of: directory, id: "run-2")
            _ = try testing.attach(run, to: version, .test)
            let again = try production.copy(version, from: testing, .test)
            #expect(try production.runs(of: again.version).count == 2)
        }
    }

    @Test func `a damaged blob is found, on either side`() async throws {
        try await withVersion { _, testing, production, version in
            let file = try #require(version.files.last)
            _ = try production.copy(version, from: testing, .test)
            Files.removeIfPossible(blob(production, file.digest))
            let damaged = [UInt8](repeating: 0x41, count: file.size)
            try Files.write(blob(production, file.digest), damaged)
            #expect(throws: RegistryError.self) {
                try production.copy(version, from: testing, .test)
            }
            Files.removeIfPossible(blob(testing, file.digest))
            try Files.write(blob(testing, file.digest), damaged)
            #expect(throws: RegistryError.self) { try testing.verify(version) }
        }
    }

    @Test func `a missing blob is found`() async throws {
        try await withVersion { _, testing, _, version in
            Files.removeIfPossible(blob(testing, version.files[0].digest))
            #expect(throws: StorageError.self) { try testing.verify(version) }
        }
    }

    @Test func `a number that stands for another model is not overwritten`() async throws {
        try await withVersion { scratch, testing, production, version in
            let other = try FakeModel(in: scratch, weight: "other")
            _ = try production.register(other.request, .test)
            #expect(throws: RegistryError.versionTaken(1, model: "penguins")) {
                try production.copy(version, from: testing, .test)
            }
        }
    }

    @Test func `production moves from what was seen, and only from there`() async throws {
        try await withVersion { scratch, _, production, _ in
            for weight in ["one", "two"] {
                let model = try FakeModel(in: scratch, weight: weight)
                _ = try production.register(model.request, .test)
            }
            let versions = try production.versions()
            let event = AuditEvent(.promote)
            try production.setProduction(versions[0], expecting: nil, recording: event, .test)
            try production.setProduction(versions[1], expecting: 1, recording: event, .test)
            #expect(try production.resolve("production")?.number == 2)
            #expect(try production.resolve("previous")?.number == 1)
            #expect(try production.versions().map(\.tags) == [["previous"], ["production"]])
            #expect(
                throws: RegistryError.tagMoved(tag: "production", expected: 1, found: 2)
            ) {
                try production.setProduction(versions[0], expecting: 1, recording: event, .test)
            }
            #expect(
                try !production.setProduction(versions[1], expecting: 2, recording: event, .test)
            )
            try production.expectIntactAudit(records: 4)
        }
    }

    @Test func `plain files appear whole, and are those that were registered`() async throws {
        try await withVersion { scratch, testing, _, version in
            let target = scratch.appending("out/v1")
            try testing.materialize(version, at: target)
            #expect(try TreeDigest.of(directory: target).description == version.modelDigest)
            try testing.materialize(version, at: target)
            try Files.write(target.appending("more"), [1])
            #expect(throws: RegistryError.exists(path: target.string)) {
                try testing.materialize(version, at: target)
            }
            #expect(try Files.names(in: scratch.appending("out")) == ["v1"])
        }
    }

    @Test func `a damaged blob is not written to a directory`() async throws {
        try await withVersion { scratch, testing, _, version in
            let file = try #require(version.files.last)
            Files.removeIfPossible(blob(testing, file.digest))
            try Files.write(blob(testing, file.digest), [1, 2, 3])
            #expect(throws: RegistryError.self) {
                try testing.materialize(version, at: scratch.appending("out/v1"))
            }
            #expect(try Files.names(in: scratch.appending("out")).isEmpty)
        }
    }

    @Test func `the files of a service that were tampered with are written anew`() async throws {
        try await withVersion { _, testing, _, version in
            let directory = try testing.materializeForService(version)
            try Files.replace(directory.appending("model.ubj"), with: "{evil".utf8)
            #expect(try testing.materializeForService(version) == directory)
            #expect(try TreeDigest.of(directory: directory).description == version.modelDigest)
            try testing.setCurrent(version)
            let current = testing.path.appending(".mlx/current/model.ubj")
            #expect(try Files.read(current) == Files.read(directory.appending("model.ubj")))
        }
    }
}
