import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

@Suite("HTTP session", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct SessionTests {
    private func send(
        _ servers: ScriptedServers, _ pauses: Pauses = Pauses(), method: String = "GET",
        path: String = "/x", body: HTTPRequest.Body = .none
    ) throws -> HTTPAnswer {
        let session = try HTTPSession(environment: [:], retries: pauses.policy())
        var request = HTTPRequest(method, try HTTPAddress(try servers.url(path)), body: body)
        request.headers = [("X-Kind", "test")]
        request.authorization = .header("Basic c2VjcmV0")
        return try session.send(request)
    }

    @Test("What must not be asked twice is asked again where it could not be asked at all")
    func unasked() throws {
        let pauses = Pauses()
        let session = try HTTPSession(environment: [:], retries: pauses.policy(attempts: 3))
        var request = HTTPRequest("POST", try HTTPAddress("http://127.0.0.1:1/"), body: .bytes([]))
        request.isRepeatable = false
        #expect(throws: TransferError.self) { try session.send(request) }
        #expect(pauses.all.count == 2)
    }

    @Test("A busy server is asked again when it says so, in seconds or by a date")
    func retryAfter() async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A GET /x": [
                        ["status": 429, "headers": ["Retry-After": "7"]],
                        [
                            "status": 503,
                            "headers": ["Retry-After": "Sun, 06 Nov 1994 08:49:57 GMT"],
                        ],
                        ["status": 503],
                        ["body": "done"],
                    ]
                ])
            let pauses = Pauses()
            #expect(try send(servers, pauses).body == Array("done".utf8))
            #expect(pauses.all.prefix(2) == [.seconds(7), .seconds(20)])
            #expect(pauses.all.count == 3 && pauses.all[2] <= .seconds(2))
        }
    }

    @Test("Patience ends: after some attempts, and for who asks to wait an hour")
    func patience() async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A GET /x": [["status": 503]],
                    "A GET /hour": [["status": 429, "headers": ["Retry-After": "3600"]]],
                ])
            let pauses = Pauses()
            #expect(try send(servers, pauses).status == 503)
            #expect(pauses.all.count == 4)
            for (pause, longest) in zip(pauses.all, [0.5, 1, 2, 4]) {
                #expect(pause <= .seconds(longest) && pause >= .seconds(longest * 0.75))
            }
            #expect(try send(servers, path: "/hour").status == 429)
            #expect(try servers.requests().count == 6)
        }
    }

    @Test("A lost connection is tried again; what may not be asked twice is not")
    func lostConnection() async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A PUT /x": [["body": "0123456789", "cut": 3], ["body": "whole"]],
                    "A POST /once": [["body": "0123456789", "cut": 3], ["body": "whole"]],
                    "A POST /gateway": [["status": 504], ["status": 504]],
                    "A POST /busy": [["status": 503], ["body": "done"]],
                ])
            let body = HTTPRequest.Body.bytes(Array("sent".utf8))
            let answer = try send(servers, method: "PUT", body: body)
            #expect(answer.body == Array("whole".utf8))
            #expect(try servers.requests().map { $0["size"] } == [4, 4])
            let session = try HTTPSession(environment: [:], retries: Pauses().policy())
            var request = HTTPRequest(
                "POST", try HTTPAddress(try servers.url("/once")), body: body)
            request.isRepeatable = false
            #expect(throws: TransferError.self) { try session.send(request) }
            // What lies behind a gateway may have done it; who is busy has not begun.
            request.url = try HTTPAddress(try servers.url("/gateway"))
            #expect(try session.send(request).status == 504)
            request.url = try HTTPAddress(try servers.url("/busy"))
            #expect(try session.send(request).body == Array("done".utf8))
            let asked = try servers.requests().compactMap { $0["path"]?.stringValue }
            #expect(asked.suffix(3) == ["/gateway", "/busy", "/busy"])
        }
    }

    @Test("Redirects are followed, and nobody else learns who asks")
    func redirects() async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A GET /x": [["status": 302, "headers": ["Location": "y?z"]]],
                    "A GET /y": [["status": 307, "headers": ["Location": "{B}/there"]]],
                    "B GET /there": [["body": "done"]],
                ])
            let answer = try send(servers)
            #expect(answer.body == Array("done".utf8))
            #expect(answer.url.description == (try servers.url("/there", of: "B")))
            #expect(try servers.authorizations("A").count == 2)
            #expect(try servers.authorizations("B").isEmpty)
            #expect(try servers.requests().allSatisfy { $0["headers"]?["X-Kind"] == "test" })
        }
    }

    @Test(
        "Redirects that lead nowhere good are refused",
        arguments: [
            "/x", "http://example.com/x", "file:///etc/passwd", "http://user:word@127.0.0.1/x",
            "ftp://127.0.0.1/x",
        ])
    func refusedRedirects(location: String) async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                ["A GET /x": [["status": 302, "headers": ["Location": .string(location)]]]])
            #expect(throws: TransferError.self) { try send(servers) }
            #expect(try servers.requests().count == (location == "/x" ? 6 : 1))
        }
    }

    @Test("A redirect repeats what was sent only where it says that it does")
    func redirectedUploads() async throws {
        try await withScratchDirectory { scratch in
            let file = scratch.appending("file")
            try Files.replace(file, with: [UInt8](repeating: 7, count: 3_000_000))
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A PUT /x": [["status": 307, "headers": ["Location": "{B}/x"]]],
                    "B PUT /x": [["status": 201]],
                    "A PUT /lost": [["status": 301, "headers": ["Location": "/y"]]],
                ])
            let descriptor = try Files.openRegular(file)
            defer { try? descriptor.close() }
            let body = HTTPRequest.Body.file(descriptor, size: 3_000_000)
            #expect(try send(servers, method: "PUT", body: body).status == 201)
            let last = try #require(try servers.requests().last)
            #expect(last["digest"]?.stringValue == (try Digest.ofFile(file)).0.hex)
            #expect(last["headers"]?["Authorization"] == nil)
            #expect(throws: TransferError.self) {
                try send(servers, method: "PUT", path: "/lost", body: body)
            }
        }
    }

    @Test("Answers without an end are cut off", arguments: ["headers", "body"])
    func endless(kind: String) async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(
                in: scratch,
                [
                    "A GET /x": [
                        ["endless": .string(kind), "headers": ["Content-Length": "99999999"]]
                    ]
                ])
            let error = try #require(throws: TransferError.self) { try send(servers) }
            guard case .tooLarge = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("Connections are kept between requests")
    func keptConnections() async throws {
        try await withScratchDirectory { scratch in
            let servers = try await ScriptedServers(in: scratch, ["A GET /x": [["body": "1"]]])
            let session = try HTTPSession(environment: [:])
            let url = try HTTPAddress(try servers.url("/x"))
            for _ in 0..<20 { _ = try session.send(HTTPRequest("GET", url)) }
            #expect(Set(try servers.requests().map { $0["connection"] }).count == 1)
        }
    }
}
