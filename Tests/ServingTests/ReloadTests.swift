import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(.serialized) struct ReloadTests {
    static let arguments = ["--model", "island", "--registry", "registry"]
    static let path = "/v2/models/island/infer"
    static let body = #"{"inputs":[{"name":"count","shape":[1],"datatype":"INT64","data":[1]}]}"#

    @Test func losesNoRequestWhileProductionMovesTenTimes() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(2, in: directory)
            try TrainedModel.promote(1, in: directory)
            let result = try await ServiceProcess.run(Self.arguments, in: directory) { service in
                let scores = try await Self.scores(service, directory)
                let (port, isOver) = (service.port, Counter())
                let counts = try await withThrowingTaskGroup(of: [String: Int].self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            try await onThread {
                                try Self.ask(HTTPClient(port: port), scores, until: isOver)
                            }
                        }
                    }
                    for switched in 1...10 {
                        let version = switched % 2 + 1
                        try TrainedModel.promote(version, in: directory)
                        try await service.waitForVersion(version)
                    }
                    isOver.add()
                    return try await group.reduce(into: [:]) { total, counts in
                        total.merge(counts, uniquingKeysWith: +)
                    }
                }
                #expect(Set(counts.keys) == ["1", "2"])
                #expect(counts.values.reduce(0, +) >= 2000)
            }
            #expect(result.status == 0)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count { $0.contains("is live") } == 13)
            // The copies that it loaded from are gone.
            #expect(try Files.names(in: directory.appending("tmp")) == [])
        }
    }

    /// What each version answers, so that an answer proves which one made it.
    private static func scores(
        _ service: ServiceProcess,
        _ directory: FilePath
    ) async throws -> [String: JSONValue] {
        var scores: [String: JSONValue] = [:]
        let port = service.port
        for version in [2, 1] {
            try TrainedModel.promote(version, in: directory)
            try await service.waitForVersion(version)
            let answer = try await onThread { try HTTPClient(port: port).infer(body, path: path) }
            scores["\(version)"] = try answer.json()["outputs"]
        }
        #expect(scores["1"] != scores["2"])
        return scores
    }

    private static func ask(
        _ client: HTTPClient,
        _ scores: [String: JSONValue],
        until isOver: Counter
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        while isOver.value == 0 || counts.values.reduce(0, +) < 500 {
            let answer = try client.infer(body, path: path)
            let json = try answer.json()
            let version = json["model_version"]?.stringValue ?? ""
            guard answer.status == 200, json["outputs"] == scores[version] else {
                Issue.record("status \(answer.status): \(answer.text)")
                break
            }
            counts[version, default: 0] += 1
            usleep(500)  // leaves the service some time to load models
        }
        return counts
    }

    @Test func keepsTheOldVersionWhenTheNewOneDoesNotLoad() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(2, in: directory)
            try TrainedModel.promote(1, in: directory)
            let digest = try Digest.ofFile(directory.appending("model2/model.ubj")).0.hex
            let blob = directory.appending("registry/island/blobs/sha256/\(digest)")
            let result = try await ServiceProcess.run(Self.arguments, in: directory) { service in
                try Files.rename(blob, to: directory.appending("blob"))
                try TrainedModel.promote(2, in: directory)
                try await service.wait(for: "/v2/health/ready") { ready in
                    let json = try ready.json()
                    return ready.status == 200 && json["version"] == "1"
                        && json["refused"]?["version"] == "2"
                }
                try await service.wait(for: "/metrics") { metrics in
                    metrics.text.contains(#"mlx_model_refused{model="island"} 1"#)
                        && metrics.text.contains(#"outcome="refused"} 1"#)
                }
                try TrainedModel.promote(1, in: directory)
                try await service.wait(for: "/v2/health/ready") { try $0.json()["refused"] == nil }
                // It is tried again, and it works once the cause is gone.
                try TrainedModel.promote(2, in: directory)
                try await service.wait(for: "/v2/health/ready") { try $0.json()["refused"] != nil }
                try Files.rename(directory.appending("blob"), to: blob)
                try await service.waitForVersion(2)
            }
            #expect(result.status == 0)
            #expect(result.errors.contains("island@2 cannot be served, island@1 stays live: "))
        }
    }

    @Test(arguments: [SIGTERM, SIGINT]) func endsWellWhenItIsTold(signal: Int32) async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            let arguments = [
                "--model-directory", "model1", "--name", "island", "--model-version", "41",
            ]
            let result = try await ServiceProcess.run(arguments, in: directory, signal: signal) {
                try await $0.waitForVersion(41)
            }
            #expect(result.status == 0)
            #expect(result.output == "")
            #expect(Files.exists(directory.appending("port")) == false)
        }
    }
}
