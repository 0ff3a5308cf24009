import Glibc

/// A picture of pixels that shapes are drawn onto, their edges smoothed.
///
/// Pixel (x, y) covers the square from (x, y) to (x + 1, y + 1); y grows downwards.
struct Canvas {
    /// Red, green, blue from 0 to 1, and how opaque it is.
    typealias Colour = SIMD4<Float>

    let width: Int
    let height: Int
    /// By rows, colours multiplied by their opacity.
    private var pixels: [Colour]

    /// A transparent one.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = Array(repeating: .zero, count: width * height)
    }

    /// Draws a line with round ends; one without length is a disc.
    mutating func line(
        from start: SIMD2<Float>, to end: SIMD2<Float>, radius: Float, _ colour: Colour
    ) {
        let box = (
            min(start.x, end.x) - radius, min(start.y, end.y) - radius,
            max(start.x, end.x) + radius, max(start.y, end.y) + radius
        )
        let along = end - start
        let length = (along * along).sum()
        draw(colour, within: box) { point in
            let toPoint = point - start
            let share = length == 0 ? 0 : min(1, max(0, (toPoint * along).sum() / length))
            return Self.norm(toPoint - along * share) - radius
        }
    }

    /// Draws a circle of which only the edge is filled, the hole left as it is.
    mutating func ring(
        around centre: SIMD2<Float>, radius: Float, thickness: Float, _ colour: Colour
    ) {
        let reach = radius + thickness / 2
        let box = (centre.x - reach, centre.y - reach, centre.x + reach, centre.y + reach)
        draw(colour, within: box) { point in
            abs(Self.norm(point - centre) - radius) - thickness / 2
        }
    }

    /// Makes a disc transparent again.
    mutating func erase(around centre: SIMD2<Float>, radius: Float) {
        let box = (centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius)
        forEachPixel(within: box) { pixel, point in
            pixel *= 1 - Self.coverage(Self.norm(point - centre) - radius)
        }
    }

    /// Red, green, blue and opacity of each pixel by rows, a byte each.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: pixels.count * 4) { buffer, count in
            for pixel in pixels {
                var colour = pixel.w > 0 ? pixel / pixel.w : .zero
                colour.w = pixel.w
                let levels = pointwiseMin(colour, .one) * 255 + 0.5
                for channel in 0..<4 { buffer[count + channel] = UInt8(levels[channel]) }
                count += 4
            }
        }
    }

    /// - Parameter distance: from a point to the shape's edge, negative inside.
    private mutating func draw(
        _ colour: Colour, within box: (Float, Float, Float, Float),
        _ distance: (SIMD2<Float>) -> Float
    ) {
        forEachPixel(within: box) { pixel, point in
            let opacity = colour.w * Self.coverage(distance(point))
            guard opacity > 0 else { return }
            var source = colour * opacity
            source.w = opacity
            pixel = source + pixel * (1 - opacity)
        }
    }

    /// - Parameter box: left, top, right and bottom of all that is to be changed.
    private mutating func forEachPixel(
        within box: (Float, Float, Float, Float),
        _ change: (_ pixel: inout Colour, _ middle: SIMD2<Float>) -> Void
    ) {
        let columns = max(0, Int(box.0) - 1)..<max(0, min(width, Int(box.2) + 2))
        let rows = max(0, Int(box.1) - 1)..<max(0, min(height, Int(box.3) + 2))
        for row in rows {
            for column in columns {
                let middle = SIMD2(Float(column) + 0.5, Float(row) + 0.5)
                change(&pixels[row * width + column], middle)
            }
        }
    }

    /// The share of a pixel that a shape covers whose edge is so far from its middle.
    private static func coverage(_ distance: Float) -> Float { min(1, max(0, 0.5 - distance)) }

    private static func norm(_ vector: SIMD2<Float>) -> Float {
        (vector * vector).sum().squareRoot()
    }
}
