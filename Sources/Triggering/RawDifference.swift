/// What `git diff --raw -z --no-renames --no-abbrev` says of one path.
struct RawDifference {
    let path: [UInt8]
    let isRemoved: Bool
    /// The commits of a submodule that moved; nil for a file.
    let submodule: (before: String, after: String)?

    private static let submoduleMode = "160000"

    /// Reads `:MODE MODE HASH HASH STATUS`, NUL, path, NUL, and so on.
    static func parse(_ bytes: [UInt8]) -> [RawDifference] {
        let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
        return stride(from: 0, to: fields.count - 1, by: 2).compactMap { index in
            RawDifference(head: fields[index], path: fields[index + 1])
        }
    }

    private init?(head: ArraySlice<UInt8>, path: ArraySlice<UInt8>) {
        self.path = Array(path)
        isRemoved = head.last == UInt8(ascii: "D")
        // Of thousands of files hardly one is a submodule: only that one's words are looked at.
        guard
            head.dropFirst().starts(with: Self.submoduleMode.utf8)
                || head.dropFirst(8).starts(with: Self.submoduleMode.utf8)
        else {
            submodule = nil
            return
        }
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        guard words.count == 5 else { return nil }
        let isAfter = words[1] == Self.submoduleMode
        let isBefore = words[0] == ":\(Self.submoduleMode)"
        submodule = (isBefore ? String(words[2]) : Commit.none, isAfter ? String(words[3]) : "")
    }
}

/// The names of commits.
enum Commit {
    /// What stands for no commit.
    static let none = String(repeating: "0", count: 40)

    /// Whether a name stands for no commit, as CI systems and webhooks write it.
    static func isNone(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    }

    /// Whether it is a whole hash, which can be nothing else to git.
    static func isHash(_ name: String) -> Bool {
        (name.utf8.count == 40 || name.utf8.count == 64)
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }
}
