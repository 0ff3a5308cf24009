import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// A registry that is broken, or means harm.
@Suite("Hostile registry", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HostileRegistryTests {
    private static let repository = "/v2/models/penguins"

    /// The answers of a registry that has version 1 of a store.
    private func routes(_ store: ModelStore, _ scratch: FilePath) throws -> [String: JSONValue] {
        let version = try store.require("1")
        var routes: [String: JSONValue] = [:]
        for name in try store.blobNames {
            let path = store.path.appending("blobs/sha256").appending(name)
            let answer: JSONValue = [["file": .string(path.string), "range": true]]
            routes["A GET \(Self.repository)/blobs/sha256:\(name)"] = answer
            routes["A GET \(Self.repository)/manifests/sha256:\(name)"] = answer
            if name == version.manifestDigest.hex {
                routes["A GET \(Self.repository)/manifests/1"] = answer
            }
        }
        return routes
    }

    private func largest(_ store: ModelStore) throws -> (digest: Digest, path: FilePath) {
        let file = try #require(try store.require("1").files.max { $0.size < $1.size })
        return (file.digest, store.path.appending("blobs/sha256").appending(file.digest.hex))
    }

    /// Pulls from a registry of which one route was changed, and expects that nothing is listed.
    private func expectRefusal(
        _ change: (inout [String: JSONValue], ModelStore) throws -> Void,
        _ judge: (any Error) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            var routes = try routes(here, scratch)
            try change(&routes, here)
            let servers = try await ScriptedServers(in: scratch, routes)
            let there = try ModelStore.empty(scratch, "there")
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
                try there.pull("1", from: remote)
            }
            if let error {
                #expect(judge(error), "\(error)", sourceLocation: sourceLocation)
            }
            #expect(try there.versions().isEmpty, sourceLocation: sourceLocation)
            let partial = there.path.appending(".mlx/tmp")
            let left = Files.exists(partial) ? try Files.names(in: partial) : []
            #expect(left.allSatisfy { $0.hasSuffix(".part") }, sourceLocation: sourceLocation)
        }
    }

    private func isDamage(_ error: any Error) -> Bool {
        if case RegistryError.damaged = error { true } else { false }
    }

    @Test("The scripted registry serves a version when it behaves")
    func control() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let servers = try await ScriptedServers(in: scratch, try routes(here, scratch))
            let there = try ModelStore.empty(scratch, "there")
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(try there.pull("1", from: remote).isNew)
        }
    }

    @Test("A blob with other bytes, or more of them, is refused", arguments: [0, 1, -1])
    func wrongBlob(growth: Int) async throws {
        try await expectRefusal(
            { routes, store in
                let (digest, path) = try largest(store)
                var bytes = try Files.read(path)
                bytes[100] ^= 1
                if growth > 0 { bytes.append(0) }
                if growth < 0 { bytes.removeLast() }
                let other = store.root.appending("other")
                try Files.replace(other, with: bytes)
                routes["A GET \(Self.repository)/blobs/\(digest)"] = [
                    ["file": .string(other.string)]
                ]
            }, isDamage)
    }

    @Test("A manifest with another digest than it was asked for, or claims, is refused")
    func wrongManifest() async throws {
        try await expectRefusal(
            { routes, store in
                let manifest = try store.require("1").manifestDigest
                let path = store.path.appending("blobs/sha256").appending(manifest.hex)
                routes["A GET \(Self.repository)/manifests/1"] = [
                    [
                        "file": .string(path.string),
                        "headers": [
                            "Docker-Content-Digest": .string(
                                "sha256:" + String(repeating: "0", count: 64))
                        ],
                    ]
                ]
            }, { if case RemoteError.misbehaved = $0 { true } else { false } })
    }

    @Test("A manifest above 4 MiB is refused while it comes")
    func hugeManifest() async throws {
        try await expectRefusal(
            { routes, store in
                routes["A GET \(Self.repository)/manifests/1"] = [
                    ["endless": "body", "headers": ["Content-Length": "67108864"]]
                ]
            }, { if case TransferError.tooLarge(_, 1 << 22) = $0 { true } else { false } })
    }

    @Test(
        "Manifests that could do harm are refused",
        arguments: [
            (
                #""org.cncf.model.filepath":"model.ubj""#,
                #""org.cncf.model.filepath":"../model.ubj""#
            ),
            (
                #""org.cncf.model.filepath":"model.ubj""#,
                #""org.cncf.model.filepath":"/etc/cron.d/x""#
            ),
            (#""org.cncf.model.filepath":"model.ubj""#, #""org.cncf.model.filepath":"a//b""#),
            (#""org.cncf.model.filepath":"model.ubj""#, #""org.cncf.model.filepath":"a\u0000b""#),
            (#""org.cncf.model.filepath":"model.ubj""#, #""org.cncf.model.filepath":"mlMODEL""#),
            (#""schemaVersion":2"#, #""schemaVersion":2,"schemaVersion":2"#),
            (#""size":12"#, #""size":-12"#), (#""size":12"#, #""size":1e99"#),
            (#""digest":"sha256:"#, #""digest":"sha512:"#),
            (#""digest":"sha256:"#, #""digest":"sha256:../"#),
            (#""layers":["#, #""layers":[7,"#), (#""layers":["#, #""layer":["#),
            ("image.manifest.v1+json", "image.index.v1+json"),
        ])
    func hostileManifest(text: String, replacement: String) async throws {
        try await expectRefusal(
            { routes, store in
                let manifest = try store.require("1").manifestDigest
                let path = store.path.appending("blobs/sha256").appending(manifest.hex)
                let old = String(decoding: try Files.read(path), as: UTF8.self)
                let new = old.replacing(text, with: replacement)
                try #require(new != old, "\(old)")
                routes["A GET \(Self.repository)/manifests/1"] = [["body": .string(new)]]
            },
            { error in
                switch error {
                case RegistryError.damaged, RegistryError.hostilePath: true
                default: false
                }
            })
    }

    @Test("A pickle is refused on the way in too, and taken when it is wanted")
    func pickle() async throws {
        try await withScratchDirectory { scratch in
            let directory = scratch.appending("model")
            try Files.makeDirectory(directory)
            try Files.replace(directory.appending("MLmodel"), with: "flavors: {}\n".utf8)
            try Files.replace(directory.appending("model.bin"), with: [0x80, 4, 0x4E, 0x2E])
            let here = try ModelStore.empty(scratch, "here")
            let run = try Run(
                parsing: """
                    {"apiVersion":"mlx/v1","kind":"Run",
                     "metadata":{"id":"r","createdAt":"2026-11-20T12:00:00Z"},"stages":[],
                     "status":{"phase":"Succeeded","exitCode":0}}
                    """.utf8)
            var request = RegistrationRequest(directory: directory, run: run)
            request.allowUnsafe = true
            _ = try here.register(request, .test)
            let servers = try await ScriptedServers(in: scratch, try routes(here, scratch))
            let there = try ModelStore.empty(scratch, "there")
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(throws: RegistryError.unsafeFormat("model.bin", .pickle)) {
                try there.pull("1", from: remote)
            }
            #expect(try there.versions().isEmpty)
            #expect(try there.pull("1", from: remote, allowUnsafe: true).isNew)
            #expect(try there.history().last?.reason == "--allow-unsafe: 'model.bin'")
        }
    }

    @Test("A blob that broke off goes on where it was, in this pull and in the next")
    func resume() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let (digest, path) = try largest(here)
            let key = "A GET \(Self.repository)/blobs/\(digest)"
            var routes = try routes(here, scratch)
            let file = JSONValue.string(path.string)
            routes[key] = [
                ["file": file, "cut": 1000], ["file": file, "range": true, "cut": 500],
                ["file": file, "range": true],
            ]
            let servers = try await ScriptedServers(in: scratch, routes)
            let url = "oci://\(try servers.host())/models"
            let there = try ModelStore.empty(scratch, "there")
            #expect(throws: TransferError.self) {
                try there.pull("1", from: try RemoteURL.open(url, attempts: 1))
            }
            #expect(try there.pull("1", from: try RemoteURL.open(url)).isNew)
            let ranges = try servers.requests()
                .filter { $0["path"]?.stringValue?.hasSuffix("\(digest)") == true }
                .map { $0["headers"]?["Range"]?.stringValue }
            #expect(ranges.first == .some(nil))
            #expect(ranges.dropFirst().map { $0?.hasPrefix("bytes=") } == [true, true])
            try there.verifyAll(try there.require("1"))
            #expect(try there.require("1").files == here.require("1").files)
        }
    }

    @Test("A blob that is here whole, or longer than it is there, is not asked for in vain")
    func wholePartial() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let (digest, path) = try largest(here)
            var routes = try routes(here, scratch)
            routes["A GET \(Self.repository)/blobs/\(digest)"] = [
                ["file": .string(path.string), "range": true]
            ]
            let servers = try await ScriptedServers(in: scratch, routes)
            let bytes = try Files.read(path)
            let damaged = [bytes[0] ^ 1] + bytes.dropFirst()
            for (number, part) in [bytes, damaged, bytes + [0]].enumerated() {
                let there = try ModelStore.empty(scratch, "there\(number)")
                try Files.makeDirectory(there.path.appending(".mlx/tmp"))
                try Files.replace(
                    there.path.appending(".mlx/tmp/\(digest.hex).part"), with: part)
                let remote = try RemoteURL.open(
                    "oci://\(try servers.host())/models", attempts: 1)
                #expect(try there.pull("1", from: remote).isNew)
                try there.verifyAll(try there.require("1"))
            }
            let asked = try servers.requests()
                .filter { $0["path"]?.stringValue?.hasSuffix("\(digest)") == true }
            #expect(asked.count == 2)
        }
    }

    @Test("What goes on elsewhere, or makes no sense, is not the end of a list")
    func brokenLists() async throws {
        for page: JSONValue in [
            ["body": "{\"tags\":[\"1\"]}", "headers": ["Link": "<{B}/v2/x>; rel=\"next\""]],
            ["body": "<html>log in</html>"],
        ] {
            try await withScratchDirectory { scratch in
                let here = try ModelStore.filled(scratch)
                var routes = try routes(here, scratch)
                routes["A GET \(Self.repository)/tags/list"] = [page]
                let servers = try await ScriptedServers(in: scratch, routes)
                let remote = try RemoteURL.open("oci://\(try servers.host())/models", attempts: 1)
                let error = try #require(throws: RemoteError.self) {
                    try ModelStore.empty(scratch, "there").pull("latest", from: remote)
                }
                #expect(error.exitStatus == .dataFormat, "\(error)")
            }
        }
    }

    @Test("A signed address that refuses is named without what is secret in it")
    func secretQuery() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let (digest, _) = try largest(here)
            var routes = try routes(here, scratch)
            routes["A GET \(Self.repository)/blobs/\(digest)"] = [
                ["status": 307, "headers": ["Location": "{B}/blob?X-Amz-Signature=SECRET#TOKEN"]]
            ]
            routes["B GET /blob"] = [["status": 403]]
            let servers = try await ScriptedServers(in: scratch, routes)
            let remote = try RemoteURL.open("oci://\(try servers.host())/models", attempts: 1)
            let error = try #require(throws: RemoteError.self) {
                try ModelStore.empty(scratch, "there").pull("1", from: remote)
            }
            #expect(error.description.contains("/blob'"), "\(error)")
            #expect(!"\(error)".contains("SECRET") && !"\(error)".contains("TOKEN"), "\(error)")
            // It is not this registry that wants a login.
            #expect(error.hint == nil)
        }
    }

    @Test("Bytes of another blob that lie where it was are found out")
    func poisonedPartial() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let (digest, _) = try largest(here)
            let servers = try await ScriptedServers(in: scratch, try routes(here, scratch))
            let there = try ModelStore.empty(scratch, "there")
            try Files.makeDirectory(there.path.appending(".mlx/tmp"))
            try Files.replace(
                there.path.appending(".mlx/tmp/\(digest.hex).part"), with: "not it".utf8)
            let remote = try RemoteURL.open("oci://\(try servers.host())/models")
            #expect(try there.pull("1", from: remote).isNew)
            try there.verifyAll(try there.require("1"))
            #expect(try there.require("1").files == here.require("1").files)
        }
    }
}
