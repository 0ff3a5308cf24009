import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// The Python that `share/test` prepares, with aiosmtpd in it.
enum TestPython {
    static let path = ProcessInfo.processInfo.environment["MLX_TEST_PYTHON"]

    static let isAvailable: Bool = path != nil

    static let absence: Comment = "MLX_TEST_PYTHON names no Python with aiosmtpd; run share/test"

    static func run(_ arguments: [String], input: String = "") async throws -> String {
        // The servers share a module, and leave no compiled one behind.
        let result = try await Tool.run(
            try #require(path), ["-B"] + arguments, input: input)
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }
}

/// The servers of `Tests/Servers/smtpd.py`; they live as long as their directory.
struct MailServers {
    struct Received {
        let server: String
        let sender: String
        let recipients: [String]
        let isEncrypted: Bool
        let isAuthenticated: Bool
        let content: [UInt8]
    }

    static let login = SMTPClient.Credentials(user: "mailer", password: "s3cr3t: é")

    let directory: FilePath
    private let ports: JSONValue

    static func start(in directory: FilePath) async throws -> MailServers {
        let program = Tool.root.appending("Tests/Servers/smtpd.py")
        _ = try await TestPython.run([program.string, directory.string])
        let bytes = try Files.read(directory.appending("ports.json"))
        return MailServers(directory: directory, ports: try JSONValue(parsing: bytes))
    }

    func url(_ kind: String, scheme: String) throws -> String {
        "\(scheme)://127.0.0.1:\(try #require(ports[kind]?.integerValue))"
    }

    func client(
        _ kind: String,
        _ scheme: String,
        login: SMTPClient.Credentials? = login,
        trusts: Bool = true,
        timeouts: Timeouts = Timeouts()
    ) throws -> SMTPClient {
        try SMTPClient(
            server: SMTPServer(url: url(kind, scheme: scheme)),
            credentials: login,
            certificateAuthorities: trusts ? authorities : nil,
            timeouts: timeouts
        )
    }

    var authorities: FilePath { directory.appending("server.pem") }

    func received() throws -> [Received] {
        try lines("messages.jsonl").map { line in
            let content = try #require(line["content"]?.stringValue)
            return Received(
                server: try #require(line["server"]?.stringValue),
                sender: try #require(line["sender"]?.stringValue),
                recipients: try #require(line["recipients"]?.arrayValue).compactMap(\.stringValue),
                isEncrypted: line["tls"] == true,
                isAuthenticated: line["authenticated"] == true,
                content: Array(try #require(Data(base64Encoded: content)))
            )
        }
    }

    /// The commands that reached a server, as `plain EHLO`.
    func commands() throws -> [String] {
        try lines("events.jsonl").map { line in
            "\(line["server"]?.stringValue ?? "") \(line["command"]?.stringValue ?? "")"
        }
    }

    private func lines(_ name: String) throws -> [JSONValue] {
        let path = directory.appending(name)
        guard Files.exists(path) else { return [] }
        return try Files.read(path).split(separator: 0x0A).map { try JSONValue(parsing: $0) }
    }
}
