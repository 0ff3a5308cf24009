import FileStorage
import ImageFolder
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Images with the same bytes, and splits.
@Suite struct DuplicateImageTests {
    @Test func aTwinInAnotherSplitIsALeakAndInAnotherClassAConflict() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            let (first, second) = (ImageBytes.png(1, 1), ImageBytes.png(1, 2))
            try tree.add("train/a/1.png", first)
            try tree.add("train/a/2.png", second)
            try tree.add("train/b/3.png", ImageBytes.png(1, 3))
            try tree.add("test/a/4.png", first)
            try tree.add("test/b/5.png", second)
            let report = try tree.report(["train", "test"])
            #expect(
                report.complaints == ["image-label-conflict failed", "image-split-leakage failed"])
            #expect(
                report.reasons("image-split-leakage") == [
                    "4.png: has the bytes of '\(directory)/train/a/1.png'",
                    "5.png: has the bytes of '\(directory)/train/a/2.png'",
                ])
            #expect(
                report.reasons("image-label-conflict")
                    == ["5.png: has the bytes of '\(directory)/train/a/2.png'"])
            #expect(report.splits.map(\.name) == ["train", "test"])
        }
    }

    @Test func twinsOfAClassAreWarnedOfAboveATwentieth() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            for width in 1...19 { try tree.add("a/\(width).png", ImageBytes.png(width, 1)) }
            try tree.add("a/twin.png", ImageBytes.png(1, 1))
            let passed = try #require(try tree.report().check("image-duplicates"))
            #expect(passed.status == .passed)
            #expect(passed["count"] == 1)
            #expect(passed.observed == .number(0.05))
            try tree.add("a/twin2.png", ImageBytes.png(1, 1))
            #expect(try tree.report().complaints == ["image-duplicates warning"])
            // Files without bytes have all the same ones, and are corrupt and no twins.
            for name in 0..<9 { try tree.add("a/empty\(name).png", []) }
            #expect(try tree.report().check("image-duplicates")?["count"] == 2)
        }
    }

    @Test func aClassThatOnlyTheTestHasIsUnknown() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            try tree.add("train/a/1.png", ImageBytes.png(1, 1))
            try tree.add("test/a/2.png", ImageBytes.png(1, 2))
            try tree.add("test/new/3.png", ImageBytes.png(1, 3))
            let report = try tree.report(["train", "test"])
            #expect(report.complaints == ["class-names failed"])
            #expect(report.reasons("class-names", of: "test") == ["new: is not one of the classes"])
        }
    }

    @Test func splitsAreFoundByTheirNames() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            for path in ["test/a", "Train/a", ".git/x", "val/a"] {
                try tree.makeDirectory(directory.appending(path))
            }
            #expect(try ImageSplit.found(in: directory).map(\.name) == ["Train", "val", "test"])
            try tree.makeDirectory(directory.appending("covid"))
            #expect(try ImageSplit.found(in: directory) == [ImageSplit(folder: directory)])
        }
    }

    /// Sizes, modes, defects and twins by the hundred: the report is one for any number of threads.
    @Test func theReportDoesNotDependOnThreads() async throws {
        try await withScratchDirectory { directory in
            let tree = ImageTree(root: directory)
            for index in 0..<1000 {
                let image = index % 7 == 0 ? [] : ImageBytes.png(1 + index % 400, 1 + index % 3)
                try tree.add("class\(index % 9)/\(index * 7919 % 1000).png", image)
            }
            let one = try tree.report(threads: 1)
            for threads in [2, 3, 16] {
                let many = try tree.report(threads: threads)
                #expect(many.checks == one.checks)
                #expect(many.json == one.json)
                #expect(many.lines == one.lines)
            }
            #expect(one.check("image-corrupt")?["count"] == 143)
        }
    }
}
