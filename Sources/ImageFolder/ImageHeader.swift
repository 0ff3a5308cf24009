/// What an image's header says of it.
package struct ImageHeader: Hashable, Sendable {
    package var format: ImageFormat
    /// Pixels, above 0, as is the height.
    package var width: Int
    package var height: Int
    package var mode: ImageMode
}

/// What a pixel holds; the words are those of `mlx:images`.
package enum ImageMode: String, CaseIterable, Sendable {
    /// Black or white.
    case bilevel
    case grayscale
    case grayscaleAlpha = "grayscale-alpha"
    case palette
    case rgb
    case rgbAlpha = "rgb-alpha"
    case cmyk
    /// With more than 8 bits a channel, as are the next ones.
    case grayscale16
    case grayscaleAlpha16 = "grayscale-alpha16"
    case rgb16
    case rgbAlpha16 = "rgb-alpha16"

    /// The mode of a PNG; nil for a depth that its colour type does not have.
    init?(pngColorType colorType: UInt8, depth: UInt8) {
        switch (colorType, depth) {
        case (0, 1): self = .bilevel
        case (0, 2), (0, 4), (0, 8): self = .grayscale
        case (0, 16): self = .grayscale16
        case (2, 8): self = .rgb
        case (2, 16): self = .rgb16
        case (3, 1), (3, 2), (3, 4), (3, 8): self = .palette
        case (4, 8): self = .grayscaleAlpha
        case (4, 16): self = .grayscaleAlpha16
        case (6, 8): self = .rgbAlpha
        case (6, 16): self = .rgbAlpha16
        default: return nil
        }
    }

    /// The mode of a JPEG, whose pixels are stored as luminance and chrominance or as inks.
    init?(jpegComponents components: UInt8, precision: UInt8) {
        switch (components, precision) {
        case (1, 8): self = .grayscale
        case (3, 8): self = .rgb
        case (4, 8): self = .cmyk
        case (1, 9...16): self = .grayscale16
        case (3, 9...16): self = .rgb16
        default: return nil
        }
    }
}
