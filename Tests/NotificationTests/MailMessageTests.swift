import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Decodes messages with Python's `email`, and says everything about them as JSON.
private let decoder = """
    import email, email.policy, json, sys
    def describe(part):
        body = None if part.is_multipart() else part.get_payload(decode=True).decode()
        return {"type": part.get_content_type(), "body": body, "file": part.get_filename(),
                "defects": [str(d) for d in part.defects] + [
                    str(d) for v in part.values() for d in getattr(v, "defects", [])]}
    out = []
    for raw in json.load(sys.stdin):
        data = raw.encode("ascii")
        message = email.message_from_bytes(data, policy=email.policy.default)
        lines = data.split(b"\\r\\n")
        out.append({"headers": [[k, str(v)] for k, v in message.items()],
                    "parts": [describe(p) for p in message.walk()],
                    "longest": max(len(l) for l in lines if not l.startswith(b"Message-ID:")),
                    "bare": any(b"\\r" in l or b"\\n" in l for l in lines)})
    json.dump(out, sys.stdout)
    """

private func decode(_ messages: [MailMessage]) async throws -> [JSONValue] {
    let texts = messages.map { JSONValue.string(String(decoding: $0.bytes, as: UTF8.self)) }
    let output = try await TestPython.run(
        ["-c", decoder],
        input: JSONValue.array(texts).canonicalText()
    )
    return try #require(try JSONValue(parsing: output).arrayValue)
}

private func header(_ name: String, of message: JSONValue) -> [String] {
    (message["headers"]?.arrayValue ?? []).compactMap(\.arrayValue)
        .filter { $0.first?.stringValue == name }.compactMap { $0.last?.stringValue }
}

private func message(
    subject: String = "hello",
    text: String = "text",
    from: String = "ci@example.com",
    to: String? = "owner@example.com",
    run: String = "01JD",
    attachments: [MailBody.Attachment] = []
) throws -> MailMessage {
    try MailMessage(
        MailBody(
            MailBody.Content(
                subject: subject,
                text: text,
                html: "<p>\(text)</p>",
                attachments: attachments
            ),
            key: "0123456789abcdef"
        ),
        from: MailAddress(from),
        to: to.map { try MailAddress($0) },
        run: run,
        thread: MailMessage.thread(of: "penguins"),
        key: MailMessage.key(run: run, event: "success", channel: "mail", recipient: to ?? ""),
        date: Date(timeIntervalSince1970: 1_795_000_000)
    )
}

