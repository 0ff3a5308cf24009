import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

extension ModelStore {
    /// Reads the log as anyone can: each line names the SHA-256 of the one before it.
    func expectIntactAudit(
        records: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lines = try Files.read(audit).split(separator: 0x0A)
        #expect(lines.count == records, sourceLocation: sourceLocation)
        var previous: JSONValue = .null
        for line in lines {
            #expect(
                try JSONValue(parsing: line)["prev"] == previous, sourceLocation: sourceLocation)
            previous = .string(Digest(of: line + [0x0A]).description)
        }
        let embedded = try JSONValue.read(index)["annotations"]?["mlx.registry.audit"]
        #expect(
            embedded?.stringValue == lines.last.map { String(decoding: $0, as: UTF8.self) },
            sourceLocation: sourceLocation
        )
    }
}

@Suite struct AuditTests {
    @Test func `reasons of others, however long, leave the log usable`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            for text in ["x", "\u{E4}", "e\u{301}\u{301}"] {
                var event = AuditEvent(.promote, .denied, version: 1)
                event.reason = String(repeating: text, count: 1_500_000)
                try store.note(event, .test)
                #expect(try #require(store.history().last?.reason).utf8.count < 5_000)
            }
            try store.expectIntactAudit(records: 4)
        }
    }

    @Test func `a line that is longer than any of ours is found whole`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            // As an earlier program may have written it: a record of a megabyte.
            let line = try #require(
                String(validating: Files.read(store.audit).dropLast(), as: UTF8.self))
            let long = line.replacing(
                "\"outcome\":",
                with: "\"note\":\"\(String(repeating: "n", count: 1 << 20))\",\"outcome\":")
            try Files.replace(store.audit, with: (long + "\n").utf8)
            var members = try JSONValue.read(store.index).objectValue ?? [:]
            var notes = members["annotations"]?.objectValue ?? [:]
            notes["mlx.registry.audit"] = .string(long)
            members["annotations"] = .object(notes)
            try Files.replace(store.index, with: JSONValue.object(members).canonicalBytes())
            try store.setAlias("champion", to: "1", .test)
            try store.expectIntactAudit(records: 2)
        }
    }

    private func withTwoVersions(_ body: (FilePath, ModelStore) async throws -> Void) async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            try FakeModel(in: scratch, weight: "two").register(in: scratch)
            try await body(scratch, ModelStore.testing(scratch))
        }
    }

    @Test func `each commit is a line, and the lines are a chain`() async throws {
        try await withTwoVersions { _, store in
            try store.expectIntactAudit(records: 2)
            let records = try store.history()
            #expect(records.map(\.version) == [1, 2])
            #expect(records.map(\.actor) == ["tester", "tester"])
            #expect(records.map(\.action) == [.register, .register])
        }
    }

    @Test(arguments: [0, 1, 40, 200])
    func `the next commit writes what a crash cut off`(kept: Int) async throws {
        try await withTwoVersions { scratch, store in
            let log = try Files.read(store.audit)
            let first = try #require(log.firstIndex(of: 0x0A)) + 1
            try Files.replace(store.audit, with: log[..<(first + kept)])
            #expect(try store.history().map(\.version) == [1, 2])
            try FakeModel(in: scratch, weight: "three").register(in: scratch)
            try store.expectIntactAudit(records: 3)
            #expect(try Files.read(store.audit).starts(with: log))
        }
    }

    @Test func `a command that changes nothing mends the log too`() async throws {
        try await withTwoVersions { scratch, store in
            let log = try Files.read(store.audit)
            try Files.replace(store.audit, with: log.dropLast(10))
            #expect(
                try FakeModel(in: scratch, weight: "two").register(in: scratch).outcome
                    == .unchanged
            )
            #expect(try Files.read(store.audit) == log)
        }
    }

    @Test func `a log that ends with something else stops the next commit`() async throws {
        try await withTwoVersions { scratch, store in
            var log = try Files.read(store.audit)
            log[log.count - 10] ^= 1
            try Files.replace(store.audit, with: log)
            let before = try Files.read(store.index)
            #expect(throws: RegistryError.brokenAudit(path: store.audit.string)) {
                try FakeModel(in: scratch, weight: "three").register(in: scratch)
            }
            #expect(try Files.read(store.index) == before)
        }
    }

    @Test func `an edit of the index by something else shows in the next record`() async throws {
        try await withTwoVersions { scratch, store in
            let text = String(decoding: try Files.read(store.index), as: UTF8.self)
            try Files.replace(
                store.index,
                with: text.replacing(#"ref.name":"2""#, with: #"ref.name":"7""#).utf8
            )
            try FakeModel(in: scratch, weight: "three").register(in: scratch)
            let records = try store.history()
            #expect(records.last?.json["editedByOthers"] == true)
            #expect(records.dropLast().allSatisfy { $0.json["editedByOthers"] == nil })
            #expect(records.last?.version == 8)
        }
    }

    @Test func `a denial is a record and moves nothing`() async throws {
        try await withTwoVersions { _, store in
            var event = AuditEvent(.promote, .denied, version: 2)
            event.reason = "no evaluation"
            try store.note(event, .test)
            try store.expectIntactAudit(records: 3)
            #expect(try store.history().last?.reason == "no evaluation")
            #expect(try store.versions().map(\.number) == [1, 2])
        }
    }

    @Test func `a denial makes no registry`() async throws {
        try await withScratchDirectory { scratch in
            try ModelStore.testing(scratch).note(AuditEvent(.promote, .denied), .test)
            #expect(!Files.exists(scratch.appending("testing")))
        }
    }
}
