import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("OCI registry", .enabled(if: Peers.hasRegistry, Peers.registryAbsence))
struct OCITests {
    @Test("A version comes back as it went, and going twice changes nothing")
    func roundTrip() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry", in: scratch)
            let here = try ModelStore.filled(scratch, versions: 2)
            let remote = try RemoteURL.open("oci://\(host)/team/models")
            let first = try here.push("1", to: remote)
            #expect(
                try first.isNew && first.sent == here.sentBlobs("1") && first.version.number == 1)
            let again = try here.push("1", to: remote)
            #expect(!again.isNew && again.sent == 0 && again.bytes == 0)
            // What the versions share is there: two of the files, and the configuration of a referrer.
            let own = try here.sentBlobs("2") - 3
            #expect(try here.push("2", to: remote, tags: ["production"]).sent == own)

            let there = try ModelStore.empty(scratch, "there")
            let pulled = try there.pull("production", from: remote)
            #expect(pulled.isNew && pulled.version.number == 2)
            #expect(try there.pull("latest", from: remote).isNew == false)
            #expect(try there.pull("1", from: remote).received == own)
            #expect(try there.blobNames == here.blobNames)
            #expect(try there.versions() == here.versions())
            for version in try there.versions() {
                try there.verifyAll(version)
                #expect(try there.run(of: version)?.metadata.id == "run-\(version.number)")
            }
            #expect(
                try here.history().map(\.action) == [.register, .register, .push, .push])
            #expect(try there.history().map(\.action) == [.pull, .pull])
            #expect(try there.history().last?.json["remote"]?.stringValue == remote.name)
            #expect(try Files.names(in: there.path.appending(".mlx/tmp")).isEmpty)
        }
    }

    @Test("A version never becomes another one, on either side")
    func versionTaken() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry", in: scratch)
            let url = "oci://\(host)/models"
            let one = try ModelStore.filled(scratch, "one")
            let other = try ModelStore.filled(scratch, "other")
            let remote = try RemoteURL.open(url)
            try one.push("1", to: remote)
            #expect(throws: RemoteError.versionTaken(1, remote: remote.name)) {
                try other.push("1", to: remote)
            }
            #expect(throws: RegistryError.versionTaken(1, model: "penguins")) {
                try other.pull("1", from: remote)
            }
            let records = try other.history().suffix(2)
            #expect(records.map(\.outcome) == [.failed, .failed])
            #expect(records.map(\.action) == [.push, .pull])
            #expect(throws: RemoteError.unknownVersion("penguins@7", remote: remote.name)) {
                try other.pull("7", from: remote)
            }
        }
    }

    @Test("skopeo copies a version from a registry that it was pushed to, and into one")
    func skopeo() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry", in: scratch)
            let here = try ModelStore.filled(scratch)
            try here.push("1", to: try RemoteURL.open("oci://\(host)/ours"))
            // Its own layout of what we sent, and a repository of its making from our layout.
            let copies = try await Tool.shell(
                """
                skopeo copy -q --src-tls-verify=false docker://\(host)/ours/penguins:1 \
                  oci:\(scratch)/copied:1
                skopeo copy -q --dest-tls-verify=false oci:\(here.path):1 \
                  docker://\(host)/theirs/penguins:1
                """, environment: ["HOME": scratch.string])
            #expect(copies.status == 0, "\(copies.errors)")
            let version = try here.require("1")
            #expect(
                Files.exists(
                    scratch.appending("copied/blobs/sha256/\(version.manifestDigest.hex)")))
            let there = try ModelStore.empty(scratch, "there")
            let pulled = try there.pull("1", from: try RemoteURL.open("oci://\(host)/theirs"))
            #expect(pulled.version.manifestDigest == version.manifestDigest)
            // skopeo takes no referrers along.
            #expect(try there.runs(of: pulled.version).isEmpty)
        }
    }

    @Test(
        "oras reads the files and the referrers of a version",
        .enabled(if: TestPython.isAvailable, TestPython.absence))
    func oras() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry", in: scratch)
            let here = try ModelStore.filled(scratch)
            try here.push("1", to: try RemoteURL.open("oci://\(host)/ours"))
            let version = try here.require("1")
            let output = scratch.appending("out")
            _ = try await TestPython.run(
                "orasread.py",
                ["\(host)/ours/penguins", version.manifestDigest.hex, output.string])
            #expect(
                try TreeDigest.of(directory: output.appending("files")).description
                    == version.modelDigest)
            let referrers = try JSONValue(
                parsing: try Files.read(output.appending("referrers.json")))
            let types = referrers["manifests"]?.arrayValue?.map { $0["artifactType"]?.stringValue }
            #expect(
                Set(types ?? []) == [
                    "application/vnd.mlx.run.v1+json", "application/vnd.in-toto+json",
                ])
        }
    }

    @Test("A blob is taken over from another repository without being sent")
    func mount() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry", in: scratch)
            let here = try ModelStore.filled(scratch)
            try here.push("1", to: try RemoteURL.open("oci://\(host)/testing"))
            let production = try RemoteURL.open(
                "oci://\(host)/production", mountSource: "testing/penguins")
            let report = try here.push("1", to: production)
            #expect(report.isNew && report.sent == 0)
            let there = try ModelStore.empty(scratch, "there")
            #expect(try there.pull("1", from: production).isNew)
        }
    }
}

extension ModelStore {
    /// Reads every byte.
    func verifyAll(_ version: RegisteredVersion) throws {
        try lend(version, lockTimeout: .seconds(5)) { _ in }
    }
}
