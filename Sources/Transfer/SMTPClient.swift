import CCurl
package import SystemPackage

/// Hands messages to a mail server, one transaction for each recipient, over a connection that is
/// kept for the next one.
package final class SMTPClient {
    /// Who we are to the server.
    package struct Credentials: Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package let server: SMTPServer
    private let credentials: Credentials?
    private let certificateAuthorities: FilePath?
    private let timeouts: Timeouts
    private var handle: EasyHandle?
    /// Our end of the connection on which the server let us in.
    private var loginPort: Int32?

    /// - Parameter certificateAuthorities: a PEM file, in place of the system's.
    /// - Throws: `TransferError.clearTextPassword` rather than sending one without TLS.
    package init(
        server: SMTPServer,
        credentials: Credentials? = nil,
        certificateAuthorities: FilePath? = nil,
        timeouts: Timeouts = Timeouts()
    ) throws(TransferError) {
        if server.security == .none, credentials != nil {
            throw .clearTextPassword(url: server.url)
        }
        self.server = server
        self.credentials = credentials
        self.certificateAuthorities = certificateAuthorities
        self.timeouts = timeouts
    }

    /// Sends one message and waits for the server's word on it.
    ///
    /// - Parameters:
    ///   - sender: an address without angle brackets, as is `recipient`.
    ///   - message: headers and body, lines ended by CR LF.
    /// - Throws: `TransferError` only if libcurl itself cannot be used; what the server or the
    ///   network does is an outcome.
    package func send(from sender: String, to recipient: String, message: [UInt8])
        throws(TransferError) -> SMTPOutcome
    {
        let handle = try openHandle()
        let transaction = Transaction(sender: sender, recipient: recipient, message: message)
        let (result, outcome) = try send(transaction, handle, overNewConnection: false)
        // A server may end a connection after so many messages; that says nothing of this one.
        guard case .retry = outcome, handle.newConnections == 0,
            result.response == 421 || result.response < 300
        else { return outcome }
        return try send(transaction, handle, overNewConnection: true).outcome
    }

    /// The one that keeps the connection.
    private func openHandle() throws(TransferError) -> EasyHandle {
        if let handle { return handle }
        let new = try EasyHandle()
        handle = new
        return new
    }

    private struct Transaction {
        let sender: String
        let recipient: String
        let message: [UInt8]
    }

    private func send(
        _ transaction: Transaction, _ handle: EasyHandle, overNewConnection isNew: Bool
    ) throws(TransferError) -> (result: TransferResult, outcome: SMTPOutcome) {
        try handle.prepare(
            url: server.transferURL, protocols: "smtp,smtps", connect: timeouts.connect)
        try handle.set(CURLOPT_TIMEOUT_MS, timeouts.total.milliseconds)
        try protect(handle)
        if isNew { try handle.set(CURLOPT_FRESH_CONNECT, 1) }
        try handle.set(CURLOPT_MAIL_FROM, "<\(transaction.sender)>")
        var recipients = StringList()
        recipients.append("<\(transaction.recipient)>")
        try handle.set(CURLOPT_MAIL_RCPT, recipients)
        let dialogue = MailDialogue(
            message: transaction.message,
            login: credentials == nil ? .notNeeded : .needed(knownPort: loginPort))
        try dialogue.attach(to: handle)
        let result = handle.perform()
        loginPort = dialogue.loginPort
        return (result, SMTPOutcome(result, refusal: dialogue.lastRefusal))
    }

    private func protect(_ handle: EasyHandle) throws(TransferError) {
        // A proxy would see the mail go by, and cannot be meant: mail servers are named.
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(
            CURLOPT_SERVER_RESPONSE_TIMEOUT,
            max(1, timeouts.response.milliseconds / 1000)
        )
        if let path = certificateAuthorities { try handle.set(CURLOPT_CAINFO, path.string) }
        switch server.security {
        // ALL, never TRY: somebody between us and the server could strip the offer of STARTTLS.
        case .startTLS, .implicit: try handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        case .none: break
        }
        if let credentials {
            try handle.set(CURLOPT_USERNAME, credentials.user)
            try handle.set(CURLOPT_PASSWORD, credentials.password)
        }
    }
}