@Suite("Mail messages")
struct MailMessageTests {
    @Test("Python reads what was written", .enabled(if: TestPython.isAvailable, TestPython.absence))
    func decoded() async throws {
        let text = "Grüße 🐧\n\n.dot\nFrom me\n" + String(repeating: "long ", count: 500)
        let mail = try message(
            subject: "[mlx] Pingüine 3: passed",
            text: text,
            from: "Ci, Inc. <ci@example.com>",
            to: "Größe \"x\" <owner@example.com>",
            attachments: [
                .init(filename: "run.json", type: "application/json", bytes: Array("{}".utf8)),
                .init(filename: "é \"a\".txt", type: "text/plain", bytes: Array("é".utf8)),
            ]
        )
        let decoded = try #require(try await decode([mail]).first)
        #expect(header("Subject", of: decoded) == ["[mlx] Pingüine 3: passed"])
        #expect(header("From", of: decoded) == ["\"Ci, Inc.\" <ci@example.com>"])
        #expect(header("To", of: decoded) == ["Größe x <owner@example.com>"])
        #expect(header("Date", of: decoded) == ["Wed, 18 Nov 2026 11:06:40 +0000"])
        #expect(header("Message-ID", of: decoded) == [mail.identifier])
        #expect(header("Auto-Submitted", of: decoded) == ["auto-generated"])
        #expect(header("References", of: decoded) == ["<thread.penguins@example.com>"])
        #expect(header("In-Reply-To", of: decoded) == ["<thread.penguins@example.com>"])
        #expect(header("List-Id", of: decoded) == ["<penguins.mlx.example.com>"])
        #expect(header("X-MLX-Run", of: decoded) == ["01JD"])
        let parts = try #require(decoded["parts"]?.arrayValue)
        #expect(
            parts.map { $0["type"]?.stringValue } == [
                "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain",
                "text/html", "application/json", "text/plain",
            ]
        )
        #expect(parts.allSatisfy { $0["defects"] == [] })
        let networkText = text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
        #expect(parts[3]["body"]?.stringValue == networkText)
        #expect(parts[5]["file"]?.stringValue == "run.json")
        #expect(parts[6]["file"]?.stringValue == "é \"a\".txt")
        #expect(parts[6]["body"]?.stringValue == "é")
        #expect(try #require(decoded["longest"]?.integerValue) <= 78)
        #expect(decoded["bare"] == false)
    }

    /// Text of parts that are hard for a header.
    private static func hostileText(_ generator: inout SplitMix) -> String {
        let pieces = [
            "\r\n", "\n", "\r", "\0", "Bcc: evil@example.com", " ", "  ", "\t", "=?UTF-8?B?", "?=",
            "=?utf-8?q?a=0D=0ABcc:_x?=", "é", "🐧", "\u{2028}", "\u{85}", "\u{0B}", "\u{0C}",
            "\u{1F}",
            "\u{301}", "\u{7F}", ":", ";", "<", "\"", ".", "--=_", "\u{200D}", "\u{FEFF}", "x",
            String(repeating: "w", count: 90), String(repeating: "日本", count: 40),
        ]
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count)
            .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
    }

    @Test(
        "Ten thousand hostile subjects, names and addresses add no header",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func hostileHeaders() async throws {
        var generator = SplitMix(seed: 7)
        var accepted: [(text: String, mail: MailMessage)] = []
        for index in 0..<10_000 {
            let text = Self.hostileText(&generator)
            let isBroken = text.unicodeScalars.contains { "\r\n\0".unicodeScalars.contains($0) }
            do {
                let mail =
                    switch index % 4 {
                    case 0: try message(subject: text)
                    case 1: try message(to: "\(text) <owner@example.com>")
                    case 2: try message(from: "\(text) <ci@example.com>")
                    default: try message(to: "\(text)@example.com")
                    }
                accepted.append((text, mail))
                #expect(!isBroken, "\(text.debugDescription)")
            } catch let error as NotificationError {
                // An address may be refused for what else it is not.
                let isAddress = index % 4 > 0 && !isBroken
                #expect(isBroken || isAddress, "\(text.debugDescription)")
                #expect(error.exitStatus == (isBroken ? .dataFormat : .usage))
            }
        }
        #expect(accepted.count > 3000)
        let decoded = try await decode(accepted.map(\.mail))
        let names = (decoded.first?["headers"]?.arrayValue ?? [])
            .compactMap { $0.arrayValue?.first?.stringValue }
        #expect(names.count == 12)
        for ((text, _), message) in zip(accepted, decoded) {
            let found = (message["headers"]?.arrayValue ?? [])
                .compactMap { $0.arrayValue?.first?.stringValue }
            #expect(found == names, "\(text.debugDescription)")
            #expect(message["parts"]?.arrayValue?.count == 5)
            #expect(try #require(message["longest"]?.integerValue) <= 78)
        }
    }

    @Test(
        "Subjects come back as they were",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func subjects() async throws {
        let subjects = [
            "plain", "two  spaces", " leading", "trailing ", "=?UTF-8?B?aGk=?=", "tab\there",
            String(repeating: "word ", count: 60) + "end", String(repeating: "x", count: 300),
            String(repeating: "äöü ", count: 60) + "end", "🐧🏽‍👩‍👧",
        ]
        let decoded = try await decode(subjects.map { try message(subject: $0) })
        #expect(decoded.map { header("Subject", of: $0) } == subjects.map { [$0] })
    }

    @Test(
        "Line breaks and NUL are refused everywhere",
        arguments: ["\r", "\n", "\r\n", "\0", "\r\nBcc: x@example.com"]
    )
    func refused(text: String) {
        func expectRefused(_ body: () throws -> Void) {
            let error = #expect(throws: NotificationError.self, performing: body)
            #expect(error?.exitStatus == .dataFormat)
        }
        expectRefused { _ = try message(subject: "a\(text)b") }
        expectRefused { _ = try message(run: "a\(text)b") }
        expectRefused { _ = try MailAddress("a\(text)@example.com") }
        expectRefused { _ = try MailAddress("a\(text) <a@example.com>") }
        expectRefused { _ = try NotificationTarget("mailto:a@example.com\(text)") }
        expectRefused {
            _ = try message(attachments: [.init(filename: "a\(text)b", type: "a/b", bytes: [])])
        }
    }

    @Test(
        "What is not an address is refused",
        arguments: [
            "", "a", "@", "a@", "@b", "a@b@c", "a..b@c", "a@b..c", "a b@c", "a@b c", "a@[1.2.3.4]",
            "<a@b", "é@b", "a@é", "a,b@c", "a@b>", "\"a b\"@c",
        ]
    )
    func malformedAddress(text: String) {
        let error = #expect(throws: NotificationError.self) { try MailAddress(text) }
        #expect(error?.exitStatus == .usage)
    }

    @Test("Dates, by the calendar of Python's email.utils.formatdate")
    func dates() throws {
        let known = [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 +0000"),
        ]
        for (seconds, text) in known {
            let mail = try MailMessage(
                MailBody(MailBody.Content(subject: "", text: "", html: ""), key: "k"),
                from: MailAddress("a@b"),
                to: nil,
                run: "r",
                thread: "t",
                key: "k",
                date: Date(timeIntervalSince1970: Double(seconds))
            )
            #expect(String(decoding: mail.bytes, as: UTF8.self).hasPrefix("Date: \(text)\r\n"))
        }
    }

    @Test("The key tells messages apart, whatever their parts hold")
    func keys() {
        let keys = [
            ("r", "success", "mail", "a@b"), ("r", "failure", "mail", "a@b"),
            ("r", "success", "file", "a@b"), ("r", "success", "mail", "c@b"),
            ("s", "success", "mail", "a@b"), ("r\",\"success", "mail", "a@b", ""),
        ].map { MailMessage.key(run: $0, event: $1, channel: $2, recipient: $3) }
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.utf8.count == 64 })
    }
}
