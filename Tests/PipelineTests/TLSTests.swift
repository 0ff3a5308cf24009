import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A registry with a certificate of a private authority, which is reached through a proxy.
@Suite(
    "TLS and proxies",
    .enabled(
        if: Tool.environment("MLX_TEST_PYTHON") != nil && Files.exists("/usr/bin/docker-registry"),
        "needs docker-registry and MLX_TEST_PYTHON; run share/test"))
struct TLSTests {
    private static let remote = "oci://registry.test/team"

    private struct Peer {
        let scratch: FilePath
        let directory: FilePath
        let proxy: String

        func push(_ environment: [String: String]) async throws -> ToolResult {
            try await Tool.run(
                "mlx-register", ["push", "penguins@1", TLSTests.remote], directory: scratch,
                environment: environment)
        }

        var trusted: [String: String] {
            [
                "https_proxy": "http://\(proxy)",
                "SSL_CERT_FILE": directory.appending("ca.pem").string,
            ]
        }

        /// Where the proxy was asked to lead.
        func tunnels() -> String {
            let bytes = try? Files.read(directory.appending("tunnels"))
            return String(decoding: bytes ?? [], as: UTF8.self)
        }
    }

    private func withPeer(_ kind: String, _ body: (Peer) async throws -> Void) async throws {
        try await withScratchDirectory { scratch in
            let directory = scratch.appending("peer")
            try Files.makeDirectory(directory)
            let python = try #require(Tool.environment("MLX_TEST_PYTHON"))
            let script = Tool.root.appending("Tests/RemotesTests/Servers/peers.py").string
            let started = try await Tool.run(python, [script, kind, directory.string])
            try #require(started.status == 0, "\(started.errors)")
            let registered = try await Tool.shell(
                """
                mkdir model; echo 'flavors: {}' >model/MLmodel
                mlx-register --no-input --model penguins --model-directory model --out run.json
                """, directory: scratch)
            try #require(registered.status == 0, "\(registered.errors)")
            let address = try Files.read(directory.appending("address"))
            try await body(
                Peer(
                    scratch: scratch, directory: directory,
                    proxy: String(decoding: address, as: UTF8.self)))
        }
    }

    @Test("A private authority is trusted by its file, and a proxy by the environment")
    func good() async throws {
        try await withPeer("registry-tls-good") { peer in
            let pushed = try await peer.push(peer.trusted)
            #expect(pushed.status == 0, "\(pushed.errors)")
            #expect(peer.tunnels().hasPrefix("CONNECT registry.test:443 HTTP/1.1\n"))
            var environment = peer.trusted
            environment["CURL_CA_BUNDLE"] = environment.removeValue(forKey: "SSL_CERT_FILE")
            environment["HTTPS_PROXY"] = environment.removeValue(forKey: "https_proxy")
            let pulled = try await Tool.run(
                "mlx-register", ["pull", Self.remote, "penguins@1", "--registry", "other"],
                directory: peer.scratch, environment: environment)
            #expect(pulled.status == 0, "\(pulled.errors)")
        }
    }

    @Test("Who is to be reached directly is not reached through the proxy")
    func noProxy() async throws {
        try await withPeer("registry-tls-good") { peer in
            var environment = peer.trusted
            environment["no_proxy"] = "example.com,registry.test"
            let pushed = try await peer.push(environment)
            // Nobody else knows the name.
            #expect(pushed.status == 69, "\(pushed.errors)")
            #expect(pushed.errors.contains("cannot reach 'https://registry.test/"))
            #expect(peer.tunnels().isEmpty)
        }
    }

    @Test(
        "A certificate that does not hold is refused, and nothing is sent",
        arguments: [
            ("good", false, "certificate"), ("expired", true, "expired"),
            ("other", true, "subject name"),
        ])
    func untrusted(variant: String, knowsAuthority: Bool, reason: String) async throws {
        try await withPeer("registry-tls-\(variant)") { peer in
            var environment = peer.trusted
            if !knowsAuthority { environment["SSL_CERT_FILE"] = nil }
            let pushed = try await peer.push(environment)
            #expect(pushed.status == 69, "\(pushed.errors)")
            #expect(pushed.errors.contains("cannot trust 'https://registry.test/"))
            #expect(pushed.errors.contains(reason), "\(pushed.errors)")
            #expect(!Files.exists(peer.directory.appending("data/docker")))
        }
    }
}
