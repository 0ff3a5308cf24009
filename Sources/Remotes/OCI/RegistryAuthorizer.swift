import FoundationEssentials
import RunDocument
import Transfer

/// Answers the challenges of one registry: Basic, and Bearer with a token from where it says.
final class RegistryAuthorizer {
    private let session: HTTPSession
    private let host: String
    private let environment: [String: String]
    private let scopes: [(type: String, name: String, actions: String)]
    private var credentials: RegistryCredentials?
    private var hasLooked = false
    /// The header that the registry accepted, or is about to.
    private(set) var current: String?

    private static let client = "mlx"

    /// - Parameter scopes: what access is asked for, where a challenge does not say.
    init(
        _ session: HTTPSession, host: String, environment: [String: String],
        scopes: [(type: String, name: String, actions: String)]
    ) {
        self.session = session
        self.host = host
        self.environment = environment
        self.scopes = scopes
    }

    var hasCredentials: Bool { credentials != nil }

    /// Gets what the registry asks for.
    ///
    /// - Returns: false if it asks for what cannot be had.
    func answer(_ head: HTTPHead) throws -> Bool {
        let challenges = Challenge.parse(head.all("WWW-Authenticate"))
        if !hasLooked {
            credentials = try DockerCredentials(environment).credentials(host: host)
            hasLooked = true
        }
        if let bearer = challenges.first(where: { $0.scheme == "bearer" }) {
            current = "Bearer \(try token(bearer))"
            return true
        }
        guard challenges.contains(where: { $0.scheme == "basic" }),
            case .password(let user, let password)? = credentials
        else { return false }
        current = Self.basic(user, password)
        return true
    }

    private static func basic(_ user: String, _ password: String) -> String {
        "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }

    private func token(_ challenge: Challenge) throws -> String {
        guard let realm = challenge.parameters["realm"] else {
            throw RemoteError.misbehaved(url: host, reason: "a challenge without a realm")
        }
        let url = try HTTPAddress(realm)
        guard url.isEncrypted || url.isLoopback else {
            throw RemoteError.unencrypted(url.shown)
        }
        let answer = try session.send(try request(url, challenge))
        guard answer.status == 200 else {
            guard answer.status == 401 || answer.status == 403 else {
                throw RemoteError.refused(url: url.shown, status: answer.status, reason: "")
            }
            throw RemoteError.denied(url: url.shown, hasCredentials: hasCredentials)
        }
        let document = try? JSONValue(parsing: answer.body)
        let token = (document?["token"] ?? document?["access_token"])?.stringValue
        guard let token, !token.isEmpty, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw RemoteError.misbehaved(url: url.shown, reason: "there is no token in it")
        }
        return token
    }

    /// An identity token is traded by POST, as OAuth does; anything else is asked for by GET.
    private func request(_ url: HTTPAddress, _ challenge: Challenge) throws -> HTTPRequest {
        let scopes = scopes(challenge)
        let service = challenge.parameters["service"]
        var fields = service.map { [("service", $0)] } ?? []
        if case .identityToken(let refresh)? = credentials {
            fields += [
                ("client_id", Self.client), ("grant_type", "refresh_token"),
                ("refresh_token", refresh), ("scope", scopes.joined(separator: " ")),
            ]
            return HTTPRequest(
                "POST", url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: .bytes(Array(PercentEncoding.form(fields).utf8)))
        }
        fields += scopes.map { ("scope", $0) }
        var target = url
        for (name, value) in fields {
            target = try target.adding(name, PercentEncoding.component(value))
        }
        var request = HTTPRequest("GET", target)
        if case .password(let user, let password)? = credentials {
            request.authorization = .header(Self.basic(user, password))
        }
        return request
    }

    /// Those of the challenge, which may name several in one parameter, and ours.
    private func scopes(_ challenge: Challenge) -> [String] {
        let asked = challenge.parameters["scope"]?.split(separator: " ").map(String.init) ?? []
        let ours = self.scopes.map { "\($0.type):\($0.name):\($0.actions)" }
        return asked + ours.filter { !asked.contains($0) }
    }
}
