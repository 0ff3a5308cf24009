import FileStorage
import Registry
import RunDocument
import SystemPackage
import YAMLText

/// A Deployment with its Service, or a KServe InferenceService, from a template.
package struct KubernetesDeployer: Deployer {
    package enum Kind: String, CaseIterable, Sendable {
        case deployment, inferenceservice

        var template: String { "kubernetes/\(rawValue).yaml.mustache" }
    }

    package struct Settings: Sendable {
        package var kind: Kind
        package var template: ManifestTemplate
        /// `kubectl`, and options that come before its commands.
        package var program = ["kubectl"]
        package var namespace: String?
        package var context: String?
        /// With `{{model}}`, `{{version}}` and `{{digest}}` in them.
        package var image: String?
        package var storage: String?
        package var format = "xgboost"
        package var replicas = 1
        package var port = 8080
        /// What is given to the image; nil for nothing, as an image with the model in it needs.
        package var arguments: [String] = []

        package init(kind: Kind, template: ManifestTemplate) {
            self.kind = kind
            self.template = template
        }
    }

    private let settings: Settings
    private let programs: ProgramSettings

    package init(_ settings: Settings, _ programs: ProgramSettings) {
        self.settings = settings
        self.programs = programs
    }

    package var takesBack: Bool { true }

    private func resource(_ release: Release) -> String {
        "\(settings.kind.rawValue)/\(ResourceName.of(release.store.model))"
    }

    package func steps(_ release: Release) throws -> [String] {
        _ = try manifest(release)
        return [
            "run \(ShellWords.joined(applying(release)))",
            "wait until \(resource(release)) is rolled out",
        ]
    }

    /// - Throws: `PromotionError.programMissing`, `.template` for one whose result is not YAML.
    package func prepare(_ release: Release) throws {
        try programs.require(settings.program)
        _ = try manifest(release)
    }

    /// Applies the manifest and waits for the rollout.
    ///
    /// The manifest stays beside the registry, where it can be looked at.
    package func apply(_ release: Release) throws -> Deployment {
        try Files.replace(path(release), with: manifest(release).utf8)
        let applied = try programs.step(applying(release), for: release).succeed()
        let lines = applied.output.split(separator: "\n")
        try wait(release)
        return Deployment(
            deployer: "kubernetes", target: resource(release), url: release.url,
            isChanged: !lines.allSatisfy { $0.hasSuffix(" unchanged") })
    }

    private func path(_ release: Release) -> FilePath {
        Files.absolute(release.store.serviceDirectory).appending("kubernetes.yaml")
    }

    private var kubectl: [String] {
        var words = settings.program
        if let context = settings.context { words += ["--context", context] }
        if let namespace = settings.namespace { words += ["--namespace", namespace] }
        return words
    }

    private func applying(_ release: Release) -> [String] {
        kubectl + ["apply", "--filename", path(release).string]
    }

    private func wait(_ release: Release) throws {
        let resource = resource(release)
        let timeout = "--timeout=\(programs.timeout.components.seconds)s"
        var patient = programs
        // kubectl has the last word on time.
        patient.timeout += .seconds(30)
        guard settings.kind == .inferenceservice else {
            let words = kubectl + ["rollout", "status", resource, timeout]
            try patient.step(words, for: release).succeed()
            return
        }
        // Until the controller has seen the change, "Ready" speaks of the version before.
        let output = try patient.step(
            kubectl + ["get", resource, "--output", "jsonpath=generation={.metadata.generation}"],
            for: release
        ).succeed().output
        let generation = output.firstMatch(of: /generation=(\d+)/).map { String($0.1) } ?? "1"
        for condition in [
            "jsonpath={.status.observedGeneration}=\(generation)", "condition=Ready",
        ] {
            try patient.step(
                kubectl + ["wait", resource, "--for", condition, timeout], for: release
            )
            .succeed()
        }
    }

    /// Each value is a JSON text, which YAML reads as it is: none can become anything else.
    private func manifest(_ release: Release) throws -> String {
        let words = [
            "model": release.model, "version": String(release.version.number),
            "digest": release.version.manifestDigest.hex,
        ]
        func text(_ value: String) -> String { JSONValue.string(value).canonicalText() }
        let storage = try settings.storage.map { try ManifestTemplate.fill($0, words) }
        let arguments = try settings.arguments.map {
            JSONValue.string(try ManifestTemplate.fill($0, words))
        }
        let values: [String: Any] = [
            "name": text(ResourceName.of(release.store.model)),
            "model": text(release.model), "version": text(words["version"] ?? ""),
            "manifest": text(release.version.manifestDigest.description),
            "hasNamespace": settings.namespace != nil,
            "namespace": text(settings.namespace ?? ""),
            "image": text(try ManifestTemplate.fill(settings.image ?? "", words)),
            "hasStorage": storage != nil, "storage": text(storage ?? ""),
            "format": text(settings.format), "replicas": String(settings.replicas),
            "port": String(settings.port), "portText": text(String(settings.port)),
            "arguments": JSONValue.array(arguments).canonicalText(),
        ]
        let manifest = settings.template.render(values)
        for document in manifest.split(separator: "\n---\n") {
            do { _ = try JSONValue(yaml: String(document)) } catch {
                throw PromotionError.template(
                    path: settings.template.path.string,
                    reason: "its result is not YAML, \(error.reason)")
            }
        }
        return manifest
    }
}

/// Names of Kubernetes resources, by RFC 1123.
enum ResourceName {
    private static let longest = 52

    /// The model's name where it is one; otherwise a digest keeps like names apart.
    static func of(_ model: ModelName) -> String {
        let name = model.description
        let plain = String(name.map { $0 == "." || $0 == "_" ? "-" : $0 })
        let begun = plain.first?.isLetter == true ? plain : "m-\(plain)"
        guard begun != name || begun.utf8.count > longest else { return name }
        var short = begun.prefix(longest)
        while short.last == "-" { short.removeLast() }
        return "\(short)-\(Digest(of: name.utf8).hex.prefix(8))"
    }
}
