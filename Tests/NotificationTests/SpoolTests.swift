import FileStorage
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

private func makeMessage(run: String = "01JD") throws -> MailMessage {
    try MailMessage(
        MailMessage.Content(subject: "hello", text: "text", html: "<p>text</p>"),
        from: MailAddress("ci@example.com"),
        to: MailAddress("owner@example.com"),
        run: run,
        thread: "penguins",
        key: MailMessage.key(run: run, event: "success", channel: "mail", recipient: "owner"),
        date: Date(timeIntervalSince1970: 1_795_000_000)
    )
}

@Suite("The spool", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct SpoolTests {
    private func names(_ root: FilePath, _ folder: String) throws -> [String] {
        try Files.names(in: root.appending(folder))
    }

    @Test("Ten sends at once make one mail")
    func once() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            let mailer = Mailer(
                client: try servers.client("starttls", "smtp"),
                spool: try Spool(root: root)
            )
            let message = try makeMessage()
            let results = try await withThrowingTaskGroup(of: Delivery.Result.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await mailer.deliver(message, to: MailAddress("owner@example.com"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.filter { $0 == .sent }.count == 1)
            #expect(results.filter { $0 == .repeated }.count == 9)
            #expect(try servers.received().count == 1)
            #expect(try names(root, "sent") == ["\(message.key).json"])
            #expect(try names(root, "new").isEmpty && names(root, "tmp").isEmpty)
            let record = try Files.read(root.appending("sent/\(message.key).json"))
            #expect(!String(decoding: record, as: UTF8.self).contains("s3cr3t"))
        }
    }

    @Test("A greylisted message is tried again until it is taken")
    func greylisted() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let mailer = Mailer(
                client: try servers.client("starttls", "smtp"),
                spool: try Spool(root: directory.appending("spool")),
                delays: [.milliseconds(1), .milliseconds(1)]
            )
            let result = try await mailer.deliver(
                makeMessage(),
                to: MailAddress("grey@example.com")
            )
            #expect(result == .sent)
            #expect(try servers.received().count == 1)
        }
    }

    @Test("A message that cannot be sent now is kept, and sent by the next call")
    func deferred() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            let owner = try MailAddress("owner@example.com")
            let message = try makeMessage()
            let away = Mailer(
                client: try servers.client("closed", "smtp"),
                spool: try Spool(root: root),
                delays: [.milliseconds(1)]
            )
            guard case .deferred = try await away.deliver(message, to: owner) else {
                Issue.record("the message was not kept")
                return
            }
            #expect(try names(root, "new") == ["\(message.key).eml", "\(message.key).json"])
            #expect(try Files.read(root.appending("new/\(message.key).eml")) == message.bytes)
            let record = try JSONValue(
                parsing: Files.read(root.appending("new/\(message.key).json"))
            )
            #expect(record["attempts"] == 2)
            let back = Mailer(
                client: try servers.client("starttls", "smtp"),
                spool: try Spool(root: root),
                delays: []
            )
            #expect(try await back.deliver(message, to: owner) == .sent)
            #expect(try await back.deliver(message, to: owner) == .repeated)
            #expect(try servers.received().map(\.content) == [message.bytes])
            #expect(try names(root, "new").isEmpty)
        }
    }

    @Test("A message that is refused for good is put aside")
    func refused() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            let mailer = Mailer(
                client: try servers.client("starttls", "smtp"),
                spool: try Spool(root: root)
            )
            let message = try makeMessage()
            let result = try await mailer.deliver(message, to: MailAddress("rcpt550@example.com"))
            guard case .refused(let reason, .unavailable, _) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(reason.contains("550 5.1.1"))
            #expect(try names(root, "failed") == ["\(message.key).eml", "\(message.key).json"])
            #expect(try names(root, "new").isEmpty)
        }
    }
}

@Suite("Maildir")
struct MaildirTests {
    @Test("The same message lies there once, also after it was read")
    func once() async throws {
        try await withScratchDirectory { directory in
            let box = directory.appending("a/box")
            let message = try makeMessage()
            #expect(try Maildir(box).deliver(message))
            #expect(try !Maildir(box).deliver(message))
            let name = try #require(try Files.names(in: box.appending("new")).first)
            #expect(try Files.read(box.appending("new").appending(name)) == message.bytes)
            try Files.rename(
                box.appending("new").appending(name),
                to: box.appending("cur").appending("\(name):2,S")
            )
            #expect(try !Maildir(box).deliver(message))
            #expect(try Maildir(box).deliver(makeMessage(run: "01JE")))
            #expect(try Files.names(in: box.appending("new")).count == 1)
            #expect(try Files.names(in: box.appending("tmp")).isEmpty)
        }
    }

    @Test("Ten deliveries at once leave one mail")
    func concurrent() async throws {
        try await withScratchDirectory { directory in
            let message = try makeMessage()
            let delivered = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask { try Maildir(directory).deliver(message) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(delivered == 1)
            #expect(try Files.names(in: directory.appending("new")).count == 1)
        }
    }
}
