import FileStorage
package import RunDocument
import SystemPackage
import YAMLText
import Yams

/// The project file `mlx.yaml`, with the environment over it.
///
/// Paths are relative to the file; here they are already resolved.
package struct Project: Sendable {
    package struct Data: Sendable {
        package var train: [String] = []
        package var test: [String] = []
        /// What the training data is held against for drift: a profile, or data.
        package var reference: String?
        /// What the training data is held against for skew: a profile, or data.
        package var serving: String?
        /// The tables that foreign keys refer to, by the names that the schema gives them.
        package var resources: [String: [String]] = [:]
        /// What earlier runs' data was like.
        package var history: String?
        package var schema: String?
    }

    package enum Trainer: String, CaseIterable, Sendable { case xgboost, command }

    package struct Train: Sendable {
        package var trainer: Trainer?
        package var command: [String] = []
        package var parameters: JSONObject = [:]
        package var seed: Int?
        /// As written: `90s`, `30m`, `2h`.
        package var timeout: String?
    }

    /// Directories, or addresses of registries elsewhere.
    package struct Registry: Sendable {
        package var testing = "registry/testing"
        package var production = "registry/production"
        /// Where the private key is that models are signed with: `env:NAME` or a path.
        package var signingKey: String?
        package var policy = Policy()
    }

    package struct Serve: Sendable {
        package var host = "127.0.0.1"
        package var port: Int
    }

    package struct Notify: Sendable {
        /// Who is told, and of what.
        package struct Target: Sendable {
            package let name: String
            /// As written; of success and failure if there is none.
            package var occasions: [String] = []
            package let file: String
            package var line: Int?
        }

        package var from: String?
        package var to: [Target] = []
        package var smtp: String?
        package var user: String?
        /// `env:NAME` or `file:PATH`.
        package var password: String?
        /// A directory with other templates than those that come with the tools.
        package var templates: String?
        /// What webhooks are signed with: `env:NAME` or `file:PATH`.
        package var webhookSecret: String?
    }

    /// What the file is called in messages; nil if there is none.
    package var file: String?
    package var model: String?
    package var data = Data()
    /// Programs, with their arguments, that write files as CSV, by the ends of the files' names.
    package var readers: [String: [String]] = [:]
    package var train = Train()
    package var eval = Eval()
    package var registry = Registry()
    /// Nil if the project has no service.
    package var serve: Serve?
    package var promote = Promote()
    package var notify = Notify()
    package var trigger = Trigger()

    /// Reads the file that `--config` or `$MLX_CONFIG` names, else `mlx.yaml` if it is there.
    ///
    /// - Throws: `ProjectError` (78) or, if a named file is missing, `StorageError` (66).
    package static func load(_ named: String?, environment: [String: String]) throws -> Project {
        let chosen = named ?? environment["MLX_CONFIG"]
        guard chosen != nil || Files.exists("mlx.yaml") else {
            return try Project(yaml: "", file: "mlx.yaml", exists: false, environment: environment)
        }
        let file = chosen ?? "mlx.yaml"
        return try Project(
            yaml: text(of: file), file: file, exists: true, environment: environment)
    }

    /// What a broken project file says of the model and of whom to tell, as far as that can be
    /// read; the environment's word counts in any case.
    static func salvaged(_ named: String?, environment: [String: String]) throws -> Project {
        let file = named ?? environment["MLX_CONFIG"] ?? "mlx.yaml"
        let nothing = try Project(yaml: "", file: file, exists: false, environment: environment)
        do {
            var root = try ConfigurationReader(
                compose(text(of: file), file: file), file: file, path: [],
                environment: environment)
            var project = nothing
            project.model = try root.string("model")
            var section = try root.section("notify")
            project.notify = try Notify(&section) { beside(file, $0) }
            return project
        } catch {
            return nothing
        }
    }

    private static func text(of file: String) throws -> String {
        let bytes = try Files.read(FilePath(file), limit: 1 << 20)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ProjectError(file: file, line: nil, reason: "the file is not UTF-8")
        }
        return text
    }

    /// A path as the project file means it.
    private static func beside(_ file: String, _ path: String) -> String {
        let directory = FilePath(file).removingLastComponent()
        let isAbsolute = path.hasPrefix("/") || path == "-" || directory.isEmpty
        return isAbsolute ? path : directory.appending(path).string
    }

    package init(
        yaml: String,
        file: String,
        exists: Bool = true,
        environment: [String: String] = [:]
    ) throws {
        self.file = exists ? file : nil
        func resolve(_ path: String) -> String { Self.beside(file, path) }

        var root = try ConfigurationReader(
            Self.compose(yaml, file: file),
            file: file,
            path: [],
            environment: environment
        )
        try Self.checkHeader(&root, exists: exists)
        model = try root.string("model")

        var section = try root.section("data")
        data.train = try section.strings("train").map(resolve)
        data.test = try section.strings("test").map(resolve)
        data.schema = try section.string("schema").map(resolve)
        data.reference = try section.string("reference").map(resolve)
        data.serving = try section.string("serving").map(resolve)
        data.resources = try section.namedStrings("resources").mapValues { $0.map(resolve) }
        data.history = try section.string("history").map(resolve)
        try section.finish()

        readers = try root.namedStrings("readers").mapValues { command in
            // A bare name is looked for in PATH.
            guard let program = command.first, program.contains("/") else { return command }
            return [resolve(program)] + command.dropFirst()
        }

        section = try root.section("train")
        train = try Train(&section)
        try section.finish()

        eval = try Eval(&root, resolve: resolve)

        section = try root.section("registry")
        registry.testing = try section.registry("testing", resolve) ?? resolve(registry.testing)
        registry.production =
            try section.registry("production", resolve) ?? resolve(registry.production)
        try registry.readPolicy(&section, resolve: resolve)
        try section.finish()

        section = try root.section("serve")
        serve = try Serve(&section)
        try section.finish()

        promote = try Promote(&root, resolve: resolve)

        section = try root.section("notify")
        notify = try Notify(&section, resolve: resolve)
        try section.finish()

        trigger = try Trigger(&root)

        try root.finish()
    }

    private static func compose(_ yaml: String, file: String) throws -> Node? {
        do {
            return try Node(yaml: yaml)
        } catch let error as YamlError {
            let conversion = YAMLConversionError(error)
            throw ProjectError(file: file, line: conversion.line, reason: conversion.reason)
        }
    }

    private static func checkHeader(
        _ root: inout ConfigurationReader,
        exists: Bool
    ) throws(ProjectError) {
        let versionNode = root.node("apiVersion")
        let kindNode = root.node("kind")
        guard exists else { return }
        guard versionNode?.string == "mlx/v1" else {
            throw root.error(
                "apiVersion is '\(versionNode?.string ?? "")'; this tool reads 'mlx/v1'",
                at: versionNode
            )
        }
        guard kindNode?.string == "Pipeline" else {
            throw root.error("kind is '\(kindNode?.string ?? "")', not 'Pipeline'", at: kindNode)
        }
    }
}

