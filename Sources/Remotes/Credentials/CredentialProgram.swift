import ChildProcess
import Glibc
import RunDocument
import SystemPackage

/// A program that keeps credentials: `docker-credential-…`, which is told a host and answers JSON.
struct CredentialProgram {
    let name: String
    let environment: [String: String]

    private static let maximumAnswer = 1 << 20

    /// - Returns: nil if the program knows nothing of the host.
    func credentials(for host: String) throws -> RegistryCredentials? {
        let program = "docker-credential-\(name)"
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        guard isPlain, !name.isEmpty else {
            throw RemoteError.credentialProgram(program, reason: "it is no name of a program")
        }
        let (output, ending) = try run(program, host)
        let text = String(decoding: output, as: UTF8.self)
        guard ending.isSuccess else {
            if text.contains("credentials not found") { return nil }
            throw RemoteError.credentialProgram(program, reason: "it \(ending.description)")
        }
        let answer = try? JSONValue(parsing: output)
        guard let user = answer?["Username"]?.stringValue,
            let secret = answer?["Secret"]?.stringValue
        else {
            throw RemoteError.credentialProgram(program, reason: "its answer makes no sense")
        }
        return user == "<token>" ? .identityToken(secret) : .password(user: user, secret)
    }

    private func run(_ program: String, _ host: String) throws -> ([UInt8], ProcessEnding) {
        var launch = Launch([located(program), "get"], environment: environment)
        launch.defaultSignals = .these([SIGPIPE])
        let child: PipedProgram
        do {
            child = try PipedProgram(launch, isFed: true)
        } catch {
            throw RemoteError.credentialProgram(program, reason: error.description)
        }
        // A host's name fits into a pipe, so neither side can wait for the other here.
        if let input = child.input {
            _ = try? input.writeAll(Array("\(host)\n".utf8))
            try? input.close()
        }
        let output = Self.read(child.output)
        // What it says to people may be as long as it likes, and may hold secrets: nobody reads it.
        try? child.errors.close()
        var status: Int32 = 0
        while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
        return (output, ProcessEnding(waitStatus: status))
    }

    /// The program in `$PATH` as the environment has it.
    private func located(_ program: String) -> String {
        let directories = environment["PATH", default: ""].split(separator: ":")
        return directories.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
            ?? program
    }

    /// Reads to the end, and closes.
    private static func read(_ file: FileDescriptor) -> [UInt8] {
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < maximumAnswer {
            let count = (try? chunk.withUnsafeMutableBytes { try file.read(into: $0) }) ?? 0
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
