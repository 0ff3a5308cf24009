import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(
    "Mirrors of registries elsewhere",
    .enabled(if: !Elsewhere.Kind.available.isEmpty, Elsewhere.Kind.absence))
struct MirrorTests {
    @Test("What one machine registers another one has", arguments: Elsewhere.Kind.available)
    func registering(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let one = try elsewhere.store(on: "one")
            #expect(try !one.exists && !Files.exists(one.root))
            try one.add("a", in: scratch)
            try one.add("b", in: scratch)
            try one.setAlias("candidate", to: "1", .test)
            #expect(try one.add("a", in: scratch).number == 1)

            let other = try elsewhere.store(on: "other")
            #expect(try other.summaries().map(\.number) == [1, 2])
            // A list needs nothing but the index.
            #expect(try other.blobNames.isEmpty)
            let version = try other.require("candidate")
            #expect(try version == one.require("1") && version.tags == ["candidate"])
            try other.materialize(version, at: scratch.appending("out"))
            #expect(
                try TreeDigest.of(directory: scratch.appending("out")).description
                    == version.modelDigest)
            #expect(try other.run(of: version)?.metadata.id == "run-a")
            #expect(try other.history().map(\.action) == one.history().map(\.action))
            #expect(try other.isIntact && one.isIntact)

            // The first machine's mirror is behind now.
            #expect(try other.add("c", in: scratch).number == 3)
            #expect(try one.add("d", in: scratch).number == 4)
            #expect(try elsewhere.store(on: "third").versions().map(\.number) == [1, 2, 3, 4])
        }
    }

    @Test(
        "A number is given once, also by machines that did not see it",
        arguments: Elsewhere.Kind.available)
    func deletedNumbers(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let one = try elsewhere.store(on: "one")
            try one.add("a", in: scratch)
            try one.delete(1, reason: "test", .test)
            let other = try elsewhere.store(on: "other")
            #expect(try other.versions().isEmpty)
            #expect(try other.add("b", in: scratch).number == 2)
            #expect(try other.history().map(\.action) == [.register, .delete, .register])
        }
    }

    @Test(
        "A promotion and its way back are seen from everywhere", arguments: Elsewhere.Kind.available
    )
    func promoting(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let registering = try elsewhere.store(on: "one")
            for text in ["a", "b"] { try registering.add(text, in: scratch) }
            let testing = try elsewhere.store(on: "two")
            let production = try elsewhere.store(on: "two", "production")
            for (number, before) in [(1, nil), (2, 1)] {
                let version = try testing.require(String(number))
                let copied = try production.copy(version, from: testing, .test).version
                try production.setProduction(
                    copied, expecting: before, recording: AuditEvent(.promote), .test)
            }
            let third = try elsewhere.store(on: "three", "production")
            #expect(try third.productionVersion() == 2)
            #expect(try third.require("previous").number == 1)
            let before = try #require(try third.lastDistinctLiveVersion())
            try third.setProduction(
                before, expecting: 2, recording: AuditEvent(.rollback), .test)
            // Whoever does not know of it is told, and moves nothing.
            #expect(throws: RegistryError.tagMoved(tag: "production", expected: 2, found: 1)) {
                try production.setProduction(
                    testing.require("2"), expecting: 2, recording: AuditEvent(.promote), .test)
            }
            let fourth = try elsewhere.store(on: "four", "production")
            #expect(
                try fourth.audit(lockTimeout: .seconds(1)).livePeriods.map(\.version) == [1, 2, 1])
            #expect(try fourth.isIntact)
            #expect(
                try fourth.materializeForService(fourth.require("production"))
                    == fourth.servingPath(of: fourth.require("1")))
        }
    }

    @Test(
        "Machines that register at once lose nothing",
        .enabled(if: Peers.hasMoto, Peers.motoAbsence))
    func parallel() async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(.s3, in: scratch)
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for runner in 1...6 {
                    group.addTask {
                        try elsewhere.store(on: "r\(runner)").add("\(runner)", in: scratch).number
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...6))
            let fresh = try elsewhere.store(on: "fresh")
            #expect(try fresh.versions().map(\.number) == Array(1...6))
            #expect(try fresh.history().count == 6 && fresh.isIntact)
        }
    }

    @Test("Processes on one machine share a mirror", arguments: Elsewhere.Kind.available)
    func shared(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for text in 1...4 {
                    group.addTask {
                        try elsewhere.store(on: "one").add("\(text)", in: scratch).number
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...4))
            #expect(try elsewhere.store(on: "fresh").isIntact)
        }
    }

    @Test(
        "A number that another tool has taken is passed over",
        .enabled(if: Peers.hasRegistry, Peers.registryAbsence))
    func foreignTag() async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(.oci, in: scratch)
            let here = try ModelStore.filled(scratch)
            // A push of a version where there is no index yet is a plain one, as of any image.
            try here.push("1", to: try RemoteURL.open(elsewhere.url()))
            let store = try elsewhere.store(on: "one")
            #expect(try !store.exists)
            #expect(try store.add("a", in: scratch).number == 2)
            // From now on a push is listed too.
            let other = try ModelStore.filled(scratch, "other", versions: 4)
            try other.push("4", to: try RemoteURL.open(elsewhere.url()), tags: ["best"])
            let fresh = try elsewhere.store(on: "fresh")
            #expect(try fresh.versions().map(\.number) == [2, 4])
            #expect(try fresh.require("best").number == 4)
            let pulled = try ModelStore.empty(scratch, "pulled")
                .pull("best", from: try RemoteURL.open(elsewhere.url()))
            #expect(pulled.version.manifestDigest == (try other.require("4").manifestDigest))
        }
    }

    @Test("A mirror that is lost loses nothing", arguments: Elsewhere.Kind.available)
    func lostMirror(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let one = try elsewhere.store(on: "one")
            try one.add("a", in: scratch)
            let history = try one.history()
            Files.removeTreeIfPossible(one.root)
            let again = try elsewhere.store(on: "one")
            #expect(try again.history() == history)
            try again.verify(try again.require("1"))
        }
    }

    @Test("A mirror is no registry by itself", .enabled(if: Peers.hasMoto, Peers.motoAbsence))
    func onlyMirror() async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(.s3, in: scratch)
            let one = try elsewhere.store(on: "one")
            try one.add("a", in: scratch)
            let directory = ModelStore(root: one.root, model: one.model)
            #expect(try directory.require("1") == one.require("1"))
            #expect(throws: RegistryError.onlyMirror(path: one.root.string)) {
                try directory.add("b", in: scratch)
            }
        }
    }
}
