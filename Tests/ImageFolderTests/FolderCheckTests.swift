import FileStorage
import Glibc
import ImageFolder
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What stands in a folder, and in which classes.
@Suite struct FolderCheckTests {
    @Test func aFolderInOrderPassesAndHasTheDigestOfItsTree() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("cat/a.png", ImageBytes.png(4, 2))
            try tree.add("cat/deep/b.PNG", ImageBytes.png(4, 3))
            try tree.add("cat-2/c.jpeg", ImageBytes.jpeg(4, 4))
            let report = try tree.report()
            #expect(report.complaints == [])
            #expect(report.lines == [])
            let split = try #require(report.splits.first)
            #expect(split.digest == (try TreeDigest.of(directory: directory)))
            #expect(split.images == 3)
            #expect(split.summary["classes"] == ["cat": 2, "cat-2": 1])
            #expect(split.summary["width"] == ["min": 4, "median": 4, "max": 4])
            #expect(split.summary["height"] == ["min": 2, "median": 3, "max": 4])
            #expect(
                split.summary["aspectRatio"]?["counts"] == [0, 0, 0, 1, 0, 1, 1])
        }
    }

    @Test func whatIsNoImageIsNamed() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("a/whole.png", ImageBytes.png(1, 1))
            try tree.add("a/labels.csv", Array("a,b\n".utf8))
            try tree.add("a/._whole.png", [1, 2, 3])
            try tree.add(".cache/x.png", ImageBytes.png(9, 9))
            try tree.add("stray.png", ImageBytes.png(2, 2))
            try tree.makeDirectory(directory.appending("b"))
            try tree.add("c/notes.txt", [])
            let report = try tree.report()
            #expect(
                report.complaints == [
                    "image-class warning", "image-other warning", "class-empty failed",
                ])
            #expect(report.reasons("image-class") == ["stray.png: is in no class's directory"])
            #expect(
                report.reasons("image-other") == [
                    "x.png: is hidden", "._whole.png: is hidden", "labels.csv: is not an image",
                    "notes.txt: is not an image",
                ])
            #expect(
                report.reasons("class-empty")
                    == ["b: holds no whole image", "c: holds no whole image"])
            #expect(report.splits.first?.images == 1)
        }
    }

    @Test func linksAreNamedAndNotFollowed() async throws {
        try await withScratchDirectory { directory in
            let outside = ImageTree(root: directory.appending("outside"))
            try outside.add("secret/x.png", ImageBytes.png(7, 7))
            let tree = ImageTree(root: directory.appending("data"))
            try tree.add("a/whole.png", ImageBytes.png(1, 1))
            for (target, name) in [
                ("../../outside/secret/x.png", "a/file.png"), ("../../outside", "a/folder"),
                ("..", "a/loop"), ("nowhere", "a/dangling.png"),
            ] {
                #expect(symlink(target, tree.root.appending(name).string) == 0)
            }
            let report = try tree.report()
            #expect(report.complaints == ["image-link failed"])
            #expect(report.check("image-link")?["count"] == 4)
            let split = try #require(report.splits.first)
            #expect(split.images == 1)
            let (digest, size) = try Digest.ofFile(tree.root.appending("a/whole.png"))
            let whole = TreeDigest.File(path: "a/whole.png", digest: digest, size: size)
            #expect(split.digest == TreeDigest.of([whole]))
        }
    }

    @Test func aFIFOIsNotWaitedForAndANameNeedNotBeText() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("a/whole.png", ImageBytes.png(1, 1))
            try tree.add("a/folder.png/inside.png", ImageBytes.png(1, 2))
            try tree.add("a/line\nend.png", [])
            #expect(mkfifo(directory.appending("a/pipe.png").string, 0o600) == 0)
            var latin = directory.appending("a").string.utf8.map { CChar(bitPattern: $0) }
            latin += [0x2F, CChar(bitPattern: 0xE9), 0]
            let descriptor = open(latin, O_CREAT | O_RDWR, 0o600)
            #expect(descriptor >= 0 && close(descriptor) == 0)
            let report = try tree.report()
            #expect(report.complaints == ["image-unreadable failed", "image-corrupt failed"])
            #expect(
                report.reasons("image-unreadable") == [
                    "pipe.png: is not a regular file", "\u{FFFD}: has a name that is not UTF-8",
                ])
            #expect(report.lines.last == "\(directory)/a/line\u{FFFD}end.png: is empty")
            #expect(report.splits.first?.images == 3)
            #expect(report.splits.first?.digest == nil)
        }
    }

    @Test func aFolderWithoutImagesIsNoVerdict() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory.appending("data"))
            #expect(throws: ImageFolderError.missing(path: tree.root.string)) {
                try tree.report()
            }
            try tree.add("notes.txt", [1])
            #expect(throws: ImageFolderError.noImages(path: tree.root.string)) {
                try tree.report()
            }
            let file = ImageTree(root: tree.root.appending("notes.txt"))
            #expect(throws: ImageFolderError.notDirectory(path: file.root.string)) {
                try file.report()
            }
        }
    }

    @Test func expectationsAreHeldAgainstEachImage() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("a/small.png", ImageBytes.png(63, 64))
            try tree.add("a/right.png", ImageBytes.png(64, 100))
            try tree.add("a/large.png", ImageBytes.png(64, 101))
            try tree.add("b/color.png", ImageBytes.png(64, 64, color: 2))
            let expectations = try ImageExpectations(json: [
                "width": ["min": 64], "height": ["min": 1, "max": 100], "modes": ["grayscale"],
                "classes": ["a", "c"],
            ])
            let report = try tree.report([], expectations)
            #expect(
                report.complaints == [
                    "image-size failed", "image-mode failed", "class-names failed",
                ])
            #expect(report.check("image-size")?.expected == "width >= 64, height <= 100")
            #expect(
                report.reasons("image-size")
                    == ["large.png: is 64×101 pixels", "small.png: is 63×64 pixels"])
            #expect(report.reasons("image-mode") == ["color.png: is rgb, not grayscale"])
            #expect(
                report.reasons("class-names")
                    == ["b: is not one of the classes", "c: is a class and not there"])
        }
    }

    @Test func rareModesAndRareClassesAreWarnedOf() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            for width in 1...11 { try tree.add("many/\(width).png", ImageBytes.png(width, 1)) }
            try tree.add("few/deep.png", ImageBytes.png(1, 1, depth: 16))
            let report = try tree.report()
            #expect(report.complaints == ["image-mode warning", "class-balance warning"])
            #expect(report.check("image-mode")?.observed == ["grayscale": 11, "grayscale16": 1])
            #expect(report.reasons("image-mode") == ["deep.png: is grayscale16, not grayscale"])
            #expect(report.check("class-balance")?.observed == .number(1.0 / 11))
            try tree.add("few/other.png", ImageBytes.png(1, 2))
            #expect(try tree.report().check("class-balance")?.status == .passed)
        }
    }

    static let wrongExpectations: [(JSONValue, ImageFolderError)] = [
        (["mode": ["rgb"]], ImageFolderError.unknownKey("mode")),
        (["width": ["least": 3]], .unknownKey("width.least")),
        (["width": ["min": 0]], .wrongValue(key: "width.min", expected: "a number of pixels")),
        (["width": 3], .wrongValue(key: "width", expected: "an object")),
        (["height": ["min": 3, "max": 2]], .emptyRange(key: "height")),
        (["classes": []], .wrongValue(key: "classes", expected: "a list of names")),
        (["classes": ["a", 1]], .wrongValue(key: "classes", expected: "a list of names")),
        (3, .notObject),
    ]

    @Test(arguments: wrongExpectations)
    func expectationsThatMakeNoSenseAreRefused(_ json: JSONValue, _ error: ImageFolderError) {
        #expect(throws: error) { try ImageExpectations(json: json) }
    }
}
