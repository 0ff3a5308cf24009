import FoundationEssentials
import RunDocument

/// Reads the members of a profile's JSON, and names what is wrong.
struct ProfileReader {
    private let value: JSONValue
    private let part: String

    init(_ value: JSONValue, part: String) {
        self.value = value
        self.part = part
    }

    subscript(key: String) -> JSONValue? { value[key] }

    func member(_ key: String) throws(ProfileError) -> ProfileReader {
        guard let member = value[key], member.objectValue != nil else { throw malformed(key) }
        return ProfileReader(member, part: "\(part).\(key)")
    }

    func elements(_ key: String) throws(ProfileError) -> [ProfileReader] {
        guard let elements = value[key]?.arrayValue else { throw malformed(key) }
        return elements.enumerated().map { index, element in
            ProfileReader(element, part: "\(part).\(key)[\(index)]")
        }
    }

    func string(_ key: String) throws(ProfileError) -> String {
        guard let string = value[key]?.stringValue else { throw malformed(key) }
        return string
    }

    /// A number of rows or cells.
    func count(_ key: String) throws(ProfileError) -> Int {
        guard let count = value[key]?.integerValue, (0...SketchReader.largestCount).contains(count)
        else { throw malformed(key) }
        return count
    }

    /// Bytes that are written in base64.
    func bytes(_ key: String) throws(ProfileError) -> [UInt8] {
        guard let data = Data(base64Encoded: try string(key)) else { throw malformed(key) }
        return Array(data)
    }

    private func malformed(_ key: String) -> ProfileError {
        .malformed(part: part, reason: "'\(key)' is missing or not what it should be")
    }
}
