import FileStorage
import Glibc
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("Programs that keep credentials", .timeLimit(.minutes(10)))
struct CredentialProgramTests {
    private static let answer = #"echo '{"Username":"reader","Secret":"secret"}'"#

    /// A `docker-credential-test` that writes the numbers of its processes into `pids`.
    private func program(_ scratch: FilePath, _ script: String, patience: Duration) async throws
        -> CredentialProgram
    {
        try await Tool.writeProgram(
            "#!/bin/sh\nread -r host\necho $$ >>\(scratch)/pids\n\(script)\n",
            at: scratch.appending("docker-credential-test"))
        return CredentialProgram(
            name: "test", environment: ["PATH": "\(scratch):/usr/bin:/bin"], patience: patience)
    }

    /// A program that can ask somebody at a terminal is in our group, and what it leaves running is
    /// not ended with it.
    private static let hasTerminal: Bool = {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
        defer { close(terminal) }
        return terminal >= 0
    }()

    /// Waits until none of the processes runs; one that nobody waits for stays a zombie.
    private func expectNoneRuns(_ scratch: FilePath, count: Int) async throws {
        let pids = try Files.read(scratch.appending("pids")).split(separator: 0x0A)
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(pids.count == count)
        if Self.hasTerminal {
            for pid in pids.dropFirst().compactMap({ pid_t($0) }) { kill(pid, SIGKILL) }
        }
        for pid in pids {
            while let status = try? Files.read(FilePath("/proc/\(pid)/status")),
                !String(decoding: status, as: UTF8.self).contains("State:\tZ")
            {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test(
        "One that closes its output and does not end is ended, with all that it started",
        arguments: ["", answer])
    func endless(answer: String) async throws {
        try await withScratchDirectory { scratch in
            let program = try await program(
                scratch,
                """
                sleep 1000 >/dev/null 2>&1 & echo $! >>\(scratch)/pids
                \(answer)
                exec >&- 2>&-
                wait
                """, patience: .seconds(5))
            let error = RemoteError.credentialProgram(
                "docker-credential-test", reason: "it did not end within 5 s")
            #expect(throws: error) { try program.credentials(for: "host") }
            try await expectNoneRuns(scratch, count: 2)
        }
    }

    @Test("What one leaves running with its output neither delays its answer nor stays")
    func leftRunning() async throws {
        try await withScratchDirectory { scratch in
            let program = try await program(
                scratch, "sleep 1000 & echo $! >>\(scratch)/pids\n\(Self.answer)",
                patience: .seconds(60))
            let found = try program.credentials(for: "host")
            #expect(found == .password(user: "reader", "secret"))
            try await expectNoneRuns(scratch, count: 2)
        }
    }

    @Test("One that fails after it has closed its output is one that failed")
    func lateFailure() async throws {
        try await withScratchDirectory { scratch in
            let program = try await program(
                scratch, "\(Self.answer)\nexec >&-\necho more >&2\nexit 3",
                patience: .seconds(60))
            let error = RemoteError.credentialProgram(
                "docker-credential-test", reason: "it ended with exit status 3")
            #expect(throws: error) { try program.credentials(for: "host") }
        }
    }

    @Test("One that says too much is not believed")
    func endlessAnswer() async throws {
        try await withScratchDirectory { scratch in
            let program = try await program(scratch, "exec yes", patience: .seconds(60))
            let error = RemoteError.credentialProgram(
                "docker-credential-test", reason: "its answer is too long")
            #expect(throws: error) { try program.credentials(for: "host") }
            try await expectNoneRuns(scratch, count: 1)
        }
    }
}
