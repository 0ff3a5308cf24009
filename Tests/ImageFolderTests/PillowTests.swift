import ImageFolder
import RunDocument
import TestSupport
import Testing

/// Headers as Pillow reads them.
@Suite struct PillowTests {
    private static let modes = [
        "1": "bilevel", "L": "grayscale", "LA": "grayscale-alpha", "P": "palette", "RGB": "rgb",
        "RGBA": "rgb-alpha", "CMYK": "cmyk", "I;16": "grayscale16",
    ]

    @Test(arguments: try SampleImage.all().filter { ["PNG", "JPEG"].contains($0.format) })
    func headersAreThoseOfPillow(_ image: SampleImage) async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("class/\(image.name)", image.bytes)
            let report = try tree.report()
            #expect(report.complaints == [])
            let summary = try #require(report.splits.first?.summary)
            #expect(summary["formats"] == .object([image.format: 1]))
            #expect(summary["modes"] == .object([try #require(Self.modes[image.mode]): 1]))
            let size: JSONValue = [
                "width": .integer(Int64(image.width)), "height": .integer(Int64(image.height)),
                "count": 1,
            ]
            #expect(summary["sizes"] == .array([size]))
        }
    }

    @Test func otherFormatsAreNamed() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            let others = try SampleImage.all().filter { !["PNG", "JPEG"].contains($0.format) }
            #expect(others.count == 4)
            for image in others {
                try tree.add("class/\(image.name)", image.bytes)
                try tree.add("disguised/\(image.format).png", image.bytes)
            }
            try tree.add("class/a.png", ImageBytes.png(1, 1))
            try tree.add("disguised/a.jpg", ImageBytes.png(1, 1))
            try tree.add("disguised/b.png", ImageBytes.jpeg(1, 1))
            let format = try #require(try tree.report().check("image-format"))
            #expect(format.status == .failed)
            #expect(format["count"] == 10)
            #expect(
                try tree.report().reasons("image-format") == [
                    "image.bmp: is BMP, which is not read", "image.gif: is GIF, which is not read",
                    "image.tiff: is TIFF, which is not read",
                    "image.webp: is WebP, which is not read",
                    "BMP.png: is BMP, not what its name says",
                ])
        }
    }

    @Test func aDICOMFileIsToldByWhatStandsBehindItsPreamble() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("a/scan.png", [UInt8](repeating: 0, count: 128) + Array("DICM".utf8))
            try tree.add("a/whole.png", ImageBytes.png(1, 1))
            let reasons = try tree.report().reasons("image-format")
            #expect(reasons == ["scan.png: is DICOM, not what its name says"])
        }
    }
}
