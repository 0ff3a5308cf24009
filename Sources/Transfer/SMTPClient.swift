import CCurl
package import SystemPackage

/// Hands messages to a mail server, one transaction for each recipient.
package struct SMTPClient: Sendable {
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
        let handle = try EasyHandle(
            url: server.transferURL,
            protocols: "smtp,smtps",
            timeouts: timeouts
        )
        try protect(handle)
        try handle.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        var recipients = StringList()
        recipients.append("<\(recipient)>")
        try handle.set(CURLOPT_MAIL_RCPT, recipients)
        let dialogue = MailDialogue(message: message, requiresLogin: credentials != nil)
        try dialogue.attach(to: handle)
        let result = handle.perform()
        return SMTPOutcome(result, refusal: dialogue.lastRefusal)
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
