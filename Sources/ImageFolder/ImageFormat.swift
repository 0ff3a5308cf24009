/// A format that the first bytes of a file tell.
package enum ImageFormat: String, CaseIterable, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case bmp = "BMP"
    case tiff = "TIFF"
    case webp = "WebP"
    case dicom = "DICOM"

    /// The format that a name's extension stands for, in any case; nil if it is no image's.
    init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let format: ImageFormat? =
            switch fileName[fileName.index(after: dot)...].lowercased() {
            case "png": .png
            case "jpg", "jpeg", "jpe", "jfif": .jpeg
            case "gif": .gif
            case "bmp", "dib": .bmp
            case "tif", "tiff": .tiff
            case "webp": .webp
            case "dcm", "dicom": .dicom
            default: nil
            }
        guard let format else { return nil }
        self = format
    }

    /// How many bytes from the start are enough to tell.
    static let prefix = 132

    /// The format whose signature a file starts with.
    init?(signature bytes: UnsafeRawBufferPointer) {
        func has(_ text: StaticString, at offset: Int = 0) -> Bool {
            text.withUTF8Buffer { bytes.dropFirst(offset).starts(with: $0) }
        }
        if bytes.starts(with: PNGReader.signature) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) || has("MM\0*") {
            self = .tiff
        } else if has("RIFF") && has("WEBP", at: 8) {
            self = .webp
        } else if has("DICM", at: 128) {
            self = .dicom
        } else if has("BM") && bytes.count >= 26 {
            self = .bmp
        } else {
            return nil
        }
    }
}
