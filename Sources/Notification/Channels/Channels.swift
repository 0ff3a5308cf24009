package import FoundationEssentials
package import RunDocument
package import Transfer

/// Tells targets over HTTP: comments and statuses at forges, chats, webhooks.
package struct Channels: Sendable {
    private let environment: [String: String]
    private let spool: Spool?
    private let retries: RetryPolicy
    private let now: Date
    private let webhookSecret: SecretReference?

    /// - Parameters:
    ///   - spool: needed to deliver.
    ///   - webhookSecret: with what webhooks are signed; they need one.
    package init(
        environment: [String: String],
        spool: Spool?,
        retries: RetryPolicy,
        now: Date,
        webhookSecret: SecretReference?
    ) {
        self.environment = environment
        self.spool = spool
        self.retries = retries
        self.now = now
        self.webhookSecret = webhookSecret
    }

    /// The message about a run, or why there is none.
    package func message(of notice: Notice, to target: ChannelTarget) throws
        -> Result<ChannelMessage, Absence>
    {
        try ChannelMessages(
            run: notice.run, report: notice.report, environment: environment,
            webhookSecret: webhookSecret
        ).message(to: target)
    }

    /// Reads the secrets that a message needs, so that a missing one keeps all from being sent.
    func requireSecrets(for message: ChannelMessage) throws {
        switch message.target {
        case .change(let forge, _), .commit(let forge, _): _ = try token(for: forge)
        case .hook(_, let address):
            _ = try address.resolve(environment: environment)
            _ = try signingSecret(for: message)
        }
    }

    /// Sends a message once however often it is asked to; a comment is brought up to date.
    ///
    /// - Returns: what became of it; after `deferred` it waits in the spool.
    func deliver(_ message: ChannelMessage) async throws -> Delivery.Result {
        guard let spool else { throw NotificationError.missingSpool }
        return try await spool.withLock(message.key) {
            guard !isRepeated(message, in: spool) else { return .repeated }
            let kept = message.isUpdated ? nil : try? spool.kept(message.key)?.record["since"]
            let since = kept ?? .string(now.timestamp)
            let record = message.record.merging(["since": since]) { $1 }
            try spool.keep(message.key, message: message.body, record: record)
            return try attempt(message, record, in: spool)
        }
    }

    /// Whether it was sent already; a comment looks for itself at the forge.
    private func isRepeated(_ message: ChannelMessage, in spool: Spool) -> Bool {
        guard let sent = spool.sent(message.key), message.marker == nil else { return false }
        return !message.isUpdated || sent["content"] == message.record["content"]
    }

    /// Sends a message that waits in the spool.
    ///
    /// - Returns: nil if it waits no more.
    func redeliver(_ key: String, in spool: Spool) async throws -> Delivery.Result? {
        try await spool.withLock(key) {
            guard let (body, record) = try spool.kept(key),
                let message = try ChannelMessage(key: key, record: record, body: body)
            else { return nil }
            // Whoever sent it was ended before it could let go of it.
            guard message.isUpdated || !spool.wasSent(key) else {
                try spool.markSent(key, record: record)
                return .repeated
            }
            do {
                try requireSecrets(for: message)
            } catch let error as any Failure {
                // They may be there the next time.
                return .deferred(reason: error.description)
            }
            return try attempt(message, record, in: spool)
        }
    }

    /// Sends a message that the spool holds, and notes there what became of it.
    ///
    /// The caller holds the lock of the message's key.
    package func attempt(_ message: ChannelMessage, _ record: JSONObject, in spool: Spool) throws
        -> Delivery.Result
    {
        var record = record
        let result = send(message)
        switch result {
        case .sent, .repeated, .skipped:
            record["lastError"] = nil
            try spool.markSent(message.key, record: record)
        case .refused(let reason, _, _):
            record["lastError"] = .string(reason)
            try spool.markFailed(message.key, record: record)
        case .deferred(let reason):
            record["lastError"] = .string(reason)
            try spool.deferred(message.key, record: record)
        }
        return result
    }

    private func send(_ message: ChannelMessage) -> Delivery.Result {
        do {
            return try transmit(message)
        } catch let failure as Undeliverable {
            return failure.result
        } catch let error as TransferError {
            return Undeliverable(error, host: host(of: message)).result
        } catch let failure as any Failure {
            return .refused(
                reason: failure.description, exitStatus: failure.exitStatus, hint: failure.hint)
        } catch is CancellationError {
            return .deferred(reason: "it was called off")
        } catch is JSONSyntaxError {
            return .refused(reason: "its answer is not JSON", exitStatus: .unavailable)
        } catch {
            return .refused(reason: "\(error)", exitStatus: .internalError)
        }
    }

    private func transmit(_ message: ChannelMessage) throws -> Delivery.Result {
        let session = try HTTPSession(environment: environment, retries: retries)
        switch message.target {
        case .change(let forge, let change?):
            let client = try client(forge, message, session)
            return try ChangeComment(client: client, change: change)
                .write(String(decoding: message.body, as: UTF8.self), marker: message.marker ?? "")
        case .commit(let forge, let commit?):
            let client = try client(forge, message, session)
            return try CommitStatus(client: client, commit: commit)
                .set(try JSONValue(parsing: message.body))
        case .hook(let hook, let address):
            let url = try address.resolve(environment: environment)
            let secret = try signingSecret(for: message)
            return try HookRequest(hook: hook, url: url, secret: secret)
                .send(message, through: session)
        case .change(_, nil), .commit(_, nil):
            return .skipped(reason: "it is not known where")
        }
    }

    private func client(_ forge: Forge, _ message: ChannelMessage, _ session: HTTPSession) throws
        -> ForgeClient
    {
        guard let api = message.api else { throw NotificationError.missingForge }
        return ForgeClient(forge, api: api, token: try token(for: forge), session: session)
    }

    private func token(for forge: Forge) throws(NotificationError) -> String {
        let tokens = forge.tokenVariables.lazy.compactMap { forge.variable($0, in: environment) }
        guard let token = tokens.first else {
            throw .missingToken(forge: forge.name, variables: forge.tokenVariables)
        }
        return token
    }

    private func signingSecret(for message: ChannelMessage) throws -> String? {
        guard case .hook(.webhook, _) = message.target else { return nil }
        guard let reference = message.secret else {
            throw NotificationError.missingWebhookSecret
        }
        let secret = try reference.read(environment: environment)
        guard !secret.isEmpty else {
            throw SecretError(name: reference.description, reason: "it is empty")
        }
        return secret
    }

    /// What errors name in place of an address.
    private func host(of message: ChannelMessage) -> String {
        switch message.target {
        case .change, .commit: message.api?.origin ?? message.target.description
        case .hook(_, let address):
            (try? address.resolve(environment: environment))?.origin ?? address.description
        }
    }
}
