import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage

/// Tells every target what became of a run.
package struct Notifier {
    private let sender: MailAddress?
    private let mailer: Mailer?
    private let channels: Channels

    /// - Parameters:
    ///   - sender: needed for `mailto:` targets.
    ///   - mailer: needed for `mailto:` targets.
    ///   - channels: needed for targets over HTTP.
    package init(sender: MailAddress?, mailer: Mailer?, channels: Channels) {
        self.sender = sender
        self.mailer = mailer
        self.channels = channels
    }

    /// The message for one target as it would be sent, for people who want to look at it first.
    package func preview(of notice: Notice, to target: NotificationTarget) throws -> [UInt8] {
        switch try prepare(notice, for: target) {
        case .mail(let message): return message.bytes
        case .channel(let message): return Array(message.preview.utf8)
        case .absent(let absence):
            return Array("nothing to '\(target.description)': \(absence.reason)\n".utf8)
        }
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
            let message = try prepare(notice, for: target)
            try requireMeans(for: message, to: target)
            return (target, message)
        }
        var deliveries: [Delivery] = []
        for (target, message) in messages {
            do {
                deliveries.append(try await deliver(message, of: notice, to: target))
            } catch let error as any Failure {
                deliveries.append(
                    Delivery(
                        target: target, identifier: nil,
                        result: .refused(
                            reason: error.description, exitStatus: error.exitStatus,
                            hint: error.hint)))
            }
        }
        return deliveries
    }

    /// A message, before any is sent.
    private enum Prepared {
        case mail(MailMessage)
        case channel(ChannelMessage)
        case absent(Absence)
    }

    private func prepare(_ notice: Notice, for target: NotificationTarget) throws -> Prepared {
        guard case .channel(let channel) = target else {
            return .mail(try notice.message(to: target, from: senderAddress(for: target)))
        }
        switch try channels.message(of: notice, to: channel) {
        case .success(let message): return .channel(message)
        case .failure(let absence): return .absent(absence)
        }
    }

    /// Throws if it is known already that a message cannot be sent.
    private func requireMeans(for message: Prepared, to target: NotificationTarget) throws {
        if let address = target.address { _ = try requireMailer(for: address) }
        if case .channel(let message) = message { try channels.requireSecrets(for: message) }
    }

    private func deliver(_ message: Prepared, of notice: Notice, to target: NotificationTarget)
        async throws -> Delivery
    {
        switch message {
        case .mail(let message):
            let result = try await deliver(message, of: notice, to: target)
            return Delivery(target: target, identifier: message.identifier, result: result)
        case .channel(let message):
            let result = try await channels.deliver(message)
            return Delivery(
                target: .channel(message.target), identifier: message.key, result: result)
        case .absent(let absence):
            return Delivery(
                target: target, identifier: nil, result: .skipped(reason: absence.reason))
        }
    }

    private func deliver(_ message: MailMessage, of notice: Notice, to target: NotificationTarget)
        async throws -> Delivery.Result
    {
        switch target {
        case .mail(let address):
            return try await requireMailer(for: address)
                .deliver(message, to: address, at: Date())
        case .maildir(let path):
            return try Self.locally { try Maildir(path).deliver(message) ? .sent : .repeated }
        case .standardOutput, .channel:
            return try Self.locally {
                try FileDescriptor.standardOutput.writeAll(message.bytes)
                return .sent
            }
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
