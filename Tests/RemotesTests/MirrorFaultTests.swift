import FileStorage
import Registry
import Remotes
import RunDocument
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("Mirrors when something breaks", .enabled(if: Peers.hasMoto, Peers.motoAbsence))
struct MirrorFaultTests {
    /// A registry elsewhere with one version, and the mirror of who registered it.
    private func withVersion(
        _ kind: Elsewhere.Kind = .s3,
        _ body: (_ elsewhere: Elsewhere, _ one: ModelStore) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let one = try elsewhere.store(on: "one")
            try one.add("a", in: scratch)
            try await body(elsewhere, one)
        }
    }

    @Test(
        "A command that dies on the way leaves the old or the new, and the next one succeeds",
        arguments: Elsewhere.Kind.available)
    func deaths(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            try elsewhere.store(on: "one").add("0", in: scratch)
            for step in 1...12 {
                let text = "model\(step)"
                let before = try elsewhere.store(on: "before\(step)").versions().count
                var survived = false
                do {
                    let store = try elsewhere.store(on: "one") { Dying($0, after: step) }
                    try store.add(text, in: scratch)
                    survived = true
                } catch is Dying.Death {}
                let fresh = try elsewhere.store(on: "fresh\(step)")
                let count = try fresh.versions().count
                #expect(count == before || count == before + 1)
                #expect(!survived || count == before + 1)
                #expect(try fresh.isIntact)
                try elsewhere.store(on: step % 2 == 0 ? "one" : "two").add(text, in: scratch)
                let end = try elsewhere.store(on: "end\(step)")
                #expect(try end.versions().count == before + 1)
                #expect(try end.isIntact)
            }
        }
    }

    @Test(
        "An answer that is lost after the swap is no second change",
        arguments: Elsewhere.Kind.available)
    func lostAnswer(kind: Elsewhere.Kind) async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(kind, in: scratch)
            let store = try elsewhere.store(on: "one") { Forgetful($0) }
            #expect(try store.add("a", in: scratch).number == 1)
            let fresh = try elsewhere.store(on: "fresh")
            #expect(try fresh.history().map(\.action) == [.register])
        }
    }

    @Test("A registry that cannot be reached is not read from its mirror")
    func unreachable() async throws {
        try await withVersion { elsewhere, one in
            var environment = elsewhere.environment
            environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1"
            let upstream = RemoteUpstream(
                try RemoteURL(elsewhere.url()), model: one.model, environment: environment,
                retries: Pauses().policy(attempts: 2))
            let store = ModelStore(root: one.root, model: one.model, upstream: upstream)
            let error = try #require(throws: RemoteError.self) { try store.refresh() }
            #expect(error.exitStatus == .unavailable && error.hint != nil)
            #expect(error.description.contains(elsewhere.url()))
            #expect(throws: RemoteError.self) { try store.add("b", in: elsewhere.scratch) }
        }
    }

    @Test(
        "Where the index is gone no second one is begun, by who knew it",
        arguments: Elsewhere.Kind.available)
    func lostIndex(kind: Elsewhere.Kind) async throws {
        try await withVersion(kind) { elsewhere, one in
            let known = try Files.read(one.path.appending("index.json"))
            let log = try Files.read(one.path.appending(".mlx/audit.jsonl"))
            try await elsewhere.loseIndex()
            if kind == .s3 { try await elsewhere.change("remove", "penguins/.mlx/audit.jsonl") }
            for attempt in [
                { try one.refresh() }, { try one.add("b", in: elsewhere.scratch) },
                { _ = try one.audit(lockTimeout: .seconds(5)) },
            ] as [() throws -> Void] {
                let error = try #require(throws: RegistryError.self) { try attempt() }
                #expect(error.exitStatus == .dataFormat)
                #expect(error.description.contains("\(elsewhere.url())/penguins"))
                #expect(error.hint?.contains(one.path.string) == true)
                #expect(try Files.read(one.path.appending("index.json")) == known)
                #expect(try Files.read(one.path.appending(".mlx/audit.jsonl")) == log)
            }
            // What the hint says for a registry that was emptied on purpose.
            Files.removeTreeIfPossible(one.path)
            let again = try elsewhere.store(on: "one")
            #expect(try !again.exists)
            try again.add("b", in: elsewhere.scratch)
        }
    }

    @Test("A log without an index shows everybody that there was one")
    func lostIndexBesideLog() async throws {
        try await withVersion { elsewhere, one in
            let known = try Files.read(one.path.appending("index.json"))
            try await elsewhere.loseIndex()
            let log = "\(elsewhere.url())/penguins/.mlx/audit.jsonl"
            for runner in ["one", "fresh"] {
                let error = try #require(throws: RegistryError.self) {
                    try elsewhere.store(on: runner)
                }
                #expect(error.exitStatus == .dataFormat && error.hint?.contains(log) == true)
            }
            let remote = try RemoteURL.open(elsewhere.url(), environment: elsewhere.environment)
            #expect(throws: RegistryError.self) { try remote.tags() }
            try await elsewhere.change("put", "penguins/index.json", known)
            #expect(try elsewhere.store(on: "fresh").isIntact)
            #expect(try one.add("b", in: elsewhere.scratch).number == 2)
        }
    }

    @Test(
        "A tag that cannot be set or removed for other tools is told of, and the index counts",
        .enabled(if: Peers.hasRegistry, Peers.registryAbsence))
    func tagsThatStay() async throws {
        try await withVersion(.oci) { elsewhere, _ in
            let store = try elsewhere.store(on: "one", retries: Pauses().policy(attempts: 2))
            let warnings = Mutex<[String]>([])
            var options = CommitOptions.test
            options.warn = { warning in warnings.withLock { $0.append(warning) } }
            let told = { (count: Int, words: String) in
                let all = warnings.withLock { $0 }
                #expect(all.count == count && all.last?.contains(words) == true, "\(all)")
            }
            // No directory can be made of it.
            let tag = elsewhere.tags.appending("candidate")
            try Files.write(tag, [])
            try store.setAlias("candidate", to: "1", options)
            told(1, "cannot move the tag 'candidate' of '\(elsewhere.url())/penguins'")
            #expect(try elsewhere.store(on: "fresh").require("candidate").number == 1)
            // The next change does it.
            Files.removeIfPossible(tag)
            try store.setAlias("other", to: "1", options)
            #expect(Files.isDirectory(tag))
            try store.removeAlias("other", options)
            told(2, "cannot remove the tag 'other'")
            #expect(try elsewhere.store(on: "other").require("1").tags == ["candidate"])
        }
    }

    @Test("A blob that was changed elsewhere is refused, and fsck names it")
    func tamperedBlob() async throws {
        try await withVersion { elsewhere, one in
            let version = try one.require("1")
            let digest = try #require(version.files.first).digest
            let key = "penguins/blobs/sha256/\(digest.hex)"
            try await elsewhere.change("put", key, Array("{b".utf8))
            let fresh = try elsewhere.store(on: "fresh")
            let error = try #require(throws: RegistryError.self) {
                try fresh.verify(fresh.require("1"))
            }
            #expect(error.description.contains("\(elsewhere.url())/\(key)"))
            #expect(throws: RegistryError.self) {
                try fresh.materialize(fresh.require("1"), at: elsewhere.scratch.appending("out"))
            }
            #expect(!Files.exists(elsewhere.scratch.appending("out")))
            // The machine that registered it has a good copy, which proves nothing.
            for runner in ["one", "fresh"] {
                let report = try elsewhere.store(on: runner).fsck()
                #expect(!report.isClean && report.registry == elsewhere.url())
                #expect(report.findings.contains { $0.isDamage && $0.digest == digest })
                #expect(report.findings.allSatisfy { $0.path.hasPrefix(elsewhere.url()) })
            }
        }
    }

    @Test("A blob that was changed in the mirror is fetched again")
    func tamperedMirror() async throws {
        try await withVersion { elsewhere, one in
            let version = try one.require("1")
            for name in try one.blobNames {
                let path = one.path.appending("blobs/sha256/\(name)")
                let bytes = try Files.read(path)
                try Files.replace(path, with: [UInt8](repeating: 0x20, count: bytes.count))
            }
            try one.verify(version)
            #expect(try one.run(of: version)?.metadata.id == "run-a")
        }
    }

    @Test("An index that is none is refused")
    func hostileIndex() async throws {
        try await withVersion { elsewhere, one in
            let known = try Files.read(one.path.appending("index.json"))
            let head = #"{"schemaVersion":2,"manifests":"#
            let texts = [
                "", "[]", #"{"schemaVersion":2}"#, head + #"[],"manifests":[]}"#,
                head + #"[{"mediaType":"a","digest":"sha256:../../x","size":1}]}"#,
                head + #"[{"mediaType":"a","digest":"md5:00","size":1}]}"#,
                head
                    + #"[{"mediaType":"a","digest":"sha256:\#(String(repeating: "a", count: 64))","size":-1}]}"#,
            ]
            for text in texts {
                try await elsewhere.change("put", "penguins/index.json", Array(text.utf8))
                let error = try #require(throws: RegistryError.self) {
                    try elsewhere.store(on: "fresh")
                }
                #expect(error.exitStatus == .dataFormat, "\(text)")
                #expect(throws: RegistryError.self) { try one.add("b", in: elsewhere.scratch) }
                #expect(try Files.read(one.path.appending("index.json")) == known)
            }
        }
    }

    @Test("A log that was cut is noticed from everywhere")
    func tamperedLog() async throws {
        try await withVersion { elsewhere, one in
            for text in ["b", "c"] { try one.add(text, in: elsewhere.scratch) }
            let log = try Files.read(one.path.appending(".mlx/audit.jsonl"))
            let lines = log.split(separator: 0x0A)
            let cut = Array(lines[0] + [0x0A] + lines[2] + [0x0A])
            try await elsewhere.change("put", "penguins/.mlx/audit.jsonl", cut)
            for runner in ["one", "fresh"] {
                let store = try elsewhere.store(on: runner)
                #expect(try !store.audit(lockTimeout: .seconds(5)).isIntact)
                #expect(try !store.fsck().isClean)
            }
        }
    }

    @Test("Good blobs come from a registry elsewhere")
    func repairFromElsewhere() async throws {
        try await withScratchDirectory { scratch in
            let elsewhere = try await Elsewhere(.s3, in: scratch)
            let here = try ModelStore.filled(scratch)
            try here.push(
                "1", to: try RemoteURL.open(elsewhere.url(), environment: elsewhere.environment))
            let file = try #require(try here.require("1").files.first)
            let path = here.path.appending("blobs/sha256/\(file.digest.hex)")
            try Files.replace(path, with: "changed".utf8)
            let report = try here.repair(
                from: [elsewhere.store(on: "mirror")], FsckRequest(), .test)
            #expect(report.isClean, "\(report.json)")
            #expect(try Digest(of: Files.read(path)) == file.digest)
        }
    }

    @Test("What only makes sense here is refused for a registry elsewhere")
    func refused() async throws {
        try await withVersion { elsewhere, one in
            for isRehearsal in [true, false] {
                #expect(throws: RegistryError.self) {
                    try one.collect(isRehearsal: isRehearsal, .test)
                }
            }
            #expect(throws: RegistryError.self) { try one.repair(from: [], FsckRequest(), .test) }
        }
    }
}

