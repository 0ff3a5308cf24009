import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct RegisteringTests {
    @Test func `a damaged blob is replaced by the model that is registered again`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            let first = try model.register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            for file in first.files {
                try Damage.lastByte.hit(store.blobDirectory.appending(file.digest.hex))
                #expect(try model.register(in: scratch).outcome == .unchanged)
                try store.verify(first)
                try Damage.lastByte.hit(store.blobDirectory.appending(file.digest.hex))
                var request = model.request
                request.forceNew = true
                try store.verify(store.register(request, .test).version)
            }
            #expect(try store.fsck().findings == [])
        }
    }

    @Test func `versions count up, and tags find them`() async throws {
        try await withScratchDirectory { scratch in
            let store = try ModelStore.testing(scratch)
            #expect(try store.versions().isEmpty)
            #expect(try store.resolve("latest") == nil)
            for (number, weight) in [(1, "one"), (2, "two"), (3, "three")] {
                let registration = try FakeModel(in: scratch, weight: weight).register(in: scratch)
                #expect(registration.version.number == number)
                #expect(registration.outcome == .created)
            }
            #expect(try store.resolve("latest")?.number == 3)
            #expect(try store.resolve("2")?.number == 2)
            #expect(try store.resolve("02") == nil)
            #expect(try store.resolve("production") == nil)
            #expect(throws: RegistryError.self) { try store.require("4") }
        }
    }

    @Test func `the same model and run change nothing`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            try model.register(in: scratch)
            let before = try ModelStore.testing(scratch).snapshot()
            let again = try model.register(in: scratch)
            #expect(again.outcome == .unchanged)
            #expect(again.version.number == 1)
            #expect(try ModelStore.testing(scratch).snapshot() == before)
        }
    }

    @Test func `a new run of the same model is attached to its version`() async throws {
        try await withScratchDirectory { scratch in
            var model = try FakeModel(in: scratch)
            try model.register(in: scratch)
            model.run = try FakeModel.run(of: model.directory, id: "run-2")
            let again = try model.register(in: scratch)
            #expect(again.outcome == .attached)
            #expect(again.version.number == 1)
            let store = try ModelStore.testing(scratch)
            #expect(try store.runs(of: again.version).map(\.metadata.id) == ["run-1", "run-2"])
            #expect(try store.run(of: again.version)?.metadata.id == "run-1")
            let third = try FakeModel.run(of: model.directory, id: "run-3")
            #expect(try store.attach(third, to: again.version, .test).outcome == .attached)
            #expect(try store.attach(third, to: again.version, .test).outcome == .unchanged)
        }
    }

    @Test func `a test of another model is not attached`() async throws {
        try await withScratchDirectory { scratch in
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let other = try FakeModel(in: scratch, weight: "other")
            #expect(throws: RegistryError.self) {
                try ModelStore.testing(scratch).attach(other.run, to: version, .test)
            }
        }
    }

    @Test func `force new stores the same model twice`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            let first = try model.register(in: scratch).version
            var request = model.request
            request.forceNew = true
            let second = try ModelStore.testing(scratch).register(request, .test).version
            #expect(second.number == 2)
            #expect(second.modelDigest == first.modelDigest)
            #expect(second.manifestDigest != first.manifestDigest)
        }
    }

    @Test func `a version is given once`() async throws {
        try await withScratchDirectory { scratch in
            let store = try ModelStore.testing(scratch)
            try FakeModel(in: scratch).register(in: scratch)
            var request = try FakeModel(in: scratch, weight: "two").request
            request.version = 1
            #expect(throws: RegistryError.versionTaken(1, model: "penguins")) {
                try store.register(request, .test)
            }
            request.version = 5
            #expect(try store.register(request, .test).version.number == 5)
            request.version = 6
            #expect(throws: RegistryError.sameContent(version: 5, asked: 6)) {
                try store.register(request, .test)
            }
            let next = try FakeModel(in: scratch, weight: "three").register(in: scratch)
            #expect(next.version.number == 6)
        }
    }

    @Test func `a version is not given again when its tag is gone`() async throws {
        try await withScratchDirectory { scratch in
            let store = try ModelStore.testing(scratch)
            try FakeModel(in: scratch).register(in: scratch)
            var index = try #require(try JSONValue.read(store.index).objectValue)
            index["manifests"] = []
            try Files.replace(store.index, with: JSONValue.object(index).canonicalBytes())
            let next = try FakeModel(in: scratch, weight: "two").register(in: scratch)
            #expect(next.version.number == 2)
        }
    }

    @Test func `a model that changed after its evaluation is refused, and nothing is stored`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            try Files.replace(model.directory.appending("model.ubj"), with: "{other".utf8)
            #expect {
                _ = try model.register(in: scratch)
            } throws: { error in
                guard case .changedModel? = error as? RegistryError else { return false }
                return true
            }
            let store = try ModelStore.testing(scratch)
            #expect(try !store.exists)
            #expect(try Files.names(in: store.path.appending("blobs/sha256")).isEmpty)
            #expect(try Files.names(in: store.path.appending(".mlx/tmp")).isEmpty)
        }
    }

    @Test func `the digest that the caller expects must be the model's`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            var request = model.request
            request.expectedDigest = Digest(of: "x".utf8).description
            #expect(throws: RegistryError.self) {
                try ModelStore.testing(scratch).register(request, .test)
            }
            request.expectedDigest = model.run.model?.digest
            #expect(try ModelStore.testing(scratch).register(request, .test).outcome == .created)
        }
    }

    @Test func `a run that failed is refused`() async throws {
        try await withScratchDirectory { scratch in
            var model = try FakeModel(in: scratch)
            model.run.append(
                Stage(name: "eval", tool: "t", version: "1", status: .failed, exitCode: 1)
            )
            #expect(throws: RegistryError.failedRun(stage: "eval")) {
                try model.register(in: scratch)
            }
            #expect(RegistryError.failedRun(stage: nil).exitStatus == .denied)
        }
    }

    @Test func `twelve registrations at once get twelve versions`() async throws {
        try await withScratchDirectory { scratch in
            let models = try (1...12).map { try FakeModel(in: scratch, weight: "w\($0)") }
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for model in models {
                    group.addTask { try model.register(in: scratch).version.number }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...12))
            try ModelStore.testing(scratch).expectIntactAudit(records: 12)
        }
    }
}
