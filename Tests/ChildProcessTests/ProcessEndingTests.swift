import ChildProcess
import Glibc
import Testing

@Suite struct ProcessEndingTests {
    @Test(arguments: [
        ("exit 0", ProcessEnding.exited(0), "ended with exit status 0"),
        ("exit 255", .exited(255), "ended with exit status 255"),
        ("kill -9 $$", .signaled(9), "was killed by signal 9"),
    ])
    func bothCallsTellTheSame(script: String, ending: ProcessEnding, words: String) throws {
        let process = try Launch(["sh", "-c", script]).start()
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        #expect(ProcessEnding(information) == ending)
        #expect(ProcessEnding(waitStatus: status) == ending)
        #expect(ending.description == words)
        #expect(ending.isSuccess == (script == "exit 0"))
    }

    @Test func aCoreThatWasDumpedChangesNothing() {
        #expect(ProcessEnding(waitStatus: 0x80 | SIGSEGV) == .signaled(Int(SIGSEGV)))
    }
}
