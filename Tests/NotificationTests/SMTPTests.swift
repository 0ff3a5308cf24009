import SystemPackage
import TestSupport
import Testing
import Transfer

@Suite("SMTP against aiosmtpd", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct SMTPTests {
    private let message = Array("Subject: hello\r\n\r\n.dot\r\nbody\r\n".utf8)

    private func send(_ client: SMTPClient, to recipient: String = "owner") throws -> SMTPOutcome {
        try client.send(
            from: "ci@example.com",
            to: "\(recipient)@example.com",
            message: message
        )
    }

    @Test(
        "A message goes through TLS and login",
        arguments: [("starttls", "smtp"), ("smtps", "smtps")]
    )
    func sent(kind: String, scheme: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            #expect(try send(servers.client(kind, scheme)) == .sent)
            let received = try #require(try servers.received().first)
            #expect(received.server == kind)
            #expect(received.isEncrypted && received.isAuthenticated)
            #expect(received.sender == "ci@example.com")
            #expect(received.recipients == ["owner@example.com"])
            #expect(received.content == message)
        }
    }

    @Test("Messages one after another share a connection and a login, also after a refusal")
    func reused() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let client = try servers.client("starttls", "smtp")
            for _ in 0..<5 { #expect(try send(client) == .sent) }
            #expect(try servers.commands().filter { $0.hasSuffix("MAIL") }.count == 5)
            #expect(try servers.received().allSatisfy { $0.isEncrypted && $0.isAuthenticated })
            // Once before TLS and once in it.
            #expect(try servers.commands().filter { $0.hasSuffix("EHLO") }.count == 2)
            guard case .permanent = try send(client, to: "rcpt550") else {
                Issue.record("it was not refused")
                return
            }
            #expect(try send(client) == .sent)
        }
    }

    @Test("A relay without TLS is used only when that is asked for")
    func plain() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("plain", "smtp+plain", login: nil))
            #expect(outcome == .sent)
            #expect(try servers.received().map(\.isEncrypted) == [false])
        }
    }

    @Test("No mail and no password go to a server without STARTTLS")
    func strippedSTARTTLS() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("plain", "smtp"))
            guard case .permanent(let reason, isDenied: true) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(reason.contains("STARTTLS"))
            #expect(try servers.received().isEmpty)
            #expect(try servers.commands() == ["plain EHLO"])
        }
    }

    @Test("A password is refused for a connection without TLS")
    func clearTextPassword() throws {
        #expect(throws: TransferError.clearTextPassword(url: "smtp+plain://localhost:25")) {
            _ = try SMTPClient(
                server: SMTPServer(url: "smtp+plain://localhost"),
                credentials: MailServers.login
            )
        }
    }

    @Test("A server that offers no login gets no mail from a user who has one")
    func noLoginOffered() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("nologin", "smtp"))
            guard case .permanent(let reason, isDenied: true) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(reason.contains("login"))
            #expect(try !servers.commands().contains("nologin MAIL"))
        }
    }

    @Test("A wrong password is final, and is not repeated in the reason")
    func wrongPassword() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let wrong = SMTPClient.Credentials(user: "mailer", password: "hunter2")
            let outcome = try send(servers.client("starttls", "smtp", login: wrong))
            guard case .permanent(let reason, isDenied: true) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(reason.contains("535"))
            #expect(!reason.contains("hunter2"))
        }
    }

    @Test("A server that requires a login refuses mail without one for good")
    func missingLogin() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("smtps", "smtps", login: nil))
            guard case .permanent(_, isDenied: true) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test("A certificate that nobody vouches for is final", arguments: ["smtp", "smtps"])
    func untrusted(scheme: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let kind = scheme == "smtp" ? "starttls" : "smtps"
            let outcome = try send(servers.client(kind, scheme, trusts: false))
            guard case .permanent(_, isDenied: true) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try !servers.commands().contains("\(kind) MAIL"))
        }
    }

    @Test("What a server answers decides", arguments: ["rcpt451", "rcpt550", "data452", "data554"])
    func answers(recipient: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("starttls", "smtp"), to: recipient)
            let code = String(recipient.suffix(3))
            switch outcome {
            case .retry(let reason):
                #expect(code.hasPrefix("4") && reason.contains("'\(code) "))
            case .permanent(let reason, isDenied: false):
                #expect(code.hasPrefix("5") && reason.contains("'\(code) "))
            default: Issue.record("\(outcome)")
            }
        }
    }

    @Test("A connection lost after the data leaves it open whether the mail arrived")
    func lostConnection() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let outcome = try send(servers.client("starttls", "smtp"), to: "drop")
            guard case .uncertain = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test(
        "A server that is away, or says nothing, is asked again",
        arguments: ["closed", "silent"]
    )
    func absent(kind: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let timeouts = Timeouts(connect: .seconds(1), response: .seconds(1), total: .seconds(5))
            let outcome = try send(servers.client(kind, "smtp", timeouts: timeouts))
            guard case .retry = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test("Addresses of servers")
    func addresses() throws {
        #expect(try SMTPServer(url: "smtps://mail.example.com").port == 465)
        #expect(try SMTPServer(url: "smtp://mail.example.com/").port == 587)
        #expect(try SMTPServer(url: "smtp+plain://[::1]").port == 25)
        #expect(try SMTPServer(url: "smtp://[::1]:2525").port == 2525)
        let bad = [
            "mail.example.com", "http://mail.example.com", "smtp://", "smtp://a:0", "smtp://a:b",
            "smtp://a b", "smtp://a/path", "smtp://a:70000", "smtp://a\r\nb",
        ]
        for url in bad {
            #expect(throws: TransferError.self, "\(url)") { try SMTPServer(url: url) }
        }
        let error = #expect(throws: TransferError.self) {
            try SMTPServer(url: "smtp://user:hunter2@host")
        }
        #expect(error.map { !"\($0)".contains("hunter2") } == true)
    }
}