extension ConfigurationReader {
    /// A directory, or the address of a registry elsewhere, which is left as it is.
    fileprivate mutating func registry(_ key: String, _ resolve: (String) -> String)
        throws(ProjectError) -> String?
    {
        let node = peek(key)
        guard let text = try string(key) else { return nil }
        guard let scheme = text.firstRange(of: "://") else { return resolve(text) }
        guard ["s3", "oci"].contains(text[..<scheme.lowerBound]) else {
            throw error(
                "'registry.\(key)' is neither a directory nor begins with s3:// or oci://",
                at: node)
        }
        guard !text.contains("@") else {
            // Not repeated: it may be a password.
            throw error("'registry.\(key)' must hold no user and no password", at: node)
        }
        return text
    }
}

extension Project.Train {
    fileprivate init(_ section: inout ConfigurationReader) throws(ProjectError) {
        trainer = try section.word("trainer")
        command = try section.strings("command")
        switch try section.value("parameters") {
        case nil, .null: break
        case .object(let members): parameters = members
        default: throw section.error("'train.parameters' is not a mapping", at: nil)
        }
        seed = try section.integer("seed")
        timeout = try section.string("timeout")
    }
}

extension Project.Serve {
    fileprivate init?(_ section: inout ConfigurationReader) throws(ProjectError) {
        let host = try section.string("host")
        guard let port = try section.integer("port") else { return nil }
        guard (0...65535).contains(port) else {
            throw section.error("'serve.port' is not a port number", at: nil)
        }
        self.port = port
        if let host { self.host = host }
    }
}
