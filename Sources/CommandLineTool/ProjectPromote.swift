package import RunDocument
import SystemPackage

extension Project {
    /// How versions are brought into production.
    package struct Promote: Sendable {
        package enum Deployer: String, CaseIterable, Sendable {
            case serve = "mlx-serve"
            case command, systemd, podman, docker, kubernetes, none
        }

        /// By default `mlx-serve` if the project has a service.
        package var deployer: Deployer?
        /// With nothing said, a command stands for the deployer of that name.
        package var effectiveDeployer: Deployer {
            deployer ?? (command.isEmpty ? .serve : .command)
        }
        package var command: [String] = []
        /// Where clients reach the service.
        package var url: String?
        /// As written: `90s`, `30m`.
        package var timeout: String?
        package var before: [Located<JSONValue>] = []
        /// Whether the version must answer its own example, in a service of its own.
        package var smoke: Bool?
        package var gates: [Located<JSONValue>] = []
        package var load = Load()
        package var shadow: Analysis?
        package var canary: Analysis?
        package var watch: Watch?
        package var container = Container()
        package var systemd = Systemd()
        package var kubernetes = Kubernetes()
    }

    /// A version beside the live one; the fields are those of Argo Rollouts' AnalysisTemplate.
    package struct Analysis: Sendable {
        package var share: Double?
        package var tolerance: Double?
        package var initialDelay: String?
        package var interval: String?
        package var count: Int?
        package var metrics: [Located<JSONValue>] = []
    }

    package struct Watch: Sendable {
        package var duration: String
        package var interval: String?
        package var gates: [Located<JSONValue>] = []

        package init(duration: String) { self.duration = duration }
    }

    package struct Container: Sendable {
        package var program: [String] = []
        package var image: String?
        package var arguments: [String] = []
        package var options: [String] = []
        package var port: Int?
        package var isPublished: Bool?
    }

    package struct Systemd: Sendable {
        package var program: [String] = []
        package var directory: String?
        package var template: String?
        package var isUser: Bool?
        package var restarts: Bool?
    }

    package struct Kubernetes: Sendable {
        package var program: [String] = []
        package var kind: String?
        package var template: String?
        package var namespace: String?
        package var context: String?
        package var image: String?
        package var storage: String?
        package var format: String?
        package var arguments: [String] = []
        package var replicas: Int?
        package var port: Int?
    }
}

extension Project {
    /// A path as the file writes it, from the directory that the file is in.
    package func resolve(_ path: String) -> String {
        let directory = FilePath(file ?? "").removingLastComponent()
        return path.hasPrefix("/") || directory.isEmpty ? path : directory.appending(path).string
    }
}

extension Project.Promote {
    init(
        _ root: inout ConfigurationReader, resolve: (String) -> String
    ) throws(ProjectError) {
        var section = try root.section("promote")
        deployer = try section.word("deployer")
        command = Self.program(try section.strings("command"), resolve)
        url = try section.string("url")
        timeout = try section.string("timeout")
        before = try section.elements("before")
        smoke = try section.boolean("smoke")
        gates = try section.elements("gates")
        var part = try section.section("load")
        load.rate = try part.number("rate")
        load.connections = try part.integer("connections")
        load.duration = try part.string("duration")
        load.warmup = try part.string("warmup")
        try part.finish()
        shadow = try Self.analysis(&section, "shadow")
        canary = try Self.analysis(&section, "canary")
        watch = try Self.watch(&section)
        try readPlaces(&section, resolve)
        try section.finish()
    }

    /// A bare name is looked for in PATH.
    private static func program(_ command: [String], _ resolve: (String) -> String) -> [String] {
        guard let program = command.first, program.contains("/") else { return command }
        return [resolve(program)] + command.dropFirst()
    }

    private static func analysis(
        _ section: inout ConfigurationReader, _ key: String
    ) throws(ProjectError) -> Project.Analysis? {
        guard section.holds(key) else { return nil }
        var part = try section.section(key)
        var analysis = Project.Analysis()
        analysis.share = try part.number("share")
        if key == "shadow" { analysis.tolerance = try part.number("tolerance") }
        analysis.initialDelay = try part.string("initialDelay")
        analysis.interval = try part.string("interval")
        analysis.count = try part.integer("count")
        analysis.metrics = try part.elements("metrics")
        try part.finish()
        return analysis
    }

    private static func watch(
        _ section: inout ConfigurationReader
    ) throws(ProjectError) -> Project.Watch? {
        guard section.holds("watch") else { return nil }
        var part = try section.section("watch", shortFor: "for")
        guard let duration = try part.string("for") else {
            throw section.error("'promote.watch' does not say how long: 'for' is missing", at: nil)
        }
        var watch = Project.Watch(duration: duration)
        watch.interval = try part.string("interval")
        watch.gates = try part.elements("gates")
        try part.finish()
        return watch
    }

    private mutating func readPlaces(
        _ section: inout ConfigurationReader, _ resolve: (String) -> String
    ) throws(ProjectError) {
        var part = try section.section("container")
        container.program = Self.program(try part.strings("program"), resolve)
        container.image = try part.string("image")
        container.arguments = try part.strings("arguments")
        container.options = try part.strings("options")
        container.port = try part.integer("port")
        container.isPublished = try part.boolean("publish")
        try part.finish()
        part = try section.section("systemd")
        systemd.program = Self.program(try part.strings("program"), resolve)
        systemd.directory = try part.string("directory").map(resolve)
        systemd.template = try part.string("template").map(resolve)
        systemd.isUser = try part.boolean("user")
        systemd.restarts = try part.boolean("restart")
        try part.finish()
        part = try section.section("kubernetes")
        kubernetes.program = Self.program(try part.strings("program"), resolve)
        kubernetes.kind = try part.string("kind")
        kubernetes.template = try part.string("template").map(resolve)
        kubernetes.namespace = try part.string("namespace")
        kubernetes.context = try part.string("context")
        kubernetes.image = try part.string("image")
        kubernetes.storage = try part.string("storage")
        kubernetes.format = try part.string("format")
        kubernetes.arguments = try part.strings("arguments")
        kubernetes.replicas = try part.integer("replicas")
        kubernetes.port = try part.integer("port")
        try part.finish()
    }
}
