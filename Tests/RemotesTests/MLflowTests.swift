import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(
    "MLflow",
    .enabled(
        if: Peers.hasRegistry && Tool.environment("MLX_TEST_MLFLOW") != nil,
        "MLX_TEST_MLFLOW names no Python with mlflow; run share/test --all"))
struct MLflowTests {
    @Test("A version is recorded once, where it lies, with its digest and its aliases")
    func record() async throws {
        try await withScratchDirectory { scratch in
            let python = try #require(Tool.environment("MLX_TEST_MLFLOW"))
            let host = try await Peers.start("mlflow", in: scratch, python: python)
            let holder = try await Peers.start("registry", in: scratch)
            let here = try ModelStore.filled(scratch, versions: 2)
            let remote = try RemoteURL.open("oci://\(holder)/models")
            let registry = try MLflowRegistry(
                host: host, environment: [:], retries: Pauses().policy())
            let first = try here.require("1")
            #expect(throws: RemoteError.unknownVersion("penguins@1", remote: remote.name)) {
                try here.record(first, in: registry, at: remote, aliases: [], .test)
            }
            for number in ["1", "2"] {
                try here.push(number, to: remote)
                let version = try here.require(number)
                let made = try here.record(
                    version, in: registry, at: remote, aliases: ["champion"], .test)
                #expect(made.isNew && made.number == number)
                let again = try here.record(
                    version, in: registry, at: remote, aliases: ["champion"], .test)
                #expect(!again.isNew && again.number == number)
            }
            let answer = try await Tool.shell(
                "curl -sf 'http://\(host)/api/2.0/mlflow/registered-models/alias?name=penguins&alias=champion'"
            )
            let found = try JSONValue(parsing: answer.output.utf8)["model_version"]
            let digest = try here.require("2").manifestDigest
            #expect(found?["version"] == "2")
            #expect(found?["source"]?.stringValue == "\(remote.name)@\(digest)")
            #expect(found?["tags"]?.arrayValue?.count == 3)
        }
    }
}
