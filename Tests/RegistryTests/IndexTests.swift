import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What is read of an index does not depend on how it is written.
@Suite struct IndexTests {
    private func store(of scratch: FilePath) throws -> ModelStore {
        for weight in ["one", "two", "three"] {
            try FakeModel(in: scratch, weight: weight).register(in: scratch)
        }
        return try ModelStore.testing(scratch)
    }

    /// Changes the entry of version 2.
    private func edit(_ store: ModelStore, _ change: (inout JSONObject) -> Void) throws {
        var index = try JSONValue.read(store.index).objectValue ?? [:]
        let entries = index["manifests"]?.arrayValue ?? []
        index["manifests"] = .array(
            entries.map { entry in
                guard entry["annotations"]?[Self.tag] == "2", var members = entry.objectValue
                else { return entry }
                change(&members)
                return .object(members)
            })
        try Files.replace(store.index, with: JSONValue.object(index).canonicalBytes())
    }

    private static let tag = "org.opencontainers.image.ref.name"

    @Test func `space, escapes, letters of all languages and unknown members are read`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            let before = try (store.versions(), store.summaries())
            try edit(store) { entry in
                entry["urls"] = ["https://example.com/\u{E4}"]
                var annotations = entry["annotations"]?.objectValue ?? [:]
                annotations["note"] = "\"caf\u{E9}\"\n"
                entry["annotations"] = .object(annotations)
            }
            var text = try JSONValue.read(store.index).prettyText()
            text.replace(
                "\"org.opencontainers.image.ref.name\"",
                with: "\"org.opencontainers.image.ref.n\\u0061me\"")
            try Files.replace(store.index, with: text.utf8)
            #expect(try store.versions() == before.0)
            #expect(try store.summaries() == before.1)
        }
    }

    @Test func `a commit keeps what it does not know`() async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            try edit(store) { $0["platform"] = ["os": "any"] }
            let version = try #require(try store.resolve("2"))
            try store.setProduction(
                version, expecting: nil, recording: AuditEvent(.promote), .test)
            let entries = try JSONValue.read(store.index)["manifests"]?.arrayValue ?? []
            let edited = entries.filter { $0["annotations"]?[Self.tag] == "2" }
            #expect(edited.map { $0["platform"] } == [["os": "any"]])
            #expect(try store.productionVersion() == 2)
        }
    }

    @Test func `what the index does not say is read from the manifest and the runs`() async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            let before = try store.summaries()
            #expect(
                before.map(\.metrics.first?.description)
                    == Array(repeating: "accuracy=0.975", count: 3))
            try edit(store) { $0["annotations"] = [Self.tag: "2"] }
            #expect(try store.summaries() == before)
            #expect(try store.versions().map(\.number) == [1, 2, 3])
        }
    }

    @Test func `the newest evaluation is listed`() async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            var run = try FakeModel(in: scratch, weight: "two", id: "run-2").run
            run.stages[0].metrics["accuracy"] = 0.5
            let version = try #require(try store.resolve("2"))
            _ = try store.attach(run, to: version, .test)
            #expect(
                try store.summaries().map(\.metrics.first?.value) == [0.975, 0.5, 0.975])
        }
    }

    @Test(
        "an entry that cannot be trusted is refused",
        arguments: [
            (#""size":-1"#, "negative"), (#""size":1.5"#, "lacks"), (#""size":01"#, "expected"),
            (#""size":99999999999999999999"#, "lacks"), (#""digest":"sha512:00""#, "digest"),
            (#""digest":"sha256:00""#, "digest"), (#""size":1,"size":1"#, "twice"),
            (#""annotations":{"a":"b","a":"b"}"#, "twice"), (#""annotations":{"a":1}"#, "string"),
        ]
    )
    func refuses(member: String, reason: String) async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            var members = [
                #""digest":"sha256:\#(String(repeating: "0", count: 64))""#,
                #""mediaType":"application/json""#, #""size":1"#,
            ]
            let name = String(member.prefix { $0 != ":" })
            members.removeAll { $0.hasPrefix(name) }
            let text = "{\((members + [member]).joined(separator: ","))}"
            try Files.replace(
                store.index, with: #"{"manifests":[\#(text)],"schemaVersion":2}"#.utf8)
            let error = #expect(throws: RegistryError.self) { try store.summaries() }
            #expect(error?.exitStatus == .dataFormat)
            #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
        }
    }

    @Test func `a change leaves all other entries as they stand`() async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            for (name, version) in [("first", "1"), ("second", "2")] {
                try store.setAlias(name, to: version, .test)
            }
            // As another tool may write it.
            try edit(store) { $0["urls"] = ["https://example.com/\u{E4}"] }
            let before = try JSONValue.read(store.index)["manifests"]?.arrayValue ?? []
            try store.setAlias("first", to: "3", .test)
            let bytes = try Files.read(store.index)
            let after = try JSONValue(parsing: bytes)
            #expect(bytes == after.canonicalBytes())
            let isFirst = { (entry: JSONValue) in entry["annotations"]?[Self.tag] == "first" }
            let entries = after["manifests"]?.arrayValue ?? []
            #expect(entries.filter { !isFirst($0) } == before.filter { !isFirst($0) })
            #expect(entries.filter(isFirst).count == 1)
        }
    }

    @Test func `the record of a change is of all tags in the order of their bytes`() async throws {
        try await withScratchDirectory { scratch in
            let store = try store(of: scratch)
            for name in ["b", "a.b", "a", "champion-of-2026", "champion-of-2025"] {
                try store.setAlias(name, to: "2", .test)
            }
            let entries = try JSONValue.read(store.index)["manifests"]?.arrayValue ?? []
            let lines = entries.compactMap { entry in
                entry["annotations"]?[Self.tag]?.stringValue.map { tag in
                    "\(tag) \(entry["digest"]?.stringValue ?? "")\n"
                }
            }
            let list = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined()
            #expect(lines.count == 8)
            #expect(
                try store.history().last?.json["refs"]?.stringValue
                    == Digest(of: list.utf8).description)
        }
    }
}
