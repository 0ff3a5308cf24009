import FileStorage
import RunDocument
import SystemPackage

/// Tells every target what became of a run.
package struct Notifier {
    private let sender: MailAddress?
    private let mailer: Mailer?

    /// - Parameters:
    ///   - sender: needed for `mailto:` targets.
    ///   - mailer: needed for `mailto:` targets.
    package init(sender: MailAddress?, mailer: Mailer?) {
        self.sender = sender
        self.mailer = mailer
    }

    /// The message for one target.
    package func message(of notice: Notice, to target: NotificationTarget)
        throws(NotificationError) -> MailMessage
    {
        try notice.message(to: target, from: senderAddress(for: target))
    }

    /// Sends every target its message; trouble with one does not keep it from the others.
    ///
    /// - Throws: what makes it impossible to send any message.
    package func notify(_ targets: [NotificationTarget], of notice: Notice) async throws
        -> [Delivery]
    {
        // All messages first: one that cannot be made keeps all from being sent, so that a user
        // who mends it does not send the others twice.
        let messages = try targets.map { target in
            if let address = target.address { _ = try requireMailer(for: address) }
            return (target, try message(of: notice, to: target))
        }
        var deliveries: [Delivery] = []
        for (target, message) in messages {
            let result = try await deliver(message, of: notice, to: target)
            deliveries.append(
                Delivery(target: target, identifier: message.identifier, result: result)
            )
        }
        return deliveries
    }

    private func deliver(
        _ message: MailMessage, of notice: Notice, to target: NotificationTarget
    ) async throws -> Delivery.Result {
        switch target {
        case .maildir(let path):
            return try Self.locally { try Maildir(path).deliver(message) ? .sent : .repeated }
        case .standardOutput:
            return try Self.locally {
                try FileDescriptor.standardOutput.writeAll(message.bytes)
                return .sent
            }
        case .mail(let address):
            return try await requireMailer(for: address)
                .deliver(message, to: address, at: notice.date)
        }
    }

    private static func locally(_ body: () throws -> Delivery.Result) throws -> Delivery.Result {
        do {
            return try body()
        } catch let failure as any Failure {
            return .refused(reason: failure.description, exitStatus: failure.exitStatus)
        } catch let error as Errno {
            return .refused(reason: "\(error)", exitStatus: .inputOutput)
        }
    }

    private func requireMailer(for address: MailAddress) throws(NotificationError) -> Mailer {
        guard let mailer else { throw .missingServer(recipient: address.mailbox) }
        return mailer
    }

    private func senderAddress(for target: NotificationTarget) throws(NotificationError)
        -> MailAddress
    {
        if let sender { return sender }
        // A mailbox on this machine needs no sender that a server would accept.
        guard target.address == nil else { throw .missingSender }
        return try MailAddress("mlx <mlx@localhost>")
    }
}

extension [Delivery] {
    /// Throws one error that names every target that got nothing.
    package func requireAll() throws(NotificationError) {
        let failures = compactMap(\.failure)
        guard failures.isEmpty else { throw .undelivered(failures) }
    }
}
