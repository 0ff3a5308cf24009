import FileStorage

/// The first key of an object in UBJSON, as XGBoost writes it: a length, the key, and of what type
/// its value is.
enum UBJSONBeginning {
    /// Bytes of the number that a type announces.
    private static let widths: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: [("i", 1), ("U", 1), ("I", 2), ("l", 4), ("L", 8)]
            .map { (UInt8(ascii: $0), $1) })
    private static let types = Set("ZTFiUIlLdDHCS[{".utf8)
    private static let maximumKey = 1 << 10

    static func check(_ file: WindowedFile) throws(StorageError) -> Bool {
        guard try file.byte(at: 0) == UInt8(ascii: "{"), let type = try file.byte(at: 1),
            let width = widths[type], let digits = try file.bytes(at: 2, count: width)
        else { return false }
        // The most significant byte stands first.
        let length = digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard (1...UInt64(maximumKey)).contains(length),
            let key = try file.bytes(at: 2 + width, count: Int(length)),
            key.allSatisfy({ (0x20..<0x7F).contains($0) }),
            let value = try file.byte(at: 2 + width + Int(length))
        else { return false }
        return types.contains(value)
    }
}
