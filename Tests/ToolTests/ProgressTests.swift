import FileStorage
import SystemPackage
import TestSupport
import Testing

/// How far the reading is, as a person sees it on a real pseudo terminal.
@Suite struct ProgressTests {
    /// Runs a command whose standard error is a terminal, and stops it again and again so that it
    /// takes long enough to report; or feeds its standard input slowly.
    private static let terminal = #"""
        import os, pty, signal, subprocess, sys, threading, time
        mode, file, command = sys.argv[1], sys.argv[2], sys.argv[3:]
        master, slave = pty.openpty()
        feeds = mode == "feed"
        child = subprocess.Popen(command, stderr=slave, stdout=subprocess.DEVNULL,
            stdin=subprocess.PIPE if feeds else subprocess.DEVNULL)
        os.close(slave)
        def feed():
            data = open(file, "rb").read()
            size = len(data) // 5 + 1
            for start in range(0, len(data), size):
                child.stdin.write(data[start:start + size]); child.stdin.flush()
                time.sleep(0.15)
            child.stdin.close()
        def brake():
            while child.poll() is None:
                time.sleep(0.01)
                child.send_signal(signal.SIGSTOP); time.sleep(0.12); child.send_signal(signal.SIGCONT)
        threading.Thread(target=feed if feeds else brake).start()
        shown = b""
        while True:
            try: part = os.read(master, 65536)
            except OSError: break
            if not part: break
            shown += part
        status = child.wait()
        sys.stdout.buffer.write(shown)
        sys.exit(status)
        """#

    private static let table = "n,word\n" + String(repeating: "123456,abcdefgh\n", count: 1_500_000)

    private func shown(_ mode: String, _ environment: [String: String] = [:]) async throws -> String
    {
        try await withScratchDirectory { directory in
            let file = directory.appending("t.csv")
            try Files.write(file, Self.table.utf8)
            try Files.write(directory.appending("terminal.py"), Self.terminal.utf8)
            let source = mode == "feed" ? "-" : "t.csv"
            let result = try await Tool.shell(
                "python3 terminal.py \(mode) t.csv \(Tool.directory.string)/mlx-validate profile \(source)",
                directory: directory,
                environment: ["TERM": "xterm", "CI": ""].merging(environment) { $1 })
            #expect(result.status == 0, "\(result.errors)")
            return result.output
        }
    }

    @Test func aFileHasABarAndTheTimeLeft() async throws {
        let shown = try await shown("brake")
        let report = #/\r\x1B\[K\[[#]*-*\] reading \d+ of 24 MB, \d+ MB/s, \d+ s left/#
        #expect(shown.firstMatch(of: report) != nil, "\(shown.debugDescription)")
        #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is not cleared")
        #expect(!shown.contains("\n"))
    }

    @Test func aStreamHasBytesAndTheirRate() async throws {
        let shown = try await shown("feed")
        let report = #/\r\x1B\[Kreading \d+ MB, \d+ MB/s/#
        #expect(shown.firstMatch(of: report) != nil, "\(shown.debugDescription)")
        #expect(!shown.contains("left"))
        #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is not cleared")
    }

    @Test(arguments: [["TERM": "dumb"], ["CI": "true"]])
    func noBarWhereNoCursorMoves(environment: [String: String]) async throws {
        #expect(try await shown("feed", environment) == "")
    }

    @Test func nothingOnAPipe() async throws {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("t.csv"), Self.table.utf8)
            let result = try await Tool.shell(
                "(head -c 9000000 t.csv; sleep 0.3; tail -c +9000001 t.csv) | mlx-validate profile -",
                directory: directory)
            #expect(result.status == 0)
            #expect(result.errors == "")
        }
    }
}
