import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing
import YAMLText

@Suite struct KubernetesTests {
    private static let environment = ["PATH": "/usr/bin:/bin"]

    private func settings(
        _ kind: KubernetesDeployer.Kind, _ kubectl: StandIn, template: FilePath? = nil
    ) throws -> KubernetesDeployer.Settings {
        let name = Tool.root.appending("share/mlx/kubernetes/\(kind.rawValue).yaml.mustache")
        var settings = KubernetesDeployer.Settings(
            kind: kind, template: try ManifestTemplate(template ?? name))
        settings.program = [kubectl.path.string]
        settings.image = "registry.example/{{model}}:{{version}}"
        return settings
    }

    private func promote(
        _ version: Int, _ registered: Registered, _ settings: KubernetesDeployer.Settings
    )
        throws -> PromotionResult
    {
        var request = PromotionRequest(.promote("\(version)"))
        request.deployer = KubernetesDeployer(
            settings, ProgramSettings(environment: Self.environment, timeout: .seconds(90)))
        return try registered.promoter.run(request)
    }

    /// The resources in the manifest that was applied.
    private func resources(_ registered: Registered) throws -> [JSONValue] {
        let path = registered.production.serviceDirectory.appending("kubernetes.yaml")
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        return try text.split(separator: "\n---\n").map { try JSONValue(yaml: String($0)) }
    }

    @Test func `a deployment is applied and waited for`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let kubectl = try StandIn("kubectl", in: scratch)
            var settings = try settings(.deployment, kubectl)
            settings.namespace = "models"
            settings.context = "prod"
            let result = try promote(1, registered, settings)
            #expect(result.deployment?.target == "deployment/penguins")
            let manifest = registered.production.serviceDirectory.appending("kubernetes.yaml")
            let common = "--context prod --namespace models"
            #expect(
                kubectl.calls == [
                    "\(common) apply --filename \(manifest)",
                    "\(common) rollout status deployment/penguins --timeout=90s",
                ])
            let resources = try resources(registered)
            #expect(resources.compactMap { $0["kind"] } == ["Deployment", "Service"])
            let schema = try ManifestSchema()
            for resource in resources { #expect(schema.defects(of: resource) == []) }
            let container = resources[0]["spec"]?["template"]?["spec"]?["containers"]?.arrayValue?
                .first
            #expect(container?["image"] == "registry.example/penguins:1")
            #expect(resources[0]["metadata"]?["namespace"] == "models")
        }
    }

    @Test func `the schema finds what Kubernetes would refuse`() throws {
        let schema = try ManifestSchema()
        let service: JSONValue = [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": 3],
            "spec": ["ports": [["port": "80", "prt": 1]]],
        ]
        #expect(schema.defects(of: service).count == 3)
    }

    @Test(arguments: [
        "a: b", "- x\n  y: 1", "\"quoted\" 'and' more", "{{model}}", "# no comment", "é ☃ 𝄞",
        "*alias &anchor !tag", "null", "1e3", "back\\slash\ttab",
    ])
    func `a value stays a value, whatever it holds`(text: String) async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let kubectl = try StandIn("kubectl", in: scratch)
            var settings = try settings(.deployment, kubectl)
            settings.namespace = text
            _ = try promote(1, registered, settings)
            let resources = try resources(registered)
            #expect(resources.count == 2)
            for resource in resources {
                #expect(resource["metadata"]?["namespace"] == .string(text))
                #expect(try ManifestSchema().defects(of: resource) == [])
            }
        }
    }

    @Test func `KServe is waited for until it has seen the change`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let kubectl = try StandIn(
                "kubectl", in: scratch, script: #"case "$1" in get) echo generation=7;; esac"#)
            var settings = try settings(.inferenceservice, kubectl)
            settings.storage = "s3://models/{{model}}/v{{version}}"
            _ = try promote(1, registered, settings)
            let resource = "inferenceservice/penguins"
            #expect(
                kubectl.calls.dropFirst() == [
                    "get \(resource) --output jsonpath=generation={.metadata.generation}",
                    "wait \(resource) --for jsonpath={.status.observedGeneration}=7 --timeout=90s",
                    "wait \(resource) --for condition=Ready --timeout=90s",
                ])
            let service = try #require(try resources(registered).first)
            #expect(service["apiVersion"] == "serving.kserve.io/v1beta1")
            let model = service["spec"]?["predictor"]?["model"]
            #expect(model?["storageUri"] == "s3://models/penguins/v1")
            #expect(model?["modelFormat"] == ["name": "xgboost"])
            settings.storage = nil
            settings.arguments = ["--port", "{{version}}"]
            var request = PromotionRequest(.reconcile)
            request.deployer = KubernetesDeployer(
                settings, ProgramSettings(environment: Self.environment))
            _ = try registered.promoter.run(request)
            let image = try resources(registered).first?["spec"]?["predictor"]?["containers"]?
                .arrayValue?.first
            #expect(image?["image"] == "registry.example/penguins:1")
            #expect(image?["args"] == ["--port", "1"])
        }
    }

    @Test func `a rollout that does not come is taken back with the manifest before`() async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let kubectl = try StandIn(
                "kubectl", in: scratch,
                script: """
                    test "$1" = rollout || exit 0
                    grep -q 'penguins:1' '\(scratch)/production/penguins/.mlx/kubernetes.yaml' &&
                        exit 0
                    echo 'error: timed out waiting for the condition' >&2
                    exit 1
                    """)
            let settings = try settings(.deployment, kubectl)
            _ = try promote(1, registered, settings)
            #expect(throws: PromotionError.self) { _ = try promote(2, registered, settings) }
            #expect(try registered.live == 1)
            #expect(
                try registered.production.history().last?.reason?.hasSuffix(
                    "error: timed out waiting for the condition") == true)
            let words = kubectl.calls.map { String($0.prefix { $0 != " " }) }
            #expect(words == ["apply", "rollout", "apply", "rollout", "apply", "rollout"])
        }
    }

    @Test func `a template of the user's is checked before anything is done`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let kubectl = try StandIn("kubectl", in: scratch)
            for (text, isGood) in [
                ("kind: Mine\nname: {{name}}\n", true), ("a: [1\n", false), ("{{#open}}\n", false),
            ] {
                let path = scratch.appending("mine-\(text.utf8.count)")
                try Files.write(path, text.utf8)
                do {
                    _ = try promote(
                        1, registered, try settings(.deployment, kubectl, template: path))
                    #expect(isGood)
                } catch let error as PromotionError {
                    #expect(!isGood && error.exitStatus == .configuration, "\(error)")
                }
            }
            #expect(kubectl.calls.count == 2)
            #expect(try resources(registered) == [["kind": "Mine", "name": "penguins"]])
        }
    }
}
