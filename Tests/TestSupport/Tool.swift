import FileStorage
import Glibc
package import RunDocument
import Subprocess
package import SystemPackage

/// What a finished program left behind.
package struct ToolResult: Sendable {
    /// The exit status; 128+n after signal n, as a shell says it.
    package let status: Int
    package let output: String
    package let errors: String

    /// The Run document on stdout.
    ///
    /// `share/test` validates each one that a test looks at against the published JSON Schema,
    /// so it is kept in the directory that `MLX_TEST_DOCUMENTS` names.
    package func document() throws -> Run {
        let run = try Run(parsing: output.utf8)
        if let directory = getenv("MLX_TEST_DOCUMENTS") {
            let name = "\(UInt64.random(in: 0 ... .max)).json"
            try Files.write(FilePath(platformString: directory).appending(name), output.utf8)
        }
        return run
    }
}

/// The binaries under test and the files they come with.
package enum Tool {
    /// The folder that holds the built tools: the one the test bundle runs from.
    package static let directory: FilePath = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let executable = FilePath(
            String(
                decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)),
                as: UTF8.self
            )
        )
        return executable.removingLastComponent()
    }()

    /// The root of the checkout.
    package static let root: FilePath = {
        var path = FilePath(#filePath)
        for _ in 0..<3 { path.removeLastComponent() }
        return path
    }()

    /// A variable of the test's own environment.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Runs one tool, or any program by absolute path, to its end.
    ///
    /// - Parameter input: what stands on its standard input; nil for `/dev/null`.
    package static func run(
        _ name: String,
        _ arguments: [String] = [],
        input: String? = nil,
        directory: FilePath? = nil,
        environment: [String: String] = [:]
    ) async throws -> ToolResult {
        let executable = name.hasPrefix("/") ? FilePath(name) : Self.directory.appending(name)
        return try await run(
            .path(executable),
            arguments,
            input: input,
            directory: directory,
            environment: environment
        )
    }

    /// Writes a program that can be started at once.
    ///
    /// Another process writes it: a child that another test begins meanwhile would hold our own
    /// descriptor for a moment, and a file that is open for writing cannot be executed.
    package static func writeProgram(_ text: String, at path: FilePath) async throws {
        let script = "cat >\"$FILE\" && chmod 700 \"$FILE\""
        let result = try await shell(script, input: text, environment: ["FILE": path.string])
        guard result.status == 0 else { throw Errno.ioError }
    }

    /// Runs a shell script with the tools first in `PATH`.
    package static func shell(
        _ script: String,
        using shell: [String] = ["dash", "-e"],
        input: String? = nil,
        directory: FilePath? = nil,
        environment: [String: String] = [:]
    ) async throws -> ToolResult {
        try await run(
            .name(shell[0]),
            Array(shell.dropFirst()) + ["-c", script],
            input: input,
            directory: directory,
            environment: environment
        )
    }

    private static func run(
        _ executable: Executable,
        _ arguments: [String],
        input: String?,
        directory: FilePath?,
        environment: [String: String]
    ) async throws -> ToolResult {
        let inherited = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        var variables: [Environment.Key: String] = [
            "PATH": "\(Self.directory):\(inherited)", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
        ]
        for (key, value) in environment { variables[Environment.Key(stringLiteral: key)] = value }
        let environment = Environment.custom(variables)
        let arguments = Arguments(arguments)
        let (output, errors) = (StringOutput<UTF8>.string(limit: 1 << 26), 1 << 24)
        guard let input else {
            let result = try await Subprocess.run(
                executable, arguments: arguments, environment: environment,
                workingDirectory: directory, input: .none, output: output,
                error: .string(limit: errors))
            return ToolResult(
                result.terminationStatus, result.standardOutput, result.standardError)
        }
        // A file and not a pipe: a tool that ends before it has read would break the pipe.
        let file = try standardInput(input)
        let result = try await Subprocess.run(
            executable, arguments: arguments, environment: environment,
            workingDirectory: directory,
            input: .fileDescriptor(file, closeAfterSpawningProcess: true), output: output,
            error: .string(limit: errors))
        return ToolResult(result.terminationStatus, result.standardOutput, result.standardError)
    }

    /// A file without a name that holds a text.
    private static func standardInput(_ text: String) throws -> FileDescriptor {
        guard let stream = tmpfile() else { throw Errno(rawValue: errno) }
        defer { fclose(stream) }
        let descriptor = dup(fileno(stream))
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let file = FileDescriptor(rawValue: descriptor)
        try file.writeAll(Array(text.utf8))
        try file.seek(offset: 0, from: .start)
        return file
    }
}

extension ToolResult {
    fileprivate init(_ status: TerminationStatus, _ output: String, _ errors: String) {
        self.output = output
        self.errors = errors
        switch status {
        case .exited(let code): self.status = Int(code)
        case .signaled(let signal): self.status = 128 + Int(signal)
        }
    }
}
