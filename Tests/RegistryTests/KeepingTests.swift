import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Aliases, deletion, history, comparison and export.
@Suite struct KeepingTests {
    @Test func `an alias moves, is recorded and goes away`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            #expect(try store.setAlias("champion", to: "1", .test).isMoved)
            #expect(try !store.setAlias("champion", to: "1", .test).isMoved)
            #expect(try store.setAlias("champion", to: "latest", .test).version == 3)
            #expect(try store.resolve("champion")?.number == 3)
            #expect(try store.setAlias("other", to: "champion", .test).version == 3)
            try store.removeAlias("champion", .test)
            #expect(try store.resolve("champion") == nil)
            let records = try store.history().suffix(4)
            #expect(records.map(\.tag) == ["champion", "champion", "other", "champion"])
            #expect(records.map(\.version) == [1, 3, 3, nil])
            #expect(try store.fsck().findings == [])
        }
    }

    @Test(arguments: ["production", "previous", "latest", "3", "03", "", "a b", "-a", "sha256-ab"])
    func `reserved words are no aliases`(alias: String) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let before = try KeptRegistry.snapshot(of: store)
            #expect(throws: RegistryError.reservedTag(alias)) {
                try store.setAlias(alias, to: "1", .test)
            }
            #expect(throws: RegistryError.reservedTag(alias)) {
                try store.removeAlias(alias, .test)
            }
            #expect(try KeptRegistry.snapshot(of: store) == before)
        }
    }

    @Test func `an alias that somebody else moved is left alone`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let first = try store.require("1").manifestDigest
            try store.setAlias("champion", to: "1", expecting: .nothing, .test)
            for wrong in [AliasExpectation.nothing, .version(2)] {
                #expect(throws: RegistryError.self) {
                    try store.setAlias("champion", to: "3", expecting: wrong, .test)
                }
                #expect(throws: RegistryError.self) {
                    try store.removeAlias("champion", expecting: wrong, .test)
                }
            }
            try store.setAlias("champion", to: "2", expecting: .manifest(first), .test)
            try store.setAlias("champion", to: "3", expecting: .version(2), .test)
            #expect(try store.resolve("champion")?.number == 3)
        }
    }

    @Test func `an alias needs a version, and a name that is there to be removed`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            #expect(throws: RegistryError.unknownVersion("9", model: "penguins", known: [1, 2, 3]))
            {
                try store.setAlias("champion", to: "9", .test)
            }
            #expect(throws: RegistryError.unknownAlias("champion", model: "penguins")) {
                try store.removeAlias("champion", .test)
            }
        }
    }

    @Test func `a version that is in use is not deleted, and that is recorded`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            try registry.testing.setAlias("champion", to: "2", .test)
            let index = try Files.read(registry.production.index)
            for (store, number, tag) in [
                (registry.production, 2, "production"), (registry.production, 1, "previous"),
                (registry.testing, 2, "champion"),
            ] {
                let error = RegistryError.liveVersion(number, model: "penguins", tags: [tag])
                #expect(error.exitStatus == .denied)
                #expect(throws: error) { try store.delete(number, reason: "test", .test) }
                #expect(try store.history().last?.outcome == .denied)
                #expect(try store.fsck().findings == [])
            }
            #expect(try Files.read(registry.production.index) != index)
            #expect(try registry.production.versions().map(\.number) == [1, 2])
        }
    }

    @Test func `a version that is live in production stays in testing`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            for (number, tag) in [(2, "production"), (1, "previous")] {
                #expect(
                    throws: RegistryError.liveVersion(number, model: "penguins", tags: [tag])
                ) {
                    try registry.testing.delete(
                        number, reason: "test", unlessLiveIn: [registry.production], .test)
                }
            }
            try registry.testing.delete(
                3, reason: "test", unlessLiveIn: [registry.production], .test)
        }
    }

    @Test func `a number is never given again`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            for number in [3, 2] { try store.delete(number, reason: "test", .test) }
            #expect(try store.versions().map(\.number) == [1])
            let again = try FakeModel(in: scratch, weight: "three").register(in: scratch)
            #expect(again.outcome == .created && again.version.number == 4)
            #expect(try store.fsck().findings.allSatisfy { $0.severity == .note })
            #expect(throws: RegistryError.self) { try store.delete(2, reason: "test", .test) }
        }
    }

    @Test func `what was live at a time`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            func options(_ time: String) -> CommitOptions {
                CommitOptions(context: AuditContext(actor: "a", time: time, tool: "t"))
            }
            try store.setProduction(
                store.require("1"), expecting: 2, recording: AuditEvent(.rollback),
                options("2026-11-22T08:00:00Z"))
            var failed = AuditEvent(.promote, .failed, version: 2)
            failed.reason = "smoke"
            try store.note(failed, options("2026-11-23T08:00:00Z"))
            func live(_ time: String) throws -> Int? {
                try store.audit(lockTimeout: .seconds(1)).live(at: Instant(time))?.version
            }
            #expect(try live("2026-11-20T12:00:00Z") == nil)
            #expect(try live("2026-11-20T12:00:01Z") == 2)
            #expect(try live("2026-11-20") == 2)
            #expect(try live("2026-11-22T07:59:59.9Z") == 2)
            #expect(try live("2026-11-22T09:00:00+01:00") == 1)
            #expect(try live("2026-11-22T08:59:59+01:00") == 2)
            #expect(try live("2027-01-01") == 1)
            let period = try #require(
                try store.audit(lockTimeout: .seconds(1)).live(at: Instant("2026-11-24")))
            #expect(period.isRollback && period.from == 2)
            #expect(period.manifestDigest == (try store.require("1")).manifestDigest)
        }
    }

    @Test(
        arguments: [
            "", "2026", "2026-13-01", "2026-02-29", "2026-11-20T", "2026-11-20T25:00:00Z",
            "2026-11-20T12:00:00X", "2026-11-20T12:00:00+1", "20 November", "2026-11-20T12:00:00ZZ",
        ]
    )
    func `a time that is none`(text: String) {
        #expect(throws: RegistryError.invalidTime(text)) { try Instant(text) }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-20T12:00:00Z", 1_795_176_000), ("1969-12-31T23:59:59Z", -1),
            ("2026-11-20 12:00", 1_795_176_000), ("2026-11-20T13:30:00.25+01:30", 1_795_176_000.25),
        ] as [(String, Double)]
    )
    func `a time is read`(text: String, seconds: Double) throws {
        #expect(try Instant(text).seconds == seconds)
    }

    @Test func `two versions side by side`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            let difference = try VersionDifference(
                registry.testing.require("1"), in: registry.testing,
                registry.production.require("2"), in: registry.production)
            #expect(difference.metrics.map(\.name) == ["accuracy"])
            #expect(difference.metrics.map(\.isSame) == [true])
            #expect(difference.inputs.map(\.name) == ["data.train"])
            #expect(
                difference.files.map { "\($0.name) \($0.isSame)" }
                    == ["MLmodel true", "docs/README.md true", "model.ubj false"])
            #expect(!difference.isSameModel)
            #expect(difference.json["metrics"]?["accuracy"]?["delta"] == .number(0))
        }
    }

    @Test func `an export is checked, and no other directory is touched`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let version = try store.require("2")
            let target = scratch.appending("out")
            try store.materialize(version, at: target)
            #expect(try TreeDigest.of(directory: target).description == version.modelDigest)
            try store.materialize(version, at: target)
            try Files.write(target.appending("mine"), [1])
            #expect(throws: RegistryError.exists(path: target.string)) {
                try store.materialize(version, at: target)
            }
            #expect(Files.exists(target.appending("mine")))
            for damage in [Damage.middleByte, .removed, .directory, .pipe, .link] {
                let path = store.blobDirectory.appending(version.files[2].digest.hex)
                let bytes = try Files.read(path)
                try damage.hit(path)
                #expect(throws: (any Error).self) {
                    try store.materialize(version, at: scratch.appending("bad"))
                }
                #expect(!Files.exists(scratch.appending("bad")))
                try damage.mend(path, bytes)
            }
        }
    }
}
