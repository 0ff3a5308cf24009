import FileStorage

import struct Crypto.SHA256

/// The root of a Merkle tree over the lines of a log, by RFC 6962, section 2.1.
///
/// Only the roots of the full subtrees on the right edge are kept.
struct MerkleTree {
    private var edge: [(leaves: Int, hash: SHA256.Digest)] = []

    /// - Parameter lines: each with its newline, which belongs to the leaf.
    init(lines: some Collection<UInt8>) {
        var start = lines.startIndex
        while let end = lines[start...].firstIndex(of: 0x0A) {
            let next = lines.index(after: end)
            add(lines[start..<next])
            start = next
        }
    }

    /// The number of leaves.
    var count: Int { edge.reduce(0) { $0 + $1.leaves } }

    var root: Digest {
        guard let last = edge.last?.hash else { return Digest(SHA256.hash(data: [UInt8]())) }
        return Digest(edge.dropLast().reversed().reduce(last) { Self.node($1.hash, $0) })
    }

    private mutating func add(_ leaf: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: [0] + Array(leaf))
        edge.append((1, hash.finalize()))
        while edge.count > 1, edge[edge.count - 2].leaves == edge[edge.count - 1].leaves {
            let (right, left) = (edge.removeLast(), edge.removeLast())
            edge.append((left.leaves + right.leaves, Self.node(left.hash, right.hash)))
        }
    }

    private static func node(_ left: SHA256.Digest, _ right: SHA256.Digest) -> SHA256.Digest {
        var hash = SHA256()
        hash.update(data: [1] + Array(left) + Array(right))
        return hash.finalize()
    }
}
