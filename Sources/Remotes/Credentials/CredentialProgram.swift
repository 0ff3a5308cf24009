import ChildProcess
import Glibc
import RunDocument
import SystemPackage

/// A program that keeps credentials: `docker-credential-…`, which is told a host and answers JSON.
package struct CredentialProgram {
    private let name: String
    private let environment: [String: String]
    private let patience: Duration

    private static let maximumAnswer = 1 << 20
    /// How long to wait before it is asked again whether the program has ended.
    private static let interval: Int32 = 5

    /// - Parameter patience: for all of it; somebody may have to unlock a wallet.
    package init(
        name: String, environment: [String: String], patience: Duration = .seconds(60)
    ) {
        self.name = name
        self.environment = environment
        self.patience = patience
    }

    /// - Returns: nil if the program knows nothing of the host.
    package func credentials(for host: String) throws -> RegistryCredentials? {
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
        let child = try start(program)
        let group = CommandGroup(leader: child.process)
        defer {
            // What it left running too.
            group.end()
            for end in [child.output, child.errors] { try? end.close() }
        }
        // A host's name fits into a pipe, so neither side can wait for the other here.
        if let input = child.input {
            _ = try? input.writeAll(Array("\(host)\n".utf8))
            try? input.close()
        }
        let output = try answer(of: child, group)
        guard output.count <= Self.maximumAnswer else {
            throw RemoteError.credentialProgram(program, reason: "its answer is too long")
        }
        guard let ending = group.ending else {
            throw RemoteError.credentialProgram(
                program, reason: "it did not end within \(patience.components.seconds) s")
        }
        return (output, ending)
    }

    private func start(_ program: String) throws -> PipedProgram {
        var launch = Launch([located(program), "get"], environment: environment)
        launch.defaultSignals = .these([SIGPIPE])
        // In a group of its own it could not ask anybody at the terminal.
        launch.group = Self.hasTerminal ? .ours : .own
        do {
            return try PipedProgram(launch, isFed: true)
        } catch {
            throw RemoteError.credentialProgram(program, reason: error.description)
        }
    }

    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    /// Reads what the program says until it has ended, its time is over, or it has said too much.
    ///
    /// It may close its output long before it ends, and what it leaves running may never close it.
    /// What it says to people may be as long as it likes, and may hold secrets: it is read so that
    /// the program can go on, and dropped.
    ///
    /// - Throws: `CancellationError`.
    private func answer(of child: PipedProgram, _ group: CommandGroup) throws -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        var ends = [child.output, child.errors].map {
            pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
        }
        var answer: [UInt8] = []
        while answer.count <= Self.maximumAnswer, ContinuousClock.now < deadline {
            try Task.checkCancellation()
            // Asked first: all that it has said before its end is in the pipes then.
            let hasEnded = group.hasEnded
            let count = poll(&ends, nfds_t(ends.count), hasEnded ? 0 : Self.interval)
            if count > 0 { Self.read(&ends, into: &answer) }
            if hasEnded, count == 0 { break }
        }
        return answer
    }

    /// Reads once from each pipe that has something; of the first it is kept.
    private static func read(_ ends: inout [pollfd], into answer: inout [UInt8]) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        for place in ends.indices where ends[place].revents != 0 {
            let count = Glibc.read(ends[place].fd, &chunk, chunk.count)
            if count > 0, place == 0 { answer += chunk[..<count] }
            // Nothing more comes from there.
            if count <= 0 { ends[place].fd = -1 }
        }
    }

    /// The program in `$PATH` as the environment has it.
    private func located(_ program: String) -> String {
        let directories = environment["PATH", default: ""].split(separator: ":")
        return directories.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
            ?? program
    }
}
