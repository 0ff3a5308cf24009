import FileStorage
import SystemPackage
import Transfer

/// Where S3 is and who asks, from the variables and files that every tool of AWS reads.
struct AWSSettings {
    let signature: AWSSignature
    /// Of a service other than Amazon's.
    let endpoint: String?

    /// - Throws: `RemoteError.noCredentials` or `.malformedSettings`.
    init(_ environment: [String: String], remote: String) throws {
        let named = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let home = named("HOME").map { FilePath($0).appending(".aws") }
        let profile = named("AWS_PROFILE") ?? "default"
        let file = { (variable: String, name: String) in
            named(variable).map { FilePath($0) } ?? home?.appending(name)
        }
        let stored = try Self.section(
            profile, of: file("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
        let configured = try Self.section(
            profile == "default" ? profile : "profile \(profile)",
            of: file("AWS_CONFIG_FILE", "config"))
        let region =
            named("AWS_REGION") ?? named("AWS_DEFAULT_REGION") ?? configured["region"]
            ?? "us-east-1"
        guard region.wholeMatch(of: /[a-z0-9-]{1,63}/) != nil else {
            throw RemoteError.malformedSettings(path: "AWS_REGION", reason: "it is no region")
        }
        endpoint = named("AWS_ENDPOINT_URL_S3") ?? named("AWS_ENDPOINT_URL")
        // The two belong together: half of a pair is never filled up from elsewhere.
        if let key = named("AWS_ACCESS_KEY_ID"), let secret = named("AWS_SECRET_ACCESS_KEY") {
            signature = AWSSignature(
                accessKey: key, secretKey: secret, sessionToken: named("AWS_SESSION_TOKEN"),
                region: region)
        } else if let key = stored["aws_access_key_id"],
            let secret = stored["aws_secret_access_key"]
        {
            signature = AWSSignature(
                accessKey: key, secretKey: secret, sessionToken: stored["aws_session_token"],
                region: region)
        } else {
            throw RemoteError.noCredentials(remote: remote)
        }
    }

    /// The `name = value` lines below `[name]`; none if there is no such file.
    private static func section(_ name: String, of path: FilePath?) throws -> [String: String] {
        guard let path, Files.exists(path) else { return [:] }
        let text = String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)
        var values: [String: String] = [:]
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline).map(trimmed) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                isInside = trimmed(line.dropFirst().dropLast()) == name
            } else if isInside, !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") {
                let value = trimmed(line[line.index(after: equals)...])
                values[trimmed(line[..<equals])] = value
            }
        }
        return values
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
