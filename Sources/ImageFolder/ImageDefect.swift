/// Why a file is not a whole image; offsets count bytes from the start of the file, from 0.
package enum ImageDefect: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case unknownContent
    case truncated(size: Int)
    case dimensions(width: Int, height: Int)
    case pixelFormat(String)
    /// More pixels than the compressed data can stand for.
    case missingPixels(width: Int, height: Int)
    case missingPart(String)
    case misplacedChunk(String, offset: Int)
    case chunkType(offset: Int)
    case chunkLength(String, length: Int, offset: Int)
    case checksum(String, offset: Int)
    case marker(found: UInt8, offset: Int)
    case segmentLength(Int, offset: Int)

    package var description: String {
        switch self {
        case .empty: "is empty"
        case .unknownContent: "is not an image"
        case .truncated(let size): "is cut off after \(size) bytes"
        case .dimensions(let width, let height): "says it is \(width)×\(height) pixels"
        case .pixelFormat(let format): "has pixels of a kind that does not exist: \(format)"
        case .missingPixels(let width, let height):
            "says it is \(width)×\(height) pixels, more than its data can hold"
        case .missingPart(let part): "has no \(part)"
        case .misplacedChunk(let type, let offset):
            "has a chunk '\(type)' in the wrong place, at byte \(offset)"
        case .chunkType(let offset): "has no valid chunk at byte \(offset)"
        case .chunkLength(let type, let length, let offset):
            "has a chunk '\(type)' of \(length) bytes at byte \(offset)"
        case .checksum(let type, let offset):
            "has a wrong checksum in the chunk '\(type)' at byte \(offset)"
        case .marker(let found, let offset):
            "has byte \(found) where a marker belongs, at byte \(offset)"
        case .segmentLength(let length, let offset):
            "has a segment of \(length) bytes at byte \(offset)"
        }
    }
}
