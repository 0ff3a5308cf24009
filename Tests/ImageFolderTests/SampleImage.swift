import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// An image that Pillow wrote; see `Fixtures/make_images.py`.
struct SampleImage: Sendable, CustomTestStringConvertible {
    let name: String
    let format: String
    let width: Int
    let height: Int
    let mode: String
    let bytes: [UInt8]

    var testDescription: String { name }

    init?(_ json: JSONValue) {
        guard let name = json["name"]?.stringValue, let format = json["format"]?.stringValue,
            let width = json["width"]?.integerValue, let height = json["height"]?.integerValue,
            let mode = json["mode"]?.stringValue, let text = json["bytes"]?.stringValue,
            let bytes = Data(base64Encoded: text)
        else { return nil }
        self.name = name
        self.format = format
        self.width = width
        self.height = height
        self.mode = mode
        self.bytes = Array(bytes)
    }

    static func all() throws -> [SampleImage] {
        let path = Tool.root.appending("Tests/ImageFolderTests/Fixtures/images.json")
        let fixture = try JSONValue(parsing: try Files.read(path))
        return (fixture["images"]?.arrayValue ?? []).compactMap(SampleImage.init)
    }

    static func named(_ name: String) throws -> SampleImage {
        try #require(try all().first { $0.name == name })
    }
}
