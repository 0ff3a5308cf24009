import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

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
                    "A HEAD \(path(blob))": failure == "somebody was faster"
                        ? [["status": 404], there(blob.size)] : [["status": 404]],
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

    private func there(_ size: Int) -> JSONValue {
        ["headers": ["Content-Length": .string("\(size)")]]
    }

    private let lost: JSONValue = ["body": "<CompleteMultipartUploadResult/>", "cut": 3]
    private let gone: JSONValue = [
        "status": 404, "body": "<Error><Code>NoSuchUpload</Code></Error>",
    ]

    @Test(
        "When nobody says how an upload ended, the object does",
        arguments: ["never answered", "answered the second time", "error in a success"])
    func uncertainEnd(failure: String) async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let blob = try largest(of: here)
            let ends: [JSONValue] =
                switch failure {
                case "never answered": [lost]
                case "answered the second time": [lost, gone]
                default: [["body": "<Error><Code>InternalError</Code></Error>"]]
                }
            for found in [there(blob.size), there(blob.size + 1), ["status": 404]] {
                let servers = try await ScriptedServers(
                    in: scratch,
                    [
                        "A POST \(path(blob))": .array([begun] + ends),
                        "A PUT \(path(blob))": [part],
                        "A DELETE \(path(blob))": [["status": 404]],
                        "A HEAD \(path(blob))": [["status": 404], found],
                    ])
                let remote = try remote(servers.url(""))
                if found == there(blob.size) {
                    #expect(try remote.put(blob, from: here))
                } else {
                    #expect(throws: (any Error).self) { try remote.put(blob, from: here) }
                }
                #expect(try servers.requests().last?["method"] == "DELETE")
            }
        }
    }

    @Test("An upload that is called off leaves no parts behind")
    func calledOff() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let blob = try largest(of: here)
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A POST \(path(blob))": [begun], "A PUT \(path(blob))": [part],
                    "A DELETE \(path(blob))": [["status": 204]],
                ])
            let endpoint = try servers.url("")
            let sending = Task {
                let remote = try remote(endpoint)
                remote.session.observer = { bytes in
                    if bytes > 0 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                _ = try remote.put(blob, from: here)
            }
            await #expect(throws: CancellationError.self) { try await sending.value }
            let requests = try servers.requests()
            #expect(requests.last?["method"] == "DELETE", "\(requests)")
        }
    }

    @Test("Where another writer is at the same object, it is for later")
    func contended() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 1 << 20)
            let blob = try largest(of: here)
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A HEAD \(path(blob))": [["status": 404]],
                    "A PUT \(path(blob))": [["status": 409]],
                ])
            let error = try #require(throws: RemoteError.self) {
                try remote(servers.url("")).put(blob, from: here)
            }
            #expect(error.exitStatus == .temporary)
        }
    }

    @Test("An upload that may have begun is not begun again, and the error says so")
    func uncertainBeginning() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch, weight: 12 << 20)
            let blob = try largest(of: here)
            for answer in [lost, ["status": 500], ["status": 504]] {
                let servers = try await ScriptedServers(
                    in: scratch, ["A POST \(path(blob))": [answer]])
                let remote = try remote(servers.url(""))
                let error = try #require(throws: RemoteError.self) {
                    try remote.put(blob, from: here)
                }
                guard case .uncertainUpload = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(error.hint?.contains("list-multipart-uploads") == true)
                #expect(try servers.requests().map { $0["method"] } == ["HEAD", "POST"])
            }
            // Who is busy has done nothing.
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A POST \(path(blob))": [
                        ["status": 503], begun, ["body": "<CompleteMultipartUploadResult/>"],
                    ],
                    "A PUT \(path(blob))": [part],
                ])
            #expect(try remote(servers.url("")).put(blob, from: here))
        }
    }

    @Test("A list goes on with the token that the service means")
    func listToken() async throws {
        try await withScratchDirectory { scratch in
            let prefixes = { (names: [String]) in
                names.map { "<CommonPrefixes><Prefix>\($0)/</Prefix></CommonPrefixes>" }.joined()
            }
            let token = "<NextContinuationToken>a&amp;b&#x2F;&#99;</NextContinuationToken>"
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A GET /bucket/": [
                        ["body": .string(token + prefixes(["b", "No-Model"]))],
                        ["body": .string(prefixes(["a"]))],
                    ]
                ])
            let environment = [
                "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_ENDPOINT_URL": try servers.url(""),
            ]
            let names = try RemoteURL("s3://bucket").models(environment: environment)
            #expect(names.map(\.description) == ["a", "b"])
            let last = try #require(try servers.requests().last?["path"]?.stringValue)
            #expect(last.contains("continuation-token=a%26b%2Fc&"))
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
