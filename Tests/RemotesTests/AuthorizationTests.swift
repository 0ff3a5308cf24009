import FileStorage
import FoundationEssentials
import Registry
import Remotes
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("Logging in to a registry", .enabled(if: Peers.hasRegistry, Peers.registryAbsence))
struct AuthorizationTests {
    private static let encoded = Data("reader:secret".utf8).base64EncodedString()

    /// Writes docker's file and names it.
    private func settings(_ scratch: FilePath, _ document: JSONValue) throws -> [String: String] {
        let directory = scratch.appending("docker")
        try Files.makeDirectory(directory)
        try Files.replace(
            directory.appending("config.json"), with: document.canonicalBytes())
        return ["DOCKER_CONFIG": directory.string]
    }

    /// Writes a `docker-credential-test` that answers a host.
    private func program(_ scratch: FilePath, answers answer: String) async throws
        -> [String: String]
    {
        let directory = scratch.appending("bin")
        try Files.makeDirectory(directory)
        let script = """
            #!/bin/sh
            [ "$1" = get ] || exit 2
            read -r host
            echo "$host" >>\(scratch)/asked
            \(answer)
            """
        try await Tool.writeProgram(script, at: directory.appending("docker-credential-test"))
        return ["PATH": "\(directory):/usr/bin:/bin"]
    }

    private func expectRoundTrip(
        _ url: String, _ environment: [String: String], _ scratch: FilePath
    )
        throws
    {
        let here = try ModelStore.filled(scratch)
        let remote = try RemoteURL.open(url, environment: environment)
        #expect(try here.push("1", to: remote).isNew)
        let there = try ModelStore.empty(scratch, "there")
        let other = try RemoteURL.open(url, environment: environment)
        #expect(try there.pull("1", from: other).isNew)
        #expect(try there.blobNames == here.blobNames)
    }

    @Test("A name and a password, as docker keeps them")
    func basic() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-htpasswd", in: scratch)
            let known = try settings(scratch, ["auths": [host: ["auth": .string(Self.encoded)]]])
            try expectRoundTrip("oci://\(host)/models", known, scratch)
        }
    }

    @Test("Without credentials, or with wrong ones, the registry is asked twice at most")
    func denied() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-htpasswd", in: scratch)
            let here = try ModelStore.filled(scratch)
            let wrong = Data("reader:guess".utf8).base64EncodedString()
            let known = try settings(scratch, ["auths": [host: ["auth": .string(wrong)]]])
            for (environment, hasCredentials) in [([:], false), (known, true)] {
                let remote = try RemoteURL.open("oci://\(host)/models", environment: environment)
                let error = try #require(throws: RemoteError.self) {
                    try here.push("1", to: remote)
                }
                guard case .denied(_, hasCredentials) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(try here.history().last?.outcome == .denied)
            }
        }
    }

    @Test("A program may say as much as it likes to people")
    func noisyProgram() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-htpasswd", in: scratch)
            var known = try settings(scratch, ["credsStore": "test"])
            let answer = """
                head -c 300000 /dev/zero | tr '\\0' x >&2
                echo '{"Username":"reader","Secret":"secret"}'
                """
            known.merge(try await program(scratch, answers: answer)) { $1 }
            try expectRoundTrip("oci://\(host)/models", known, scratch)
        }
    }

    @Test("A program that keeps credentials is asked, by host or for all")
    func programs() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-htpasswd", in: scratch)
            let answer = #"echo '{"ServerURL":"x","Username":"reader","Secret":"secret"}'"#
            let path = try await program(scratch, answers: answer)
            for document: JSONValue in [
                ["credHelpers": [host: "test"]], ["credsStore": "test", "auths": [host: [:]]],
            ] {
                let known = try settings(scratch, document)
                let here = try ModelStore.filled(scratch)
                let remote = try RemoteURL.open(
                    "oci://\(host)/models",
                    environment: known.merging(path) { one, _ in one })
                try here.push("1", to: remote)
            }
            let asked = try Files.read(scratch.appending("asked"))
            #expect(String(decoding: asked, as: UTF8.self) == "\(host)\n\(host)\n")
        }
    }

    @Test("A token for all repositories that are asked for, from the registry's token service")
    func bearer() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-token", in: scratch)
            let known = try settings(scratch, ["auths": [host: ["auth": .string(Self.encoded)]]])
            try expectRoundTrip("oci://\(host)/models", known, scratch)
            let here = try ModelStore.filled(scratch)
            let mounting = try RemoteURL.open(
                "oci://\(host)/production", environment: known, mountSource: "models/penguins")
            #expect(try here.push("1", to: mounting).sent == 0)
            let last = try #require(try tokens(scratch).last)
            #expect(last["method"] == "GET")
            let scopes = last["fields"]?["scope"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(scopes.contains("repository:production/penguins:pull,push"))
            #expect(scopes.contains("repository:models/penguins:pull"))
        }
    }

    @Test("An identity token is traded by POST")
    func identity() async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-token", in: scratch)
            let known = try settings(
                scratch, ["auths": [host: ["identitytoken": "identity"]]])
            try expectRoundTrip("oci://\(host)/models", known, scratch)
            #expect(try tokens(scratch).allSatisfy { $0["method"] == "POST" })
        }
    }

    private func tokens(_ scratch: FilePath) throws -> [JSONValue] {
        try Files.read(scratch.appending("registry-token/tokens.jsonl")).split(separator: 0x0A)
            .map { try JSONValue(parsing: $0) }
    }

    @Test(
        "Settings that make no sense are errors that name them",
        arguments: [
            #"{"auths":{"HOST":{"auth":"!!!"}}}"#, #"{"auths":{"HOST":{"auth":"bm9jb2xvbg=="}}}"#,
            #"{"auths":"#, #"{"credHelpers":{"HOST":"../evil"}}"#,
            #"{"credHelpers":{"HOST":"missing"}}"#, #"{"credsStore":"test"}"#,
        ])
    func malformed(document: String) async throws {
        try await withScratchDirectory { scratch in
            let host = try await Peers.start("registry-htpasswd", in: scratch)
            let directory = scratch.appending("docker")
            try Files.makeDirectory(directory)
            try Files.replace(
                directory.appending("config.json"),
                with: document.replacing("HOST", with: host).utf8)
            var known = try await program(scratch, answers: "echo oops; exit 1")
            known["DOCKER_CONFIG"] = directory.string
            let here = try ModelStore.filled(scratch)
            let remote = try RemoteURL.open("oci://\(host)/models", environment: known)
            let error = try #require(throws: RemoteError.self) { try here.push("1", to: remote) }
            #expect(error.exitStatus == .configuration, "\(error)")
        }
    }
}