/// Dies at the n-th thing that is asked of a registry, before or after it was done.
private final class Dying: Upstream {
    struct Death: Error {}

    let registry: String
    let name: String
    private let other: any Upstream
    private let left: Mutex<Int>

    init(_ other: any Upstream, after steps: Int) {
        self.other = other
        (registry, name) = (other.registry, other.name)
        left = Mutex(steps)
    }

    private func step<Answer>(_ body: () throws -> Answer) throws -> Answer {
        let before = left.withLock { left in
            left -= 1
            return left
        }
        guard before != 0 else { throw Death() }
        let answer = try body()
        let after = left.withLock { left in
            left -= 1
            return left
        }
        guard after != 0 else { throw Death() }
        return answer
    }

    // Reading changes nothing elsewhere.
    func index(unless known: String?) throws -> UpstreamIndex { try other.index(unless: known) }
    func log() throws -> [UInt8] { try other.log() }
    func fetch(_ blob: Descriptor, into partial: PartialBlob) throws {
        try other.fetch(blob, into: partial)
    }
    func pause(after attempt: Int) throws { try other.pause(after: attempt) }

    func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool {
        try step { try other.send(blob, from: store) }
    }

    func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        try step { try other.replace(revision, with: change, from: store) }
    }
}

/// Makes a change and then says that somebody else was first.
private final class Forgetful: Upstream {
    let registry: String
    let name: String
    private let other: any Upstream
    private let hasForgotten = Mutex(false)

    init(_ other: any Upstream) {
        self.other = other
        (registry, name) = (other.registry, other.name)
    }

    func index(unless known: String?) throws -> UpstreamIndex { try other.index(unless: known) }
    func log() throws -> [UInt8] { try other.log() }
    func fetch(_ blob: Descriptor, into partial: PartialBlob) throws {
        try other.fetch(blob, into: partial)
    }
    func pause(after attempt: Int) throws { try other.pause(after: attempt) }
    func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool {
        try other.send(blob, from: store)
    }

    func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        let outcome = try other.replace(revision, with: change, from: store)
        let isFirst = hasForgotten.withLock { known in
            defer { known = true }
            return !known
        }
        return isFirst ? .outdated : outcome
    }
}
