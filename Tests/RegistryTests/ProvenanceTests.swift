import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ProvenanceTests {
    private static let run = """
        {"apiVersion":"mlx/v1","kind":"Run",
         "metadata":{"id":"run-1","model":"penguins","createdAt":"2026-11-20T12:00:00Z",
          "ci":{"commit":"0123abcd","provider":"jenkins","url":"https://me:pw@ci.example.org/job/1"}},
         "inputs":{"code":{"uri":"git+https://example.org/r","digest":"sha256:11"},
          "data":{"train":{"uri":"train.csv","digest":"sha256:22","rows":344},
           "test":{"uri":"test.csv","digest":"sha256:33"}},
          "schema":{"uri":"schema.json","digest":"sha256:44"}},
         "stages":[{"name":"train","tool":"mlx-train","version":"0.1.0","status":"passed",
           "exitCode":0,"startedAt":"2026-11-20T12:00:01Z","durationMs":2500.5,
           "details":{"parameters":{"num_round":3},"seed":7,
            "baseModel":{"uri":"registry:penguins@1","digest":"sha256:55"}}},
          {"name":"eval","tool":"mlx-eval","version":"0.1.0","status":"passed",
           "exitCode":0,"startedAt":"2026-11-20T12:00:04Z","durationMs":1000}],
         "status":{"phase":"Succeeded","exitCode":0}}
        """

    /// The one document of that type among the blobs.
    private func provenance(in store: ModelStore) throws -> [UInt8] {
        let blobs = store.path.appending("blobs/sha256")
        for name in try Files.names(in: blobs) {
            let bytes = try Files.read(blobs.appending(name))
            guard let json = try? JSONValue(parsing: bytes),
                json["predicateType"] == "https://slsa.dev/provenance/v1"
            else { continue }
            return bytes
        }
        throw Errno.noSuchFileOrDirectory
    }

    private func register(in root: FilePath, _ scratch: FilePath, tool time: String) throws
        -> ModelStore
    {
        let model = try FakeModel(in: scratch)
        let store = ModelStore(root: root, model: try ModelName("penguins"))
        var options = CommitOptions.test
        options.context.time = time
        let run = try Run(parsing: Self.run.utf8)
        _ = try store.register(
            RegistrationRequest(directory: model.directory, run: run), options)
        return store
    }

    @Test func `it tells what the model is made of, and nothing of the clock`() async throws {
        try await withScratchDirectory { scratch in
            let one = try register(
                in: scratch.appending("a"), scratch, tool: "2026-11-21T00:00:00Z")
            let two = try register(
                in: scratch.appending("b"), scratch, tool: "2027-01-01T00:00:00Z")
            let bytes = try provenance(in: one)
            #expect(try provenance(in: two) == bytes)
            let json = try JSONValue(parsing: bytes)
            let version = try one.require("1")
            let found = try #require(try one.provenance(of: version))
            #expect(found.blob == Digest(of: bytes))
            #expect(found.statement == json)
            let subjects = try #require(json["subject"]?.arrayValue)
            #expect(subjects.count == 4)
            #expect(subjects[0]["name"] == "penguins")
            #expect(
                subjects[0]["digest"]?["sha256"]?.stringValue == version.manifestDigest.hex)
            let definition = try #require(json["predicate"]?["buildDefinition"])
            #expect(
                definition["externalParameters"] == ["parameters": ["num_round": 3], "seed": 7])
            let dependencies = try #require(definition["resolvedDependencies"]?.arrayValue)
            #expect(
                dependencies.compactMap { $0["name"]?.stringValue } == [
                    "code", "commit", "data/test", "data/train", "schema", "model",
                ])
            #expect(dependencies[1]["digest"] == ["gitCommit": "0123abcd"])
            #expect(dependencies[3]["digest"] == ["sha256": "22"])
            let details = try #require(json["predicate"]?["runDetails"])
            #expect(details["builder"]?["id"] == "https://ci.example.org")
            #expect(
                details["metadata"] == [
                    "invocationId": "run-1", "startedOn": "2026-11-20T12:00:00Z",
                    "finishedOn": "2026-11-20T12:00:05Z",
                ])
            #expect(!String(decoding: bytes, as: UTF8.self).contains("pw@"))
        }
    }

    @Test func `it is a referrer of the version and moves with it`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let (testing, production) = (
                try ModelStore.testing(scratch), try ModelStore.production(scratch)
            )
            _ = try production.copy(testing.require("1"), from: testing, .test)
            #expect(try provenance(in: production) == provenance(in: testing))
        }
    }
}
