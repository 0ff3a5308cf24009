import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport

/// The real `mlx-serve`, from its start to its end.
struct ServiceProcess {
    let port: Int
    let process: pid_t
    let directory: FilePath

    /// Runs `body` while the service runs, then ends it as an operator does.
    ///
    /// - Returns: what the service left behind.
    @discardableResult
    static func run(
        _ arguments: [String],
        in directory: FilePath,
        signal: Int32 = SIGTERM,
        _ body: (ServiceProcess) async throws -> Void
    ) async throws -> ToolResult {
        let temporary = directory.appending("tmp")
        try Files.makeDirectory(temporary)
        async let result = Tool.shell(
            "echo $$ > pid; exec mlx-serve \(arguments.joined(separator: " ")) --port 0 --port-file port",
            directory: directory,
            environment: ["TMPDIR": temporary.string]
        )
        let service = ServiceProcess(
            port: try await number(in: directory.appending("port")),
            process: pid_t(try await number(in: directory.appending("pid"))),
            directory: directory
        )
        do {
            try await body(service)
        } catch {
            kill(service.process, SIGKILL)
            throw error
        }
        kill(service.process, signal)
        return try await result
    }

    private static func number(in file: FilePath) async throws -> Int {
        for _ in 0..<2000 {
            if let bytes = try? Files.read(file), bytes.last == 0x0A,
                let number = Int(String(decoding: bytes.dropLast(), as: UTF8.self))
            {
                return number
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw StorageError.missing(path: file.string)
    }

    /// Waits until the service says what is expected of it.
    func wait(
        for path: String,
        _ condition: @escaping @Sendable (HTTPResponse) throws -> Bool
    ) async throws {
        let port = port
        for _ in 0..<1000 {
            let response = try await onThread { try HTTPClient(port: port).get(path) }
            if try condition(response) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw StorageError.missing(path: path)
    }

    func waitForVersion(_ version: Int) async throws {
        try await wait(for: "/v2/models/island") {
            try $0.json()["versions"] == [.string("\(version)")]
        }
    }
}
