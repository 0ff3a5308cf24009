import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Tests of `mlx-trigger` in a project that is a real git repository.
protocol TriggerProject {}

extension TriggerProject {
    static var project: String {
        """
        apiVersion: mlx/v1
        kind: Pipeline
        model: penguins
        data: {train: data/train.csv}
        trigger:
          code: ["src/**", "train.py"]
          data: ["data/**"]
          tests: ["model_tests/**"]
        """
    }

    func withProject(_ body: (FilePath) async throws -> Void) async throws {
        try await withScratchDirectory { directory in
            for folder in ["src", "data", "model_tests"] {
                try Files.makeDirectory(directory.appending(folder))
                try write(directory, "\(folder)/old", "old")
            }
            try write(directory, "mlx.yaml", Self.project)
            try write(directory, "data/train.csv", "a,b\n1,2\n")
            try await git("init -q -b main .; git add .", directory)
            try await commit(directory)
            try await body(directory)
        }
    }

    func write(_ directory: FilePath, _ name: String, _ text: String) throws {
        try Files.replace(directory.appending(name), with: text.utf8)
    }

    func git(_ command: String, _ directory: FilePath) async throws {
        let identity = "-c user.name=t -c user.email=t@example.com"
        let result = try await Tool.shell("git \(identity) \(command)", directory: directory)
        try #require(result.status == 0, "\(result.errors)")
    }

    func commit(_ directory: FilePath) async throws {
        try await git("add -A", directory)
        try await git("commit -q -m change", directory)
    }

    func trigger(
        _ arguments: [String],
        in directory: FilePath,
        input: String? = "",
        environment: [String: String] = [:]
    ) async throws -> (run: Run, status: Int, errors: String) {
        let result = try await Tool.run(
            "mlx-trigger",
            arguments,
            input: input,
            directory: directory,
            environment: environment
        )
        return (try result.document(), result.status, result.errors)
    }

    /// Registers a model that was trained on data with that digest, in both registries if it is
    /// live.
    func register(_ directory: FilePath, data digest: String, isLive: Bool) throws {
        let model = directory.appending("built-\(digest.suffix(4))")
        try Files.makeDirectory(model)
        try Files.write(model.appending("model.json"), "{\"\(digest)\":1}".utf8)
        var run = Run(
            metadata: RunMetadata(id: "r", model: "penguins", createdAt: "2026-11-20T12:00:00Z")
        )
        run.inputs.data["train"] = InputReference(uri: "data/train.csv", digest: digest)
        let name = try ModelName("penguins")
        var request = RegistrationRequest(directory: model, run: run)
        let options = CommitOptions(
            context: AuditContext(actor: "t", time: "2026-11-20T12:00:00Z", tool: "test")
        )
        let testing = ModelStore(root: directory.appending("registry/testing"), model: name)
        request.version = try testing.register(request, options).version.number
        if isLive {
            let production = ModelStore(
                root: directory.appending("registry/production"),
                model: name
            )
            _ = try production.register(request, options)
            // The tag, as mlx-promote sets it.
            let index = production.path.appending("index.json")
            var document = try #require(JSONValue(parsing: Files.read(index)).objectValue)
            let entries = try #require(document["manifests"]?.arrayValue)
            let key = "org.opencontainers.image.ref.name"
            let version = try #require(
                entries.first {
                    $0["annotations"]?[key]?.stringValue == request.version?.description
                }
            )
            var live = try #require(version.objectValue)
            live["annotations"] = .object([key: "production"])
            document["manifests"] = .array(entries + [.object(live)])
            try Files.replace(index, with: JSONValue.object(document).canonicalBytes())
        }
    }
}
