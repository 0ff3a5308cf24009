import Remotes
import Testing
import Transfer

@Suite("Addresses")
struct RemoteURLTests {
    @Test(
        "Remotes are read as they are written",
        arguments: [
            "oci://registry.example.com/models", "oci://127.0.0.1:5000/a/b-c/d__e",
            "oci://[::1]:5000/models", "s3://bucket", "s3://my.bucket/a/b c",
            "mlflow://localhost:5000",
        ])
    func accepted(text: String) throws {
        #expect(try RemoteURL(text).description == text)
        #expect(try RemoteURL("\(text)/").description == text)
    }

    @Test(
        "Anything that could mean something else is refused",
        arguments: [
            "models", "http://host/models", "oci://host", "oci://host/", "oci:///models",
            "oci://user@host/models", "oci://user:word@host/models", "oci://host/Models",
            "oci://host/a//b", "oci://host/../b", "oci://host/a?b", "oci://host/a#b",
            "oci://host/a b", "oci://ho st/a", "oci://host\r\nX: y/a", "oci://host:99999/a",
            "oci://host%2f/a", "s3://b", "s3://Bucket", "s3://a..b/c", "s3://bucket/../x",
            "s3://bucket/a//b", "s3://bucket/a\u{1}", "mlflow://host/path", "mlflow://",
        ])
    func refused(text: String) {
        #expect(throws: RemoteError.self) { try RemoteURL(text) }
    }

    @Test("Only this machine is loopback")
    func loopback() {
        for host in ["localhost", "127.0.0.1", "127.8.9.10", "::1"] {
            #expect(HTTPAddress.isLoopback(host), "\(host)")
        }
        for host in ["localhost.example.com", "128.0.0.1", "127.0.0.1.example.com", "::2", "0"] {
            #expect(!HTTPAddress.isLoopback(host), "\(host)")
        }
    }

    @Test("What libcurl would ask is what is judged")
    func addresses() throws {
        let base = try HTTPAddress("https://Host.example.com/a/b?c=d")
        #expect(base.origin == "https://host.example.com:443")
        #expect(try base.resolving("/x?y").description.hasSuffix("/x?y"))
        #expect(try base.resolving("x").description.hasSuffix("/a/x"))
        #expect(try base.resolving("//other/x").host == "other")
        #expect(
            try base.adding("digest", "sha256%3A00").description.hasSuffix(
                "?c=d&digest=sha256%3A00"))
        for text in [
            "https://user@host/", "ftp://host/", "file:///etc/passwd", "https://h/\r\n", "",
        ] {
            #expect(throws: TransferError.self) { try HTTPAddress(text) }
        }
        #expect(throws: TransferError.self) { try base.resolving("https://a:b@host/") }
    }
}
