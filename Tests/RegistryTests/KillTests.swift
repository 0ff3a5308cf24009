import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `kill -9` at random times: the registry lists the old or the new, and the next run succeeds.
@Suite(.serialized) struct KillTests {
    /// How often a command is really killed; a round in which it was faster does not count.
    private static let kills = 50

    /// Runs a command and kills it at a random time.
    private struct Killer {
        let scratch: FilePath
        /// In seconds; it follows the time that the command takes here and now: longer after each
        /// kill, shorter when the command was faster.
        private var limit = 0.1
        private(set) var killed = 0

        init(in scratch: FilePath) { self.scratch = scratch }

        mutating func run(_ script: String) async throws {
            let pause = Double.random(in: 0...limit)
            let result = try await Tool.shell(
                "\(script) & sleep \(pause); kill -9 $! 2>/dev/null; wait $!",
                using: ["dash"],
                directory: scratch
            )
            let wasKilled = result.status == 137
            if wasKilled { killed += 1 }
            limit *= wasKilled ? 1.1 : 0.8
        }
    }

    private func prepare(_ number: Int, in scratch: FilePath) throws {
        let model = try FakeModel(in: scratch, weight: "w\(number)", id: "run-\(number)")
        let weights = String(repeating: "{\(number)", count: 100_000)
        try Files.replace(model.directory.appending("model.ubj"), with: weights.utf8)
        let run = try FakeModel.run(of: model.directory, id: "run-\(number)")
        try Files.replace(scratch.appending("run.json"), with: run.json.canonicalBytes())
    }

    @Test func `a killed registration leaves the old or the new`() async throws {
        try await withScratchDirectory { scratch in
            let script = "mlx-register --registry ./testing --in run.json --out out.json --quiet"
            try prepare(0, in: scratch)
            let first = try await Tool.shell(script, directory: scratch)
            try #require(first.status == 0, "\(first.errors)")
            var killer = Killer(in: scratch)
            let store = try ModelStore.testing(scratch)
            var number = 0
            while killer.killed < Self.kills {
                number += 1
                try prepare(number, in: scratch)
                try await killer.run(script)
                let listed = try store.versions()
                #expect(listed.count == number || listed.count == number + 1)
                for version in listed.suffix(2) { try store.verify(version) }
                let again = try await Tool.shell(script, directory: scratch)
                #expect(again.status == 0, "\(again.errors)")
                let versions = try store.versions()
                #expect(versions.map(\.number) == Array(1...(number + 1)))
                #expect(try store.runs(of: versions[number]).count == 1)
            }
            try store.expectIntactAudit(records: number + 1)
        }
    }

    @Test func `a killed promotion leaves the old or the new`() async throws {
        try await withScratchDirectory { scratch in
            func register(_ number: Int) throws {
                try prepare(number, in: scratch)
                let run = try Run(parsing: try Files.read(scratch.appending("run.json")))
                let directory = scratch.appending("model-w\(number)")
                _ = try ModelStore.testing(scratch)
                    .register(RegistrationRequest(directory: directory, run: run), .test)
            }
            func script(_ version: Int) -> String {
                """
                mlx-promote penguins@\(version) --testing testing --production production \
                    --no-serve --quiet --out out.json
                """
            }
            try register(1)
            let first = try await Tool.shell(script(1), directory: scratch)
            try #require(first.status == 0, "\(first.errors)")
            var killer = Killer(in: scratch)
            let production = try ModelStore.production(scratch)
            var version = 1
            while killer.killed < Self.kills {
                version += 1
                try register(version)
                try await killer.run(script(version))
                let live = try #require(try production.resolve("production"))
                #expect(live.number == version - 1 || live.number == version)
                try production.verify(live)
                let again = try await Tool.shell(script(version), directory: scratch)
                #expect(again.status == 0, "\(again.errors)")
                try expectLive(version, in: production)
            }
            // Each version was copied once and went live once.
            try production.expectIntactAudit(records: 2 * version)
        }
    }

    private func expectLive(_ number: Int, in production: ModelStore) throws {
        let live = try #require(try production.resolve("production"))
        #expect(live.number == number)
        #expect(try production.resolve("previous")?.number == number - 1)
        let current = production.path.appending(".mlx/current")
        // The digest is taken of what the link leads to.
        let files = try Files.names(in: current).filter { $0 != "docs" }
        #expect(files == ["MLmodel", "model.ubj"])
        for file in live.files {
            #expect(try Digest.ofFile(current.appending(file.path)).0 == file.digest)
        }
    }
}
