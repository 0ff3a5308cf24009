import RunDocument

/// How a split's images are distributed.
struct ImageSummary: Sendable {
    /// A size and how many images have it.
    struct Size: Hashable, Sendable {
        let width: Int
        let height: Int
    }

    /// Edges of width divided by height; each bin holds its lower one.
    static let aspectEdges = [0.5, 0.75, 1, 1.000_001, 4.0 / 3, 2]
    /// How many sizes are listed.
    private static let kept = 20

    /// The most frequent first.
    private(set) var sizes: [(size: Size, count: Int)] = []
    private(set) var modes: [(mode: ImageMode, count: Int)] = []
    private var formats: [ImageFormat: Int] = [:]
    private var aspects = [Int](repeating: 0, count: Self.aspectEdges.count + 1)
    private var widths: [Int] = []
    private var heights: [Int] = []

    init(_ headers: [ImageHeader]) {
        var sizes: [Size: Int] = [:]
        var modes: [ImageMode: Int] = [:]
        for header in headers {
            sizes[Size(width: header.width, height: header.height), default: 0] += 1
            modes[header.mode, default: 0] += 1
            formats[header.format, default: 0] += 1
            let aspect = Double(header.width) / Double(header.height)
            aspects[Self.aspectEdges.firstIndex { aspect < $0 } ?? Self.aspectEdges.count] += 1
        }
        widths = headers.map(\.width).sorted()
        heights = headers.map(\.height).sorted()
        self.sizes = sizes.map { ($0.key, $0.value) }.sorted { left, right in
            left.count != right.count
                ? left.count > right.count
                : (left.size.width, left.size.height) < (right.size.width, right.size.height)
        }
        self.modes = modes.map { ($0.key, $0.value) }.sorted { left, right in
            left.count != right.count
                ? left.count > right.count : left.mode.rawValue < right.mode.rawValue
        }
    }

    var json: JSONObject {
        [
            "images": .integer(Int64(widths.count)),
            "formats": .counts(formats.map { ($0.key.rawValue, $0.value) }),
            "modes": .counts(modes.map { ($0.mode.rawValue, $0.count) }),
            "width": Self.range(widths),
            "height": Self.range(heights),
            "distinctSizes": .integer(Int64(sizes.count)),
            "sizes": .array(
                sizes.prefix(Self.kept).map { size, count in
                    [
                        "width": .integer(Int64(size.width)),
                        "height": .integer(Int64(size.height)), "count": .integer(Int64(count)),
                    ]
                }),
            "aspectRatio": [
                "edges": .array(Self.aspectEdges.map { .number($0) }),
                "counts": .array(aspects.map { .integer(Int64($0)) }),
            ],
        ]
    }

    /// The lower one of the two in the middle stands for the median.
    private static func range(_ sorted: [Int]) -> JSONValue {
        guard let first = sorted.first, let last = sorted.last else { return nil }
        return [
            "min": .integer(Int64(first)),
            "median": .integer(Int64(sorted[(sorted.count - 1) / 2])),
            "max": .integer(Int64(last)),
        ]
    }
}

extension ImageSplitContent {
    var summary: ImageSummary { ImageSummary(files.compactMap(\.header)) }
}

extension JSONValue {
    /// An object of counts by name.
    static func counts(_ counts: [(name: String, count: Int)]) -> JSONValue {
        .object(
            JSONObject(counts.map { ($0.name, .integer(Int64($0.count))) }) { first, _ in first })
    }
}
