import FileStorage
import FoundationEssentials
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// What a registry can do to who sends something to it.
@Suite("Hostile registry, while pushing", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HostilePushTests {
    private static let uploads = "A POST /v2/models/penguins/blobs/uploads/"

    private func settings(_ scratch: FilePath, _ host: String) throws -> [String: String] {
        let encoded = Data("reader:secret".utf8).base64EncodedString()
        let document: JSONValue = ["auths": [host: ["auth": .string(encoded)]]]
        try Files.replace(scratch.appending("config.json"), with: document.canonicalBytes())
        return ["DOCKER_CONFIG": scratch.string]
    }

    private static let challenge: JSONValue = [
        "status": 401, "headers": ["WWW-Authenticate": #"Basic realm="x""#],
    ]

    @Test("A registry that always says 401 is asked twice, and gets the password once")
    func loop() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let path = "/v2/models/penguins/blobs/"
            var routes: [String: JSONValue] = [:]
            for name in try here.blobNames {
                routes["A HEAD \(path)sha256:\(name)"] = [Self.challenge]
            }
            let servers = try await ScriptedServers(in: scratch, routes)
            let host = try servers.host()
            let remote = try RemoteURL.open(
                "oci://\(host)/models", environment: try settings(scratch, host))
            #expect(throws: RemoteError.self) { try here.push("1", to: remote) }
            #expect(try servers.requests().count == 2)
            #expect(try servers.authorizations("A").count == 1)
            #expect(try here.history().last?.outcome == .denied)
        }
    }

    @Test(
        "A token service that always says 401, or gives nothing, ends it too",
        arguments: [401, 200])
    func tokenLoop(status: Int) async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let challenge: JSONValue = [
                [
                    "status": 401,
                    "headers": [
                        "WWW-Authenticate":
                            #"Bearer realm="{B}/token",service="s",scope="repository:a:pull repository:b:pull""#
                    ],
                ]
            ]
            var routes: [String: JSONValue] = [
                "B GET /token": [["status": .integer(Int64(status)), "body": "{}"]]
            ]
            for name in try here.blobNames {
                routes["A HEAD /v2/models/penguins/blobs/sha256:\(name)"] = challenge
            }
            let servers = try await ScriptedServers(in: scratch, routes)
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(throws: RemoteError.self) { try here.push("1", to: remote) }
            let requests = try servers.requests()
            #expect(requests.count == 2)
            let query = try #require(requests.last?["path"]?.stringValue)
            // Two scopes in one parameter become two parameters.
            #expect(query.contains("scope=repository%3Aa%3Apull&scope=repository%3Ab%3Apull"))
        }
    }

    @Test("An upload may go elsewhere, but not who sends it")
    func locationElsewhere() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    Self.uploads: [
                        Self.challenge,
                        ["status": 202, "headers": ["Location": "{B}/upload?state=a%2Fb"]],
                    ],
                    "B PUT /upload": [["status": 201]],
                    "A GET /v2/models/penguins/referrers/": [["status": 404]],
                ])
            let host = try servers.host()
            let remote = try RemoteURL.open(
                "oci://\(host)/models", environment: try settings(scratch, host))
            // Manifests are not taken here; by then all blobs were sent.
            #expect(throws: RemoteError.self) { try here.push("1", to: remote) }
            let there = try servers.requests().filter { $0["server"] == "B" }
            // The manifests are none of the blobs that go there.
            #expect(there.count == (try here.sentBlobs("1")))
            #expect(there.allSatisfy { $0["headers"]?["Authorization"] == nil })
            let names = Set(try here.blobNames)
            for request in there {
                let digest = try #require(request["digest"]?.stringValue)
                #expect(names.contains(digest))
                #expect(
                    request["path"]?.stringValue == "/upload?state=a%2Fb&digest=sha256%3A\(digest)")
            }
            #expect(try !servers.authorizations("A").isEmpty)
        }
    }

    @Test(
        "An upload goes nowhere that is not safe",
        arguments: ["http://example.com/upload", "http://a:b@127.0.0.1/u", "file:///tmp/x", ""])
    func unsafeLocation(location: String) async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let headers: JSONValue = location.isEmpty ? [:] : ["Location": .string(location)]
            let servers = try await ScriptedServers(
                in: scratch, [Self.uploads: [["status": 202, "headers": headers]]])
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(throws: (any Error).self) { try here.push("1", to: remote) }
            #expect(try servers.requests().allSatisfy { $0["method"] != "PUT" })
        }
    }

    @Test("An upload that broke off is begun again")
    func lostUpload() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    Self.uploads: [["status": 202, "headers": ["Location": "/upload"]]],
                    "A PUT /upload": [
                        ["status": 201, "body": "0123456789", "cut": 2], ["status": 404],
                        ["status": 201],
                    ],
                ])
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(throws: RemoteError.self) { try here.push("1", to: remote) }
            let methods = try servers.requests().prefix(7).map { $0["method"]?.stringValue }
            #expect(methods == ["HEAD", "POST", "PUT", "POST", "PUT", "POST", "PUT"])
        }
    }

    @Test("A registry with referrers of its own gets no fallback tag")
    func referrersAPI() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let manifests = "/v2/models/penguins/manifests/"
            var routes: [String: JSONValue] = [
                Self.uploads: [["status": 202, "headers": ["Location": "/upload"]]],
                "A PUT /upload": [["status": 201]],
                "A PUT \(manifests)1": [["status": 201]],
            ]
            for name in try here.blobNames {
                routes["A PUT \(manifests)sha256:\(name)"] = [
                    ["status": 201, "headers": ["OCI-Subject": "sha256:0"]]
                ]
            }
            let servers = try await ScriptedServers(in: scratch, routes)
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(try here.push("1", to: remote).isNew)
            let paths = try servers.requests().filter { $0["method"] == "PUT" }
                .compactMap { $0["path"]?.stringValue }
            #expect(!paths.contains { $0.contains("manifests/sha256-") })
            // The tag comes last: before it, nobody can see the version.
            #expect(paths.last == "\(manifests)1")
        }
    }
}
