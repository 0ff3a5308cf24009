import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Objects that are too large for one request, which here are those beyond 5 MiB.
@Suite("S3, in parts", .enabled(if: Peers.hasMoto, Peers.motoAbsence))
struct S3MultipartTests {
    private static let part = 5 << 20

    private func remote(_ endpoint: String) throws -> S3Remote {
        var limits = S3Limits()
        limits.object = Self.part
        limits.part = Self.part
        return try S3Remote(
            bucket: "bucket", prefix: "", model: try ModelName("penguins"),
            environment: [
                "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "s3cr3t/+key",
                "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": endpoint,
            ],
            retries: Pauses().policy(attempts: 2), limits: limits)
    }

    private func largest(of store: ModelStore) throws -> Descriptor {
        let blobs = try store.lend(try store.require("1"), lockTimeout: .seconds(5)) { $0.blobs }
        return try #require(blobs.max { $0.size < $1.size })
    }

    @Test("A large file comes back as it went, and going twice changes nothing")
    func roundTrip() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("moto", in: scratch)
            _ = try await TestPython.run("bucket.py", ["make", "http://\(host)", "bucket"])
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let remote = try remote("http://\(host)")
            #expect(try largest(of: here).size > 2 * Self.part)
            #expect(try here.push("1", to: remote).sent == here.sentBlobs("1"))
            #expect(try here.push("1", to: remote).sent == 0)
            let there = try ModelStore.empty(scratch, "there")
            #expect(try there.pull("1", from: remote).isNew)
            try there.verifyAll(try there.require("1"))
        }
    }

    private func path(_ blob: Descriptor) -> String {
        "/bucket/penguins/blobs/sha256/\(blob.digest.hex)"
    }

    private let begun: JSONValue = [
        "body": "<InitiateMultipartUploadResult><UploadId>a/b+c</UploadId></Initiate…>"
    ]
    private let part: JSONValue = ["headers": ["ETag": "\"e\""]]

    @Test("Each request is signed as botocore would, and says what it carries")
    func signed() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let blob = try largest(of: here)
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A POST \(path(blob))": [
                        begun, ["body": "<CompleteMultipartUploadResult/>"],
                    ],
                    "A PUT \(path(blob))": [part],
                ])
            #expect(try remote(servers.url("")).put(blob, from: here))
            let requests = try servers.requests()
            #expect(
                requests.compactMap { $0["method"]?.stringValue }
                    == ["HEAD", "POST", "PUT", "PUT", "PUT", "POST"])
            let sizes = requests.compactMap { $0["size"]?.integerValue }
            #expect(sizes[2...4].reduce(0, +) == blob.size)
            #expect(requests[5]["headers"]?["If-None-Match"] == "*")
            let list = scratch.appending("keys.json")
            let keys = requests.map { _ in
                JSONValue.string("penguins/blobs/sha256/\(blob.digest.hex)")
            }
            try Files.replace(list, with: JSONValue.array(keys).canonicalBytes())
            let output = try await TestPython.run(
                "signatures.py",
                [servers.directory.appending("requests.jsonl").string, list.string])
            for result in try #require(try JSONValue(parsing: output).arrayValue) {
                #expect(result["path"] == true && result["signature"] == true)
                #expect(result["payload"] == true)
            }
        }
    }

    @Test(
        "What fails is taken back",
        arguments: ["part", "complete", "error in a success", "somebody was faster"])
    func aborted(failure: String) async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let blob = try largest(of: here)
            let end: JSONValue =
                switch failure {
                case "complete": ["status": 403]
                case "error in a success":
                    ["body": "<Error><Code>InternalError</Code><Message>no</Message></Error>"]
                default: ["status": 412]
                }
            let parts: JSONValue =
                failure == "part" ? [part, ["status": 403]] : [part]
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A POST \(path(blob))": [begun, end], "A PUT \(path(blob))": parts,
                    "A DELETE \(path(blob))": [["status": 204]],
                ])
            let remote = try remote(servers.url(""))
            if failure == "somebody was faster" {
                #expect(try !remote.put(blob, from: here))
            } else {
                #expect(throws: RemoteError.self) { try remote.put(blob, from: here) }
            }
            let last = try #require(try servers.requests().last)
            #expect(last["method"] == "DELETE")
            #expect(last["path"]?.stringValue?.hasSuffix("?uploadId=a%2Fb%2Bc") == true)
        }
    }

    @Test("No object has more parts than the service takes")
    func parts() {
        let limits = S3Limits()
        for size in [1, 5 << 30, (5 << 30) + 1, 5 << 40] {
            let parts = limits.parts(of: size)
            #expect(parts.count <= 10_000)
            #expect(parts.first?.lowerBound == 0 && parts.last?.upperBound == size)
            #expect(parts.dropLast().allSatisfy { $0.count >= 5 << 20 })
            #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        }
    }
}
