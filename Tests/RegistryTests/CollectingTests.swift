import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct CollectingTests {
    private func collect(_ store: ModelStore, isRehearsal: Bool = false) throws
        -> GarbageCollection
    {
        try store.collect(litterOlderThan: .zero, isRehearsal: isRehearsal, .test)
    }

    @Test func `a registry without garbage is left as it is`() async throws {
        try await withScratchDirectory { scratch in
            let registry = try KeptRegistry(in: scratch)
            for store in [registry.testing, registry.production] {
                let before = try KeptRegistry.snapshot(of: store)
                #expect(try collect(store).isEmpty)
                #expect(try KeptRegistry.snapshot(of: store) == before)
            }
        }
    }

    @Test func `the blobs of a deleted version go, those that others share stay`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let deleted = try store.require("2")
            try store.delete(2, reason: "not needed", .test)
            #expect(try store.fsck().isClean)
            let planned = try collect(store, isRehearsal: true)
            #expect(planned.blobs.contains(deleted.manifestDigest))
            #expect(Files.exists(store.blobDirectory.appending(deleted.manifestDigest.hex)))
            let done = try collect(store)
            #expect(done == planned)
            // The manifest, its configuration and its weights; two runs and the provenance, each
            // with its manifest.
            #expect(done.blobs.count == 9)
            #expect(try store.fsck().findings == [])
            for number in ["1", "3"] { try store.verify(store.require(number)) }
            #expect(try collect(store).isEmpty)
        }
    }

    @Test func `orphans go, and those that speak of them`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let layout = ForeignLayout(at: store.path)
            let lost = ForeignLayout.descriptor(
                "application/vnd.oci.image.manifest.v1+json", [1, 2, 3])
            let orphan = try layout.addReferrer(to: lost)
            let second = try layout.addReferrer(to: orphan)
            let kept = try layout.addReferrer(
                to: try #require(try JSONValue.read(store.index)["manifests"]?.arrayValue?.first))
            #expect(try !store.fsck().isClean)
            let done = try collect(store)
            #expect(
                Set(done.referrers.map(\.description))
                    == Set([orphan, second].compactMap { $0["digest"]?.stringValue })
            )
            let left = try JSONValue.read(store.index)["manifests"]?.arrayValue ?? []
            #expect(left.contains { $0["digest"] == kept["digest"] })
            #expect(try store.fsck().damages.allSatisfy { $0.contains("mlx.subject") })
        }
    }

    @Test func `what an image index leads to stays`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let layout = ForeignLayout(at: store.path)
            let image = try layout.store(layout.manifest(files: [("a", [1])]))
            let inner = try layout.store(layout.index(of: [image]), layout.indexType)
            let outer = try layout.store(layout.index(of: [inner]), layout.indexType)
            try layout.add(outer, tag: "image")
            let count = try Files.names(in: store.blobDirectory).count
            // Somebody else has put it there: the next change takes that as it is.
            #expect(throws: RegistryError.foreignEdit(path: store.index.string)) {
                try collect(store)
            }
            try store.setAlias("champion", to: "1", .test)
            #expect(try collect(store).isEmpty)
            #expect(try Files.names(in: store.blobDirectory).count == count)
        }
    }

    @Test func `a version that somebody else took out of the index keeps its blobs`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let index = try JSONValue.read(store.index)
            var members = index.objectValue ?? [:]
            members["manifests"] = .array(
                (members["manifests"]?.arrayValue ?? []).filter {
                    $0["annotations"]?["org.opencontainers.image.ref.name"] != "3"
                })
            try Files.replace(store.index, with: JSONValue.object(members).canonicalBytes())
            for isRehearsal in [true, false] {
                #expect(throws: RegistryError.foreignEdit(path: store.index.string)) {
                    try collect(store, isRehearsal: isRehearsal)
                }
            }
            try Files.replace(store.index, with: index.canonicalBytes())
            #expect(try store.fsck().findings == [])
        }
    }

    @Test func `files that a version needs to go live are there, whatever was collected`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let testing = try ModelStore.testing(scratch)
            let third = try store.copy(testing.require("3"), from: testing, .test).version
            let directory = try store.materializeForService(third)
            #expect(try collect(store).litter == [directory])
            try store.keepingServing(third, .test) {
                #expect(throws: RegistryError.self) {
                    try store.collect(litterOlderThan: .zero, isRehearsal: false, .impatient)
                }
                try store.setProduction(
                    third, expecting: 2, recording: AuditEvent(.promote), .test)
                try store.setCurrent(third)
            }
            #expect(try collect(store).litter.count == 1)
            #expect(store.isCurrent(third))
            #expect(try store.fsck().findings == [])
        }
    }

    @Test func `a damaged manifest stops the collection before anything is removed`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let version = try store.require("1")
            try store.delete(2, reason: "not needed", .test)
            try Damage.middleByte.hit(store.blobDirectory.appending(version.manifestDigest.hex))
            let before = try store.snapshot()
            #expect(throws: RegistryError.self) { try collect(store) }
            #expect(try store.snapshot() == before)
        }
    }

    @Test func `litter goes when it is old`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).production
            let left = store.path.appending(".mlx/tmp/left")
            let stale = store.path.appending(".mlx/serving/v7-0123456789ab")
            try Files.makeDirectory(left.appending("deep"))
            try Files.makeDirectory(stale)
            try Files.write(stale.appending("model.ubj"), [1, 2, 3])
            let young = try store.collect(isRehearsal: false, .test)
            #expect(young.isEmpty)
            let done = try collect(store)
            #expect(Set(done.litter) == [left, stale])
            #expect(done.bytes == 3)
            #expect(!Files.exists(left) && !Files.exists(stale))
            // Version 1 is the one before, version 2 is live.
            #expect(try Files.names(in: store.path.appending(".mlx/serving")).count == 2)
            #expect(try store.fsck().findings == [])
        }
    }

    @Test func `what is removed is in the audit log`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            try store.delete(3, reason: "a mistake", .test)
            let done = try collect(store)
            let records = try store.history().suffix(2)
            #expect(records.map(\.action) == [.delete, .collect])
            #expect(records.first?.reason == "a mistake")
            #expect(records.last?.reason?.contains("\(done.blobs.count) blobs") == true)
            try store.expectIntactAudit(records: 6)
        }
    }

    @Test func `nobody brings a model in meanwhile`() async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            let lock = open(store.path.appending(".mlx/gc.lock").string, O_RDONLY | O_CLOEXEC)
            defer { close(lock) }
            try #require(flock(lock, LOCK_SH) == 0)
            #expect(throws: RegistryError.self) {
                try store.collect(isRehearsal: false, .impatient)
            }
        }
    }

    @Test func `registrations and collections at the same time lose nothing`() async throws {
        try await withScratchDirectory { scratch in
            _ = try KeptRegistry(in: scratch)
            let result = try await Tool.shell(
                """
                for n in 1 2 3 4 5 6 7 8; do
                    mkdir -p "m$n"; echo x > "m$n/MLmodel"; echo "$n" > "m$n/model.ubj"
                done
                (for n in 1 2 3 4 5 6 7 8; do
                    mlx-register --quiet --no-input --out /dev/null --registry ./testing \\
                        --model penguins --model-directory "m$n" || echo "register $n: $?"
                    mlx-register delete --quiet --registry ./testing "penguins@$((n + 3))" \\
                        --reason test || echo "delete $n: $?"
                done) &
                for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
                    mlx-register gc --registry ./testing --litter-age 0 >/dev/null || echo "gc: $?"
                done
                wait
                mlx-register fsck --registry ./testing
                """,
                directory: scratch
            )
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasSuffix(": clean\n"), "\(result.output)")
            #expect(!result.output.contains("delete "), "\(result.output)\(result.errors)")
        }
    }
}
