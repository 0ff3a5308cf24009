import ChildProcess
import Glibc
import SystemPackage
import Testing

@Suite struct PipedProgramTests {
    /// What a script writes, and how it ends.
    private func run(
        _ script: String, input: String? = nil, _ change: (inout Launch) -> Void = { _ in }
    ) throws -> (output: String, errors: String, ending: ProcessEnding) {
        var launch = Launch(["sh", "-c", script])
        change(&launch)
        let program = try PipedProgram(launch, isFed: input != nil)
        if let input, let pipe = program.input {
            try pipe.writeAll(input.utf8)
            try pipe.close()
        }
        let output = try text(of: program.output)
        let errors = try text(of: program.errors)
        var status: Int32 = 0
        while waitpid(program.process, &status, 0) < 0, errno == EINTR {}
        return (output, errors, ProcessEnding(waitStatus: status))
    }

    /// All that comes from a pipe, which is closed then.
    private func text(of pipe: FileDescriptor) throws -> String {
        defer { try? pipe.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try pipe.read(into: $0) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    @Test func itsThreeStreamsAreApart() throws {
        let result = try run("cat; echo wrong >&2; exit 3", input: "rows")
        #expect(result.output == "rows")
        #expect(result.errors == "wrong\n")
        #expect(result.ending == .exited(3))
    }

    @Test func whatIsNotFedReadsNothing() throws {
        let result = try run("cat; readlink /proc/self/fd/0")
        #expect(result.output == "/dev/null\n")
        #expect(result.ending.isSuccess)
    }

    @Test func noOtherDescriptorIsHandedDown() throws {
        let spare = try PipedProgram(Launch(["cat"]), isFed: true)
        defer {
            for pipe in [spare.input, spare.output, spare.errors] { try? pipe?.close() }
            waitpid(spare.process, nil, 0)
        }
        let ours = [spare.input, spare.output, spare.errors].compactMap { $0?.rawValue }
        let pipes = try ours.map { try #require(Self.link($0)) }
        let links = try run("ls -l /proc/$$/fd").output
        #expect(links.contains("/dev/null"))
        for pipe in pipes { #expect(!links.contains(pipe)) }
    }

    /// What a descriptor of this process is, as `pipe:[1234]`.
    private static func link(_ descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: 100)
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        return count > 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    @Test func theEnvironmentIsTheLaunchs() throws {
        let result = try run("echo \"$WORD\"") { $0.environment["WORD"] = "a b=c" }
        #expect(result.output == "a b=c\n")
    }

    @Test func aGroupOrASessionIsItsOwn() throws {
        // Process, group and session: the first, fifth and sixth of its numbers.
        let script = "cut -d ' ' -f 1,5,6 /proc/$$/stat"
        func numbers(_ group: Launch.Group) throws -> [Int] {
            try run(script) { $0.group = group }.output.split { " \n".contains($0) }
                .compactMap { Int($0) }
        }
        let (ours, own) = (try numbers(.ours), try numbers(.own))
        let session = try numbers(.ownSession)
        try #require(ours.count == 3 && own.count == 3 && session.count == 3)
        #expect(ours[1] == Int(getpgrp()) && ours[2] == Int(getsid(0)))
        #expect(own[1] == own[0] && own[2] == Int(getsid(0)))
        #expect(session[1] == session[0] && session[2] == session[0])
    }

    @Test func blockedSignalsAreNotHandedDown() throws {
        var (blocked, old) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &old)
        defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
        #expect(try run("kill -TERM $$; sleep 1").ending == .signaled(Int(SIGTERM)))
    }

    @Test func aProgramThatIsNotThereIsToldApart() throws {
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try PipedProgram(Launch(["no-such-program"]), isFed: true)
        }
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try PipedProgram(Launch([]), isFed: false)
        }
        #expect(throws: Errno.permissionDenied) {
            try PipedProgram(Launch(["/etc/passwd"]), isFed: false)
        }
    }
}
