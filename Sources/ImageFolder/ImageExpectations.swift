package import RunDocument

/// What `mlx:images` of a schema says of a folder's images.
///
/// As `{"width": {"min": 64}, "height": {"max": 4096}, "modes": ["grayscale"],
/// "classes": ["covid", "normal"]}`; what is left out is not expected.
package struct ImageExpectations: Hashable, Sendable {
    static let keys = ["classes", "height", "modes", "width"]

    /// Pixels; both bounds are allowed.
    package var width: ClosedRange<Int> = 1 ... .max
    package var height: ClosedRange<Int> = 1 ... .max
    package var modes: Set<ImageMode>?
    package var classes: Set<String>?

    package init() {}

    /// Reads the value of the key `mlx:images`.
    package init(json: JSONValue) throws(ImageFolderError) {
        guard let members = json.objectValue else { throw .notObject }
        for key in members.keys.sorted() where !Self.keys.contains(key) { throw .unknownKey(key) }
        width = try Self.range(members, "width")
        height = try Self.range(members, "height")
        modes = try Self.words(members, "modes") { ImageMode(rawValue: $0) }
        classes = try Self.words(members, "classes") { $0 }
    }

    private static func range(_ members: JSONObject, _ key: String) throws(ImageFolderError)
        -> ClosedRange<Int>
    {
        guard let value = members[key] else { return 1 ... .max }
        guard let bounds = value.objectValue else {
            throw .wrongValue(key: key, expected: "an object")
        }
        for bound in bounds.keys.sorted() where bound != "min" && bound != "max" {
            throw .unknownKey("\(key).\(bound)")
        }
        let minimum = try bound(bounds, key, "min") ?? 1
        let maximum = try bound(bounds, key, "max") ?? .max
        guard minimum <= maximum else { throw .emptyRange(key: key) }
        return minimum...maximum
    }

    private static func bound(_ bounds: JSONObject, _ key: String, _ name: String)
        throws(ImageFolderError) -> Int?
    {
        guard let value = bounds[name] else { return nil }
        guard let number = value.integerValue, number > 0 else {
            throw .wrongValue(key: "\(key).\(name)", expected: "a number of pixels")
        }
        return number
    }

    private static func words<Word>(
        _ members: JSONObject, _ key: String, _ read: (String) -> Word?
    ) throws(ImageFolderError) -> Set<Word>? {
        guard let value = members[key] else { return nil }
        let words = value.arrayValue?.compactMap { $0.stringValue.flatMap(read) } ?? []
        guard !words.isEmpty, words.count == value.arrayValue?.count else {
            let known = ImageMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw .wrongValue(
                key: key, expected: key == "modes" ? "a list of \(known)" : "a list of names")
        }
        return Set(words)
    }
}
