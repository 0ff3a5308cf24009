package import Signing

/// The public keys that count for something, each by a name that people know.
package struct KeyRing: Sendable {
    package struct Entry: Sendable {
        package let name: String
        package let key: PublicKey
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }

    package mutating func add(_ key: PublicKey, as name: String) {
        entries.append(Entry(name: name, key: key))
    }

    /// The first key that has signed a bundle.
    func signer(of bundle: Bundle) -> Entry? {
        entries.first { (try? bundle.verify(with: $0.key)) != nil }
    }
}
