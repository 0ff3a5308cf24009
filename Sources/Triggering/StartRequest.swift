import FoundationEssentials
import RunDocument
import Transfer

/// A system that can be asked to begin a pipeline.
package enum StartService: String, CaseIterable, Sendable { case github, gitlab, jenkins }

/// What a pipeline elsewhere is told of the decision that begins it.
package struct StartMessage: Sendable {
    /// `code`, `data` or `tests`: what kind of pipeline it is.
    let change: ChangeKind
    let pipeline: String
    let reason: String
    let run: String

    /// Environments and logs take a long reason badly.
    private static let longestReason = 1000

    /// - Parameter run: the id of the run that decided.
    /// - Returns: nil if there is nothing to begin.
    package init?(_ decision: TriggerDecision, run: String) {
        guard let kind = decision.kind else { return nil }
        change = kind.callsForRetraining ? .data : kind
        pipeline = decision.pipeline.rawValue
        reason = decision.reasons.joined(separator: "; ").shortened(to: Self.longestReason)
        self.run = run
    }

    /// The variables and parameters of a pipeline that begins.
    fileprivate var variables: [(name: String, value: String)] {
        [
            ("MLX_CHANGED", change.rawValue), ("MLX_PIPELINE", pipeline),
            ("MLX_REASON", reason), ("MLX_STARTED_BY", run),
        ]
    }
}

extension HTTPRequest {
    /// What begins a pipeline.
    ///
    /// - Parameters:
    ///   - address: of Jenkins' job, of the repository in GitHub's API, of the pipeline trigger in
    ///     GitLab's.
    ///   - token: for Jenkins `USER:TOKEN`.
    init(
        _ service: StartService,
        _ address: HTTPAddress,
        token: String,
        _ message: StartMessage
    ) throws(TransferError) {
        switch service {
        case .github: try self.init(gitHub: address, token, message)
        case .gitlab:
            let form = [("token", token)] + message.variables.map { ("variables[\($0)]", $1) }
            self.init("POST", address, form: form)
        case .jenkins:
            let url = try HTTPAddress("\(address.withoutEndSlash)/buildWithParameters")
            self.init("POST", url, form: message.variables)
            authorization = Self.basic(token)
        }
        // A pipeline that may have begun must not begin twice.
        isRepeatable = false
    }

    static func basic(_ credentials: String) -> Authorization {
        .header("Basic \(Data(credentials.utf8).base64EncodedString())")
    }

    private init(
        gitHub address: HTTPAddress, _ token: String, _ message: StartMessage
    ) throws(TransferError) {
        let body: JSONValue = [
            "event_type": .string(WebhookEvent.dispatchTypes[message.change] ?? ""),
            "client_payload": .object(
                Dictionary(uniqueKeysWithValues: message.variables.map { ($0, .string($1)) })),
        ]
        self.init(
            "POST", try HTTPAddress("\(address.withoutEndSlash)/dispatches"),
            headers: [
                ("Accept", "application/vnd.github+json"), ("Content-Type", "application/json"),
                ("X-GitHub-Api-Version", "2022-11-28"),
            ],
            body: .bytes(body.canonicalBytes()))
        authorization = .header("Bearer \(token)")
    }

    private init(_ method: String, _ url: HTTPAddress, form: [(String, String)]) {
        let pairs = form.map { "\(Self.escaped($0))=\(Self.escaped($1))" }
        self.init(
            method, url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: .bytes(Array(pairs.joined(separator: "&").utf8)))
    }

    /// Percent-encoded but for what no form takes for something else.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var escaped = String.UnicodeScalarView()
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.append(Unicode.Scalar(byte))
            default:
                escaped += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(escaped)
    }
}

extension HTTPAddress {
    fileprivate var withoutEndSlash: String {
        var text = description
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
