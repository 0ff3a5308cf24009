import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("S3", .enabled(if: Peers.hasMoto, Peers.motoAbsence))
struct S3Tests {
    private func environment(_ host: String) -> [String: String] {
        [
            "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_SESSION_TOKEN": "token", "AWS_ENDPOINT_URL": "http://\(host)",
        ]
    }

    /// Starts moto and makes a bucket in it.
    private func start(_ scratch: FilePath) async throws -> [String: String] {
        let host = try await Peers.start("moto", in: scratch)
        _ = try await TestPython.run("bucket.py", ["make", "http://\(host)", "bucket"])
        return environment(host)
    }

    private func objects(_ known: [String: String], to directory: FilePath) async throws {
        let endpoint = try #require(known["AWS_ENDPOINT_URL"])
        _ = try await TestPython.run("bucket.py", ["save", endpoint, "bucket", directory.string])
    }

    @Test("A version comes back as it went, and lies in the bucket as it lies here")
    func roundTrip() async throws {
        try await withScratchDirectory { scratch in
            let known = try await start(scratch)
            let here = try ModelStore.filled(scratch, versions: 2)
            let remote = try RemoteURL.open("s3://bucket/a b/+testing", environment: known)
            #expect(try here.push("1", to: remote).sent == here.sentBlobs("1"))
            let again = try here.push("1", to: remote)
            #expect(!again.isNew && again.sent == 0)
            // What the versions share is there: two of the files, and the configuration of a referrer.
            let own = try here.sentBlobs("2") - 3
            #expect(try here.push("2", to: remote, tags: ["production"]).sent == own)
            let there = try ModelStore.empty(scratch, "there")
            #expect(try there.pull("production", from: remote).version.number == 2)
            #expect(try there.pull("1", from: remote).received == own)
            #expect(try there.blobNames == here.blobNames)
            #expect(try there.versions() == here.versions())

            try await objects(known, to: scratch.appending("saved"))
            let root = scratch.appending("saved/a b/+testing")
            let saved = ModelStore(root: root, model: here.model)
            #expect(try saved.versions().map(\.number) == [1, 2])
            #expect(try saved.require("production").number == 2)
            for version in try saved.versions() { try saved.verifyAll(version) }
            #expect(try saved.history().map(\.action) == [.copy, .copy, .alias])
            let inspected = try await Tool.shell(
                "skopeo inspect --raw 'oci:\(saved.path):2'",
                environment: ["HOME": scratch.string])
            let manifest = try here.require("2").manifestDigest
            #expect(Digest(of: inspected.output.utf8) == manifest)
        }
    }

    @Test("A version never becomes another one")
    func versionTaken() async throws {
        try await withScratchDirectory { scratch in
            let known = try await start(scratch)
            let remote = try RemoteURL.open("s3://bucket", environment: known)
            try ModelStore.filled(scratch, "one").push("1", to: remote)
            let other = try ModelStore.filled(scratch, "other")
            #expect(throws: RegistryError.versionTaken(1, model: "penguins")) {
                try other.push("1", to: remote)
            }
            #expect(try other.history().last?.outcome == .failed)
        }
    }

    @Test("Parallel pushers lose nothing, and the log tells of each")
    func parallelPushers() async throws {
        try await withScratchDirectory { scratch in
            let known = try await start(scratch)
            let count = 8
            let here = try ModelStore.filled(scratch, versions: count, weight: 200)
            try await withThrowingTaskGroup { group in
                for number in 1...count {
                    group.addTask {
                        // With real pauses: writers that never wait meet again and again.
                        let remote = try RemoteURL("s3://bucket/p").open(
                            here.model, environment: known)
                        try here.push(String(number), to: remote)
                    }
                }
                try await group.waitForAll()
            }
            try await objects(known, to: scratch.appending("saved"))
            let saved = ModelStore(root: scratch.appending("saved/p"), model: here.model)
            #expect(try saved.versions().map(\.number) == Array(1...count))
            let records = try saved.history()
            #expect(Set(records.compactMap(\.version)) == Set(1...count))
            let log = try Files.read(saved.path.appending(".mlx/audit.jsonl"))
            var previous: String?
            for line in log.split(separator: 0x0A) {
                let record = try JSONValue(parsing: line)
                #expect(record["prev"]?.stringValue == previous)
                #expect(record["editedByOthers"] == nil)
                previous = Digest(of: Array(line) + [0x0A]).description
            }
        }
    }

    @Test("A record that a crash kept from the log is there after the next push")
    func mendedLog() async throws {
        try await withScratchDirectory { scratch in
            let known = try await start(scratch)
            let here = try ModelStore.filled(scratch, versions: 2)
            let remote = try RemoteURL.open("s3://bucket", environment: known)
            try here.push("1", to: remote)
            let endpoint = try #require(known["AWS_ENDPOINT_URL"])
            _ = try await TestPython.run(
                "bucket.py", ["remove", endpoint, "bucket", "penguins/.mlx/audit.jsonl"])
            try here.push("2", to: remote)
            try await objects(known, to: scratch.appending("saved"))
            let saved = ModelStore(root: scratch.appending("saved"), model: here.model)
            #expect(try saved.history().map(\.version) == [1, 2])
        }
    }

    @Test("Credentials come from a profile, and without any nothing is sent")
    func credentials() async throws {
        try await withScratchDirectory { scratch in
            let known = try await start(scratch)
            let endpoint = try #require(known["AWS_ENDPOINT_URL"])
            let file = scratch.appending("credentials")
            try Files.replace(
                file,
                with: """
                    # mine
                    [default]
                    aws_access_key_id = wrong
                    [other]
                    aws_access_key_id=a
                    aws_secret_access_key = b=c
                    """.utf8)
            let here = try ModelStore.filled(scratch)
            var variables = [
                "AWS_SHARED_CREDENTIALS_FILE": file.string, "AWS_ENDPOINT_URL_S3": endpoint,
            ]
            #expect(throws: RemoteError.noCredentials(remote: "s3://bucket/penguins")) {
                try RemoteURL.open("s3://bucket", environment: variables)
            }
            variables["AWS_PROFILE"] = "other"
            let remote = try RemoteURL.open("s3://bucket", environment: variables)
            #expect(try here.push("1", to: remote).isNew)
            variables["AWS_ENDPOINT_URL_S3"] = "http://example.com"
            #expect(throws: RemoteError.unencrypted("http://example.com")) {
                try RemoteURL.open("s3://bucket", environment: variables)
            }
        }
    }
}
