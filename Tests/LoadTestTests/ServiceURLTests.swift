import LoadTest
import RunDocument
import Testing

@Suite struct ServiceURLTests {
    @Test(arguments: [
        ("http://localhost:8080", "localhost", 8080, "/"),
        ("HTTP://Example.org", "Example.org", 80, "/"),
        ("http://[::1]:9/v2?x=1#y", "::1", 9, "/v2?x=1"),
        ("http://h?q", "h", 80, "/?q"),
        ("http://10.0.0.1:80/v2/models/a%20b/infer", "10.0.0.1", 80, "/v2/models/a%20b/infer"),
    ])
    func isTakenApart(text: String, host: String, port: Int, path: String) throws {
        let url = try ServiceURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.path == path)
        #expect(try ServiceURL(url.text) == url)
    }

    @Test(arguments: [
        ("localhost:8080", "it does not begin with http://"),
        ("ftp://host/", "it does not begin with http://"),
        ("http://", "it has no host, or a port that is none"),
        ("http://:80/", "it has no host, or a port that is none"),
        ("http://h:0/", "it has no host, or a port that is none"),
        ("http://h:65536/", "it has no host, or a port that is none"),
        ("http://h:8x/", "it has no host, or a port that is none"),
        ("http://[::1/", "it has no host, or a port that is none"),
        ("http://user@h/", "it holds a user name"),
        ("http://h/a b", "it holds a character that must be percent-encoded"),
        ("http://h/\r\nX: y", "it holds a character that must be percent-encoded"),
    ])
    func isRefused(text: String, reason: String) {
        #expect(throws: LoadTestError.notAURL(text, reason: reason)) { try ServiceURL(text) }
    }

    @Test func encryptionIsLeftToAProxy() {
        #expect {
            _ = try ServiceURL("https://h/")
        } throws: { error in
            let failure = error as? LoadTestError
            return failure?.exitStatus == .usage
                && failure?.hint?.contains("TLS-terminating proxy") == true
        }
    }
}
