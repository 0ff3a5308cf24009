/// Words of a command as a person would type them.
package enum ShellWords {
    /// With quotes around what a shell would not leave as it is.
    package static func joined(_ words: [String]) -> String {
        words.map { isPlain($0) ? $0 : "'\($0.replacing("'", with: #"'\''"#))'" }
            .joined(separator: " ")
    }

    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "%+,-./:=@_".utf8.contains(byte)
                }
            }
    }
}
