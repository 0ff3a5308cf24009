import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(
    "Signatures of requests",
    .enabled(if: Peers.hasMoto, Peers.motoAbsence))
struct SignatureTests {
    private static let alphabet = Array(" !#$%&'()*+,-.0:;=?@AZ[]^_`az{|}~é漢😀\"<>\\")

    /// Prefixes of keys, of characters that addresses treat in different ways.
    private static func prefixes() -> [String] {
        var random = SplitMix(seed: 6)
        return (0..<40).map { _ in
            let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                "k" + String((0..<8).map { _ in alphabet.randomElement(using: &random) ?? "x" })
            }
            return parts.joined(separator: "/")
        }
    }

    @Test("botocore signs each request as libcurl did, for keys of any characters")
    func botocore() async throws {
        try await withScratchDirectory { scratch in
            let here = try ModelStore.filled(scratch)
            let servers = try await ScriptedServers(in: scratch, [:])
            let environment = [
                "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "s3cr3t/+key",
                "AWS_SESSION_TOKEN": "to/ken==", "AWS_REGION": "eu-central-1",
                "AWS_ENDPOINT_URL": try servers.url(""),
            ]
            var keys: [JSONValue] = []
            for prefix in Self.prefixes() {
                let remote = try RemoteURL.open("s3://bucket/\(prefix)", environment: environment)
                // The server has nothing and takes nothing: HEAD and PUT of the first blob, GET of
                // the index and HEAD of the log.
                #expect(throws: RemoteError.self) { try here.push("1", to: remote) }
                #expect(throws: RemoteError.self) { try here.pull("1", from: remote) }
                let requests = try servers.requests()
                for request in requests.dropFirst(keys.count) {
                    let name = request["path"]?.stringValue?.split(separator: "/").last ?? ""
                    let directory =
                        switch name {
                        case "index.json": ""
                        case "audit.jsonl": ".mlx/"
                        default: "blobs/sha256/"
                        }
                    keys.append(.string("\(prefix)/penguins/\(directory)\(name)"))
                }
            }
            let list = scratch.appending("keys.json")
            try Files.replace(list, with: JSONValue.array(keys).canonicalBytes())
            let output = try await TestPython.run(
                "signatures.py",
                [servers.directory.appending("requests.jsonl").string, list.string])
            let results = try #require(try JSONValue(parsing: output).arrayValue)
            #expect(results.count == 160)
            for (result, key) in zip(results, keys) {
                #expect(result["path"] == true, "\(key)")
                #expect(result["signature"] == true, "\(key)")
                #expect(result["payload"] == true, "\(key)")
                #expect(result["region"] == "eu-central-1")
                let signed = result["headers"]?.arrayValue?.compactMap(\.stringValue) ?? []
                #expect(
                    Set(signed).isSuperset(of: [
                        "host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token",
                    ]))
            }
        }
    }
}
