import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct LockTests {
    private struct NothingHeld: Error {
        let errors: String
    }

    /// Another process holds the lock while `body` runs.
    private func holding(
        _ lock: String,
        _ mode: String,
        in scratch: FilePath,
        _ body: () throws -> Void
    ) async throws {
        let ended = scratch.appending("ended")
        let held = scratch.appending("held")
        let done = scratch.appending("done")
        async let holder = Tool.shell(
            """
            flock \(mode) testing/penguins/.mlx/\(lock) \
                sh -c 'touch held; while [ ! -e done ]; do sleep 0.01; done'
            status=$?
            touch ended
            exit $status
            """,
            directory: scratch
        )
        while !Files.exists(held) {
            // Without flock(1), say.
            if Files.exists(ended) {
                throw NothingHeld(errors: try await holder.errors)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let result = Result { try body() }
        try Files.write(done, [])
        #expect(try await holder.status == 0)
        try result.get()
    }

    @Test(arguments: [("lock", "-x"), ("lock", "-s"), ("gc.lock", "-x")])
    func `a lock that is held is waited for, then it is a temporary failure`(
        lock: String,
        mode: String
    ) async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            let index = try Files.read(store.index)
            let other = try FakeModel(in: scratch, weight: "two")
            try await holding(lock, mode, in: scratch) {
                #expect {
                    _ = try store.register(other.request, .impatient)
                } throws: { error in
                    (error as? RegistryError)?.exitStatus == .temporary
                }
            }
            #expect(try Files.read(store.index) == index)
            #expect(try store.register(other.request, .impatient).version.number == 2)
        }
    }

    @Test func `others who only bring blobs in are not waited for`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let other = try FakeModel(in: scratch, weight: "two")
            try await holding("gc.lock", "-s", in: scratch) {
                let store = try ModelStore.testing(scratch)
                #expect(try store.register(other.request, .impatient).version.number == 2)
            }
        }
    }

    @Test func `readers need no lock`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            try await holding("lock", "-x", in: scratch) {
                let version = try #require(try store.resolve("1"))
                try store.materialize(version, at: scratch.appending("out"))
                #expect(try store.history().count == 1)
            }
        }
    }

    @Test func `the tool says who is in the way and ends with 75`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            try model.register(in: scratch)
            try Files.replace(scratch.appending("run.json"), with: model.run.json.canonicalBytes())
            let result = try await Tool.shell(
                """
                exec 9<testing/penguins/.mlx/lock
                flock -x 9
                exec mlx-register --registry ./testing --lock-timeout 0.1 --in run.json 9<&9
                """,
                directory: scratch
            )
            #expect(result.status == 75)
            #expect(result.errors.contains("'./testing/penguins/.mlx/lock'"))
        }
    }
}
