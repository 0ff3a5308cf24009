import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// A project with real models and a service that really runs.
struct LiveProject {
    let directory: FilePath
    let port: Int

    /// Runs `body` in a project with three versions in testing; ends its service afterwards.
    static func run(_ body: (LiveProject) async throws -> Void) async throws {
        try await withScratchDirectory { scratch in
            let project = LiveProject(directory: scratch, port: try freePort())
            try await project.prepare()
            defer { project.stopService() }
            try await body(project)
        }
    }

    private func prepare() async throws {
        let penguins = Tool.root.appending("share/mlx/examples/penguins")
        let yaml = """
            apiVersion: mlx/v1
            kind: Pipeline
            model: penguins
            data:
              train: \(penguins.appending("penguins.csv"))
              test: \(penguins.appending("penguins.csv"))
              schema: \(penguins.appending("schema.json"))
            train: {trainer: xgboost, seed: 7}
            eval:
              gates: [{metric: accuracy, lower_bound: 0.9}]
            serve: {port: \(port)}
            """
        try Files.write(directory.appending("mlx.yaml"), "\(yaml)\n".utf8)
        for number in 1...3 {
            let result = try await shell(
                """
                mlx-train --no-input --parameter num_round=\(number) --model-directory m\(number) |
                mlx-eval | mlx-register --out run\(number).json
                """
            )
            try #require(result.status == 0, "\(result.errors)")
        }
    }

    /// Of its service.
    var url: String { "http://127.0.0.1:\(port)" }

    /// Adds to the project file.
    func append(_ yaml: String) throws {
        let file = directory.appending("mlx.yaml")
        let text = String(decoding: try Files.read(file), as: UTF8.self)
        try Files.replace(file, with: "\(text)\(yaml)\n".utf8)
    }

    func shell(_ script: String) async throws -> ToolResult {
        try await Tool.shell(script, directory: directory)
    }

    /// The versions that the service answers for; none if nobody answers.
    func servedVersions() -> [String] {
        let answer = try? HTTPClient().send(
            method: "GET",
            url: "http://127.0.0.1:\(port)/v2/models/penguins",
            timeout: .seconds(5)
        )
        let json = answer.flatMap { try? JSONValue(parsing: $0.body) }
        return json?["versions"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// The command lines of all services of this project.
    func services() throws -> [String] {
        try Files.names(in: "/proc").filter { Int($0) != nil }.compactMap { process in
            let path = FilePath("/proc/\(process)")
            guard let line = try? Files.read(path.appending("cmdline")), !line.isEmpty,
                let link = try? FilePath(readingLink: path.appending("cwd")), link == directory
            else { return nil }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words[0].hasSuffix("mlx-serve") ? words.dropFirst().joined(separator: " ") : nil
        }
    }

    func stopService() {
        let file = directory.appending("registry/production/penguins/.mlx/serve.pid")
        guard let bytes = try? Files.read(file),
            let process = pid_t(String(decoding: bytes.dropLast(), as: UTF8.self))
        else { return }
        kill(process, SIGKILL)
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(socket, generic, length) == 0 && getsockname(socket, generic, &length) == 0
            }
        }
        try #require(result)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension FilePath {
    fileprivate init(readingLink path: FilePath) throws {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = path.withPlatformString { readlink($0, &buffer, buffer.count) }
        guard count > 0 else { throw Errno(rawValue: errno) }
        self.init(
            String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
