import ChildProcess
import Glibc
import RunDocument
import SystemPackage

/// A program that keeps credentials: `docker-credential-…`, which is told a host and answers JSON.
struct CredentialProgram {
    let name: String
    let environment: [String: String]

    private static let maximumAnswer = 1 << 20
    /// Somebody may have to unlock a wallet.
    private static let patience = Duration.seconds(60)

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
        let output = Self.answer(of: child)
        for end in [child.output, child.errors] { try? end.close() }
        if output == nil { kill(child.process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
        guard let output else {
            throw RemoteError.credentialProgram(
                program, reason: "it did not answer within \(Self.patience.components.seconds) s")
        }
        return (output, ProcessEnding(waitStatus: status))
    }

    /// Reads to the end; nil if that does not come.
    ///
    /// What it says to people may be as long as it likes, and may hold secrets: it is read so that
    /// the program can go on, and dropped.
    private static func answer(of child: PipedProgram) -> [UInt8]? {
        let deadline = ContinuousClock.now + patience
        var ends = [child.output, child.errors].map {
            pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while answer.count < maximumAnswer {
            let rest = deadline - ContinuousClock.now
            guard rest > .zero else { return nil }
            guard poll(&ends, nfds_t(ends.count), Int32(rest / .milliseconds(1)) + 1) > 0 else {
                continue
            }
            for place in ends.indices where ends[place].revents != 0 {
                let count = Glibc.read(ends[place].fd, &chunk, chunk.count)
                if count > 0, place == 0 { answer += chunk[..<count] }
                guard count <= 0 else { continue }
                if place == 0 { return answer }
                // Nothing more comes from there.
                ends[place].fd = -1
            }
        }
        return answer
    }

    /// The program in `$PATH` as the environment has it.
    private func located(_ program: String) -> String {
        let directories = environment["PATH", default: ""].split(separator: ":")
        return directories.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
            ?? program
    }
}
