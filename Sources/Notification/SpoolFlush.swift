package import FoundationEssentials
import RunDocument

/// Sends what waits in the spool, and puts aside what has waited for too long.
package struct SpoolFlush {
    /// As long as mail servers wait (RFC 5321, 4.5.4.1).
    private static let patience: TimeInterval = 5 * 86_400

    private let spool: Spool
    private let now: Date
    private let mailer: (_ server: String) throws -> Mailer

    /// - Parameter mailer: one that tries once, for the server that a mail was meant for.
    package init(
        _ spool: Spool, at now: Date, mailer: @escaping (_ server: String) throws -> Mailer
    ) {
        self.spool = spool
        self.now = now
        self.mailer = mailer
    }

    /// The oldest first; trouble with one does not keep the others.
    package func run() async throws -> [Delivery] {
        var waiting: [(key: String, envelope: Envelope)] = []
        for key in try spool.waiting() {
            guard let (_, record) = try spool.kept(key), let envelope = Envelope(record) else {
                continue
            }
            waiting.append((key, envelope))
        }
        waiting.sort { ($0.envelope.since, $0.key) < ($1.envelope.since, $1.key) }
        var mailers: [String: Mailer] = [:]
        var deliveries: [Delivery] = []
        for (key, envelope) in waiting {
            let mailer = try mailers[envelope.server] ?? mailer(envelope.server)
            mailers[envelope.server] = mailer
            let result =
                isExpired(envelope)
                ? try await expire(key) : try await mailer.redeliver(key)
            guard let result else { continue }
            let target = NotificationTarget.mail(try MailAddress(envelope.recipient))
            deliveries.append(
                Delivery(target: target, identifier: envelope.messageID, result: result))
        }
        return deliveries
    }

    private func isExpired(_ envelope: Envelope) -> Bool {
        guard let since = try? Date(envelope.since, strategy: .iso8601) else { return false }
        return now.timeIntervalSince(since) > Self.patience
    }

    private func expire(_ key: String) async throws -> Delivery.Result? {
        try await spool.withLock(key) {
            guard var record = try spool.kept(key)?.record else { return nil }
            let last = record["lastError"]?.stringValue.map { ": \($0)" } ?? ""
            let reason = "it was kept for 5 days\(last)"
            record["lastError"] = .string(reason)
            try spool.markFailed(key, record: record)
            return .refused(reason: reason, exitStatus: .unavailable)
        }
    }
}
