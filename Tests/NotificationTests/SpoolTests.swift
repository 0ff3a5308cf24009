import FileStorage
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

private let now = Date(timeIntervalSince1970: 1_795_000_000)

private func makeMessage(run: String = "01JD") throws -> MailMessage {
    try MailMessage(
        MailBody(
            MailBody.Content(subject: "hello", text: "text", html: "<p>text</p>"), key: "0123"),
        from: MailAddress("ci@example.com"),
        to: MailAddress("owner@example.com"),
        run: run,
        thread: "penguins",
        key: MailMessage.key(run: run, event: "success", channel: "mail", recipient: "owner"),
        date: now
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
            let message = try makeMessage()
            let results = try await withThrowingTaskGroup(of: Delivery.Result.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let mailer = Mailer(
                            client: try servers.client("starttls", "smtp"),
                            spool: try Spool(root: root))
                        let owner = try MailAddress("owner@example.com")
                        return try await mailer.deliver(message, to: owner, at: now)
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
                to: MailAddress("grey@example.com"),
                at: now
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
            guard case .deferred = try await away.deliver(message, to: owner, at: now) else {
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
            #expect(try await back.deliver(message, to: owner, at: now) == .sent)
            #expect(try await back.deliver(message, to: owner, at: now) == .repeated)
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
            let result = try await mailer.deliver(
                message, to: MailAddress("rcpt550@example.com"), at: now)
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

@Suite("Flushing the spool", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct SpoolFlushTests {
    /// Leaves a message that could not be sent.
    private func leave(_ run: String, in root: FilePath, _ servers: MailServers, to name: String)
        async throws
    {
        let away = Mailer(
            client: try servers.client("closed", "smtp"), spool: try Spool(root: root), delays: [])
        let address = try MailAddress("\(name)@example.com")
        guard case .deferred = try await away.deliver(makeMessage(run: run), to: address, at: now)
        else {
            Issue.record("the message was not kept")
            return
        }
    }

    private func flush(_ root: FilePath, _ servers: MailServers, at date: Date = now) async throws
        -> [Delivery]
    {
        let spool = try Spool(root: root)
        let channels = Channels(
            environment: [:], spool: nil, retries: RetryPolicy(), now: date, webhookSecret: nil)
        return try await SpoolFlush(spool, at: date, channels: channels) { _ in
            Mailer(client: try servers.client("starttls", "smtp"), spool: spool, delays: [])
        }.run()
    }

    @Test("What waits is sent once, each by itself")
    func sent() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            try await leave("01JD", in: root, servers, to: "rcpt451")
            try await leave("01JE", in: root, servers, to: "owner")
            try await leave("01JF", in: root, servers, to: "rcpt550")
            let results = try await flush(root, servers).map { $0.result }
            #expect(results.count == 3 && results.contains(.sent))
            #expect(try servers.received().map { $0.recipients } == [["owner@example.com"]])
            #expect(try Files.names(in: root.appending("failed")).count == 2)
            // Only what was put off is there to be tried again.
            let again = try await flush(root, servers).map { $0.result }
            guard case .deferred = again.first, again.count == 1 else {
                Issue.record("\(again)")
                return
            }
        }
    }

    @Test("After five days a message is given up, and kept aside")
    func expired() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            try await leave("01JD", in: root, servers, to: "owner")
            // It was sent first when it was left first, also if it is tried again later.
            try await leave("01JD", in: root, servers, to: "owner")
            let late = now.addingTimeInterval(5 * 86_400 + 1)
            guard
                case .refused(let reason, .unavailable, _) = try await flush(
                    root, servers, at: late
                )
                .first?.result
            else {
                Issue.record("it was not given up")
                return
            }
            #expect(reason.hasPrefix("it was kept for 5 days: "))
            #expect(try Files.names(in: root.appending("failed")).count == 2)
            #expect(try Files.names(in: root.appending("new")).isEmpty)
            #expect(try servers.received().isEmpty)
        }
    }

    @Test("A message that was sent by a process which was killed then is not sent again")
    func killedAfterSending() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let root = directory.appending("spool")
            try await leave("01JD", in: root, servers, to: "owner")
            let key = try makeMessage().key
            let record = try Files.read(root.appending("new/\(key).json"))
            try Files.write(root.appending("sent/\(key).json"), record)
            #expect(try await flush(root, servers).map { $0.result } == [.repeated])
            #expect(try Files.names(in: root.appending("new")).isEmpty)
            #expect(try servers.received().isEmpty)
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
