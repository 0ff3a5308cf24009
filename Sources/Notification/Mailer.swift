import RunDocument
package import Transfer

/// Sends mail through a server, each message once however often it is asked to.
package struct Mailer: Sendable {
    private let client: SMTPClient
    private let spool: Spool
    private let delays: [Duration]

    /// Pauses after an attempt that may be repeated.
    package static let standardDelays: [Duration] = [.seconds(2), .seconds(8), .seconds(32)]

    /// - Parameter delays: one more attempt than there are pauses is made.
    package init(client: SMTPClient, spool: Spool, delays: [Duration] = standardDelays) {
        self.client = client
        self.spool = spool
        self.delays = delays
    }

    /// Sends a message unless it was sent before.
    ///
    /// - Returns: what became of it; after `deferred` it waits in the spool.
    package func deliver(_ message: MailMessage, to recipient: MailAddress) async throws
        -> Delivery.Result
    {
        try await spool.withLock(message.key) {
            guard !spool.wasSent(message.key) else { return .repeated }
            var record: JSONObject = [
                "from": .string(message.sender.mailbox), "to": .string(recipient.mailbox),
                "messageId": .string(message.identifier), "server": .string(client.server.url),
            ]
            try spool.keep(message.key, message: message.bytes, record: record)
            return try await attempt(message, to: recipient, &record)
        }
    }

    private func attempt(
        _ message: MailMessage,
        to recipient: MailAddress,
        _ record: inout JSONObject
    ) async throws -> Delivery.Result {
        var number = 0
        while true {
            number += 1
            record["attempts"] = .integer(Int64(number))
            let outcome = try client.send(
                from: message.sender.mailbox,
                to: recipient.mailbox,
                message: message.bytes
            )
            switch outcome {
            case .sent:
                record["lastError"] = nil
                try spool.markSent(message.key, record: record)
                return .sent
            case .permanent(let reason, let isDenied):
                record["lastError"] = .string(reason)
                try spool.markFailed(message.key, record: record)
                return .refused(
                    reason: reason,
                    exitStatus: isDenied ? .denied : .unavailable
                )
            case .retry(let reason), .uncertain(let reason):
                record["lastError"] = .string(reason)
                try spool.update(message.key, record: record)
                guard number <= delays.count else { return .deferred(reason: reason) }
                try await Task.sleep(for: delays[number - 1])
            }
        }
    }
}
