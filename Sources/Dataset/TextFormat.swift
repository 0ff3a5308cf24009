package import RunDocument

/// The forms of texts, and of types that a table keeps as text.
enum TextFormat: Sendable {
    case plain, email, uri, binary, uuid, wellKnownText, object, array, geojson, topojson
    case geopoint, geopointArray, geopointObject

    /// - Returns: nil if the type has no such format.
    init?(type: FieldType, format: String) {
        switch (type, format) {
        case (.string, "default"), (.any, _): self = .plain
        case (.string, "email"): self = .email
        case (.string, "uri"): self = .uri
        case (.string, "binary"): self = .binary
        case (.string, "uuid"): self = .uuid
        case (.string, "wkt"): self = .wellKnownText
        case (.object, "default"): self = .object
        case (.array, "default"): self = .array
        case (.geojson, "default"): self = .geojson
        case (.geojson, "topojson"): self = .topojson
        case (.geopoint, "default"): self = .geopoint
        case (.geopoint, "array"): self = .geopointArray
        case (.geopoint, "object"): self = .geopointObject
        default: return nil
        }
    }

    /// The length of a text in characters, of a JSON value in elements; nil if it has not this
    /// form.
    func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        switch self {
        case .plain: return Self.characters(bytes)
        case .email: return TextForm.isEmail(bytes) ? Self.characters(bytes) : nil
        case .uri: return TextForm.isURI(bytes) ? Self.characters(bytes) : nil
        case .binary: return TextForm.isBase64(bytes) ? bytes.count : nil
        case .uuid: return TextForm.isUUID(bytes) ? bytes.count : nil
        case .wellKnownText: return WellKnownText.isValid(bytes) ? bytes.count : nil
        case .object: return json(bytes)?.objectValue?.count
        case .array: return json(bytes)?.arrayValue?.count
        case .geojson:
            return json(bytes).flatMap { GeoJSON.isValid($0) ? $0.objectValue?.count : nil }
        case .topojson:
            return json(bytes).flatMap { TopoJSON.isValid($0) ? $0.objectValue?.count : nil }
        case .geopoint, .geopointArray, .geopointObject:
            return point(bytes) == nil ? nil : bytes.count
        }
    }

    /// The value as JSON, so that two ways of writing it are equal; nil for plain texts.
    func document(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        switch self {
        case .object, .array, .geojson, .topojson: json(bytes)?.withoutNumberForms
        case .geopoint, .geopointArray, .geopointObject:
            point(bytes).map { .array([.number($0.longitude), .number($0.latitude)]) }
        default: nil
        }
    }

    private func json(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        try? JSONValue(parsing: bytes)
    }

    /// Unicode scalars, as most readers of Table Schema count them.
    private static func characters(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func point(_ bytes: UnsafeBufferPointer<UInt8>)
        -> (longitude: Double, latitude: Double)?
    {
        let numbers: [Double]
        switch self {
        case .geopointArray:
            numbers = json(bytes)?.arrayValue?.map { $0.doubleValue ?? .nan } ?? []
        case .geopointObject:
            guard let members = json(bytes)?.objectValue, members.count == 2 else { return nil }
            numbers = [members["lon"]?.doubleValue, members["lat"]?.doubleValue].map { $0 ?? .nan }
        default:
            let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            numbers = parts.map {
                NumberParser.number(UnsafeBufferPointer(rebasing: $0).trimmed) ?? .nan
            }
        }
        // A NaN is within no bounds.
        guard numbers.count == 2, abs(numbers[0]) <= 180, abs(numbers[1]) <= 90 else { return nil }
        return (numbers[0], numbers[1])
    }
}

extension JSONValue {
    /// The value with all its numbers as doubles, so that 1 and 1.0 are equal.
    package var withoutNumberForms: JSONValue {
        switch self {
        case .integer(let value): .number(Double(value))
        case .array(let elements): .array(elements.map(\.withoutNumberForms))
        case .object(let members): .object(members.mapValues(\.withoutNumberForms))
        default: self
        }
    }
}
