import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The Python that `share/test` prepares, with moto, boto3 and oras in it.
enum TestPython {
    static let path = Tool.environment("MLX_TEST_PYTHON")

    static let isAvailable = path != nil
    static let absence: Comment = "MLX_TEST_PYTHON names no Python; run share/test"

    /// A program that PyPI put beside it.
    static func program(_ name: String) -> FilePath? {
        path.map { FilePath($0).removingLastComponent().appending(name) }
            .flatMap { Files.exists($0) ? $0 : nil }
    }

    static func run(_ script: String, _ arguments: [String], python: String? = path) async throws
        -> String
    {
        let program = Tool.root.appending("Tests/RemotesTests/Servers/\(script)")
        let result = try await Tool.run(try #require(python), [program.string] + arguments)
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }
}

/// Real registries; each lives as long as its directory.
enum Peers {
    static let hasRegistry =
        TestPython.isAvailable && Files.exists("/usr/bin/docker-registry")
        && Files.exists("/usr/bin/htpasswd")
    static let registryAbsence: Comment =
        "needs docker-registry and htpasswd (apt-get install docker-registry apache2-utils) and MLX_TEST_PYTHON; run share/test"
    static let hasMoto = TestPython.program("moto_server") != nil
    static let motoAbsence: Comment =
        "needs PyPI moto[server,s3] in MLX_TEST_PYTHON; run share/test"

    /// - Returns: its host and port.
    static func start(
        _ kind: String, in scratch: FilePath, python: String? = TestPython.path
    ) async throws -> String {
        let directory = scratch.appending(kind)
        try Files.makeDirectory(directory)
        _ = try await TestPython.run("peers.py", [kind, directory.string], python: python)
        return String(
            decoding: try Files.read(directory.appending("address")), as: UTF8.self)
    }
}

/// The servers of `scripted.py`, called A and B.
struct ScriptedServers {
    let directory: FilePath
    private let ports: JSONValue

    init(in scratch: FilePath, _ routes: [String: JSONValue]) async throws {
        directory = scratch.appending("scripted-\(UInt64.random(in: 0 ... .max))")
        try Files.makeDirectory(directory)
        try Files.replace(
            directory.appending("routes.json"), with: JSONValue.object(routes).canonicalBytes())
        _ = try await TestPython.run("scripted.py", [directory.string])
        ports = try JSONValue(parsing: try Files.read(directory.appending("ports.json")))
    }

    func host(_ name: String = "A") throws -> String {
        "127.0.0.1:\(try #require(ports[name]?.integerValue))"
    }

    func url(_ path: String, of name: String = "A") throws -> String {
        "http://\(try host(name))\(path)"
    }

    /// What came, in order.
    func requests() throws -> [JSONValue] {
        let path = directory.appending("requests.jsonl")
        guard Files.exists(path) else { return [] }
        return try Files.read(path).split(separator: 0x0A).map { try JSONValue(parsing: $0) }
    }

    /// The `Authorization` headers that a server got.
    func authorizations(_ name: String) throws -> [String] {
        try requests().filter { $0["server"]?.stringValue == name }
            .compactMap { $0["headers"]?["Authorization"]?.stringValue }
    }
}
