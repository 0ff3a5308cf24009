import ImageFolder
import RunDocument
import TestSupport
import Testing

/// Files that are not whole images.
@Suite struct CorruptImageTests {
    /// Each beginning of a file but the file itself.
    @Test(arguments: ["RGBA-17x5.png", "P-1x1.png", "RGB-metadata.jpg", "L-progressive.jpg"])
    func noBeginningOfAnImageIsWhole(_ name: String) async throws {
        let image = try SampleImage.named(name)
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("class/whole-\(name)", image.bytes)
            for count in image.bytes.indices {
                try tree.add("class/\(count)-\(name)", Array(image.bytes[..<count]))
            }
            let report = try tree.report()
            #expect(report.check("image-corrupt")?["count"] == .integer(Int64(image.bytes.count)))
            #expect(report.splits.first?.summary["images"] == 1)
        }
    }

    /// The checksums cover all that the signature and the walk do not.
    @Test(arguments: ["LA-17x5.png", "profile.png"])
    func noByteOfAPNGCanChange(_ name: String) async throws {
        let image = try SampleImage.named(name)
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            for index in image.bytes.indices {
                var bytes = image.bytes
                bytes[index] ^= 0x10
                try tree.add("class/\(index).png", bytes)
            }
            let report = try tree.report()
            #expect(report.check("image-corrupt")?["count"] == .integer(Int64(image.bytes.count)))
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        let reason: String

        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let (signature, header) = (ImageBytes.signature, ImageBytes.header(1, 1))
        let (data, end) = (ImageBytes.chunk("IDAT", [0]), ImageBytes.chunk("IEND"))
        let huge = Int(Int32.max)
        func png(_ name: String, _ parts: [[UInt8]], _ reason: String) -> Case {
            Case(name: "\(name).png", bytes: signature + parts.flatMap(\.self), reason: reason)
        }
        func jpeg(_ name: String, _ bytes: [UInt8], _ reason: String) -> Case {
            Case(name: "\(name).jpg", bytes: [0xFF, 0xD8] + bytes, reason: reason)
        }
        return [
            Case(name: "empty.png", bytes: [], reason: "is empty"),
            Case(name: "words.jpeg", bytes: Array("no image".utf8), reason: "is not an image"),
            png("no end", [header, data], "is cut off after 46 bytes"),
            png("no header", [data, end], "has a chunk 'IDAT' in the wrong place, at byte 8"),
            png("two", [header, header], "has a chunk 'IHDR' in the wrong place, at byte 33"),
            png("no data", [header, end], "has no chunk 'IDAT'"),
            png(
                "late", [ImageBytes.header(1, 1, color: 3), data, ImageBytes.chunk("PLTE"), end],
                "has a chunk 'PLTE' in the wrong place, at byte 46"),
            png(
                "no colors", [ImageBytes.header(1, 1, color: 3), data, end], "has no chunk 'PLTE'"),
            png(
                "bomb", [ImageBytes.header(huge, huge, depth: 16, color: 6), data, end],
                "says it is 2147483647×2147483647 pixels, more than its data can hold"),
            png("no width", [ImageBytes.header(0, 1), data, end], "says it is 0×1 pixels"),
            png("wide", [ImageBytes.header(1 << 31, 1)], "says it is 2147483648×1 pixels"),
            png(
                "depth", [ImageBytes.header(1, 1, depth: 3)],
                "has pixels of a kind that does not exist: colour type 0, 3 bits"),
            png(
                "filter", [ImageBytes.header(1, 1, rest: [0, 1, 0])],
                "has pixels of a kind that does not exist: compression 0, filter 1, order 0"),
            png(
                "length", [header, ImageBytes.number(1 << 31), Array("IDAT".utf8)],
                "has a chunk 'IDAT' of 2147483648 bytes at byte 33"),
            png(
                "far", [header, ImageBytes.number(huge), Array("IDAT".utf8), [1, 2, 3]],
                "is cut off after 44 bytes"),
            png(
                "type", [header, [0, 0, 0, 0, 0x49, 0x44, 0, 0x54]],
                "has no valid chunk at byte 33"),
            png(
                "short", [ImageBytes.chunk("IHDR", [0])],
                "has a chunk 'IHDR' of 1 bytes at byte 8"),
            png(
                "long end", [header, data, ImageBytes.chunk("IEND", [0])],
                "has a chunk 'IEND' of 1 bytes at byte 46"),
            png(
                "sum", [header, ImageBytes.number(1), Array("IDAT".utf8), [0, 1, 2, 3, 4]],
                "has a wrong checksum in the chunk 'IDAT' at byte 33"),
            jpeg("zero", [0xFF, 0xE0, 0, 0], "has a segment of 0 bytes at byte 4"),
            jpeg("one", [0xFF, 0xE0, 0, 1], "has a segment of 1 bytes at byte 4"),
            jpeg(
                "padding", [UInt8](repeating: 0xFF, count: 1 << 21),
                "is cut off after 2097154 bytes"),
            jpeg("none", [0xFF, 0xD9], "has no frame header"),
            jpeg("scan", Array(ImageBytes.jpeg(1, 1)[2..<15]) + [0xFF, 0xD9], "has no scan"),
            jpeg("gap", [0xFF, 0xE0, 0, 2, 7], "has byte 7 where a marker belongs, at byte 6"),
            jpeg("again", [0xFF, 0xD8], "has byte 216 where a marker belongs, at byte 3"),
            jpeg("height", Array(ImageBytes.jpeg(1, 0)[2...]), "says it is 1×0 pixels"),
            jpeg(
                "two", Array(ImageBytes.jpeg(1, 1, components: 2)[2...]),
                "has pixels of a kind that does not exist: 2 components, 8 bits"),
            jpeg("frame", [0xFF, 0xC0, 0, 9], "has a segment of 9 bytes at byte 4"),
        ]
    }()

    @Test(arguments: cases) func hostileFilesAreNamedWithTheirReason(_ hostile: Case) async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("class/\(hostile.name)", hostile.bytes)
            let report = try tree.report()
            #expect(report.check("image-corrupt")?.status == .failed)
            #expect(report.reasons("image-corrupt") == ["\(hostile.name): \(hostile.reason)"])
        }
    }

    /// Files are read in pieces of 1 MiB; a border may stand anywhere in a chunk or segment.
    @Test func pieceBordersAreNoBorders() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            let png = ImageBytes.png(3, 2)
            let jpeg = ImageBytes.jpeg(3, 2)
            let comments = (0..<15).flatMap { _ in
                ImageBytes.segment(0xFE, [UInt8](repeating: 7, count: 65_533))
            }
            for shift in 0..<40 {
                let room = (1 << 20) - shift
                let filler = [UInt8](repeating: 0xFF, count: room - 33 - 12)
                try tree.add(
                    "class/\(shift).png",
                    Array(png[..<33]) + ImageBytes.chunk("prIv", filler) + png[33...])
                let left = room - comments.count - 2 - 4
                try tree.add(
                    "class/\(shift).jpg",
                    Array(jpeg[..<2]) + comments
                        + ImageBytes.segment(0xFE, [UInt8](repeating: 0xFF, count: left))
                        + jpeg[2...])
            }
            let report = try tree.report()
            #expect(report.complaints == [])
            #expect(report.splits.first?.summary["images"] == 80)
        }
    }

    @Test func whatFollowsAnImageIsNotItsOwn() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("class/a.png", ImageBytes.png(1, 1) + Array("and more".utf8))
            try tree.add("class/b.jpg", ImageBytes.jpeg(1, 1) + [0xFF, 0xD8, 0])
            #expect(try tree.report().check("image-corrupt")?.status == .passed)
        }
    }
}
