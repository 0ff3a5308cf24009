import Signing
import SystemPackage
import TestSupport
import Testing

/// A pair of keys in PEM files.
struct TestKey {
    let key: PrivateKey
    let file: FilePath
    let publicFile: FilePath

    init(_ name: String = "key", curve: String = "prime256v1", in scratch: FilePath) async throws {
        file = scratch.appending("\(name).pem")
        publicFile = scratch.appending("\(name).pub")
        let result = try await Tool.shell(
            """
            openssl ecparam -name \(curve) -genkey -noout -out '\(file)'
            openssl ec -in '\(file)' -pubout -out '\(publicFile)'
            """)
        try #require(result.status == 0, "\(result.errors)")
        key = try PrivateKey(KeyReference(file.string), environment: [:])
    }
}
