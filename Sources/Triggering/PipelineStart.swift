import RunDocument
package import Transfer

/// Asks a CI system elsewhere to begin a pipeline.
package struct PipelineStart: Sendable {
    private let service: StartService
    private let address: HTTPAddress
    private let token: String

    /// - Parameter token: for Jenkins `USER:TOKEN`.
    /// - Throws: `StartError` for what would go over the network without encryption.
    package init(_ service: StartService, _ address: HTTPAddress, token: String)
        throws(StartError)
    {
        guard address.isEncrypted || address.isLoopback else {
            throw .clearText(url: address.shown)
        }
        if service == .jenkins, !token.contains(":") { throw .noUser }
        self.service = service
        self.address = address
        self.token = token
    }

    /// Begins the pipeline.
    ///
    /// - Returns: where it, or its place in a queue, can be seen; nil if the answer does not say.
    /// - Throws: `StartError`, `TransferError`.
    package func begin(_ message: StartMessage, over session: HTTPSession) throws -> String? {
        var request = try HTTPRequest(service, address, token: token, message)
        var answer = try session.send(request)
        if service == .jenkins, answer.status == 403, let crumb = try crumb(over: session) {
            request.headers += crumb
            answer = try session.send(request)
        }
        guard (200..<300).contains(answer.status) else {
            throw StartError.refused(
                service, url: address.shown, status: answer.status, reason: reason(answer))
        }
        let page = (try? JSONValue(parsing: answer.body))?["web_url"]?.stringValue
        return page ?? answer.head.header("Location")
    }

    /// What a Jenkins that guards itself against forged requests wants to see; it belongs to a
    /// session, so its cookies come with it.
    ///
    /// - Returns: nil if it gives none.
    private func crumb(over session: HTTPSession) throws -> [(name: String, value: String)]? {
        let job = address.description
        let root = job[..<(job.firstRange(of: "/job/")?.lowerBound ?? job.endIndex)]
        var request = HTTPRequest("GET", try HTTPAddress("\(root)/crumbIssuer/api/json"))
        request.authorization = HTTPRequest.basic(token)
        let answer = try session.send(request)
        guard answer.status == 200, let crumb = try? JSONValue(parsing: answer.body),
            let field = crumb["crumbRequestField"]?.stringValue,
            let value = crumb["crumb"]?.stringValue
        else { return nil }
        let cookies = answer.head.all("Set-Cookie").map { $0.prefix { $0 != ";" } }
        return [(field, value)]
            + (cookies.isEmpty ? [] : [("Cookie", cookies.joined(separator: "; "))])
    }

    /// What the server says of its refusal, in a line.
    private func reason(_ answer: HTTPAnswer) -> String? {
        guard let members = (try? JSONValue(parsing: answer.body))?.objectValue else { return nil }
        let said = members["message"] ?? members["error"]
        return (said?.stringValue ?? said?.canonicalText())?.shortened()
    }
}
