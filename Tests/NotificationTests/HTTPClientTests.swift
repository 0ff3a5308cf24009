import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

@Suite("HTTP", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HTTPClientTests {
    private func withServer(_ body: (String) throws -> Void) async throws {
        try await withScratchDirectory { directory in
            let program = Tool.root.appending("Tests/Servers/httpd.py")
            _ = try await TestPython.run([program.string, directory.string])
            let port = try Files.read(directory.appending("port"))
            try body("http://127.0.0.1:\(String(decoding: port, as: UTF8.self))")
        }
    }

    @Test(
        "A request arrives as it was made",
        arguments: [
            ("GET", nil), ("POST", "{}"), ("POST", nil), ("PUT", "a=1"), ("DELETE", nil),
            ("PATCH", ""),
        ] as [(String, String?)]
    )
    func echo(method: String, body: String?) async throws {
        try await withServer { url in
            let response = try HTTPClient().send(
                method: method,
                url: "\(url)/echo",
                headers: [("Content-Type", "application/json"), ("X-Empty", "")],
                body: body.map { Array($0.utf8) }
            )
            #expect(response.status == 200)
            #expect(response.header("x-answer") == "yes")
            let echo = try JSONValue(parsing: response.body)
            #expect(echo["method"]?.stringValue == method)
            #expect(echo["body"]?.stringValue == body ?? "")
            #expect(echo["headers"]?["Content-Type"]?.stringValue == "application/json")
            #expect(echo["headers"]?["X-Empty"]?.stringValue == "")
            #expect(echo["headers"]?["Expect"] == nil)
        }
    }

    @Test("An answer of any status is an answer, and redirects are not followed")
    func statuses() async throws {
        try await withServer { url in
            let client = HTTPClient()
            #expect(try client.send(method: "GET", url: "\(url)/teapot").status == 418)
            let redirect = try client.send(method: "GET", url: "\(url)/redirect")
            #expect(redirect.status == 302)
            #expect(redirect.header("Location") == "/echo")
            let head = try client.send(method: "HEAD", url: "\(url)/large")
            #expect(head.body.isEmpty && head.header("content-length") == "100000")
        }
    }

    @Test("Answers that are too large, cut off or late are errors")
    func brokenAnswers() async throws {
        try await withServer { url in
            #expect(throws: TransferError.tooLarge(url: "\(url)/large", limit: 99_999)) {
                try HTTPClient(maximumBody: 99_999).send(method: "GET", url: "\(url)/large")
            }
            let large = try HTTPClient(maximumBody: 100_000)
                .send(method: "GET", url: "\(url)/large")
            #expect(large.body.count == 100_000)
            let cut = #expect(throws: TransferError.self) {
                try HTTPClient().send(method: "GET", url: "\(url)/cut")
            }
            #expect(cut?.exitStatus == .temporary)
            let late = #expect(throws: TransferError.self) {
                try HTTPClient()
                    .send(method: "GET", url: "\(url)/slow", timeout: .milliseconds(300))
            }
            guard case .timedOut = late else {
                Issue.record("\(String(describing: late))")
                return
            }
        }
    }

    @Test("Nobody listens")
    func unreachable() {
        let error = #expect(throws: TransferError.self) {
            try HTTPClient().send(method: "GET", url: "http://user:hunter2@127.0.0.1:9/a")
        }
        #expect(error?.exitStatus == .unavailable)
        #expect(error.map { "\($0)".hasPrefix("cannot reach 'http://127.0.0.1:9/a': ") } == true)
    }

    @Test("Headers cannot begin another header", arguments: ["\r\nX: y", "\n", "\0"])
    func injection(text: String) {
        #expect(throws: TransferError.unsafeValue(name: "X-Run")) {
            try HTTPClient().send(
                method: "GET",
                url: "http://127.0.0.1:9/",
                headers: [("X-Run", "a\(text)b")]
            )
        }
    }

    @Test("Other protocols are refused", arguments: ["file:///etc/passwd", "ftp://127.0.0.1/"])
    func protocols(url: String) {
        let error = #expect(throws: TransferError.self) {
            try HTTPClient().send(method: "GET", url: url)
        }
        #expect(error?.exitStatus == .usage)
    }
}
