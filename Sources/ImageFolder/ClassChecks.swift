import RunDocument
import SystemPackage

/// Checks of a split's classes.
extension ImageSplitContent {
    /// What is said of the classes.
    ///
    /// - Parameter known: the classes that may be: those that are declared, or the first split's.
    func classFindings(_ expectations: ImageExpectations, known: Set<String>) -> [ImageFinding] {
        [
            emptyFinding(),
            unknownFinding(expectations, known),
            balanceFinding(),
        ]
    }

    private func emptyFinding() -> ImageFinding {
        let empty = classCounts.filter { $0.count == 0 }.map {
            ImageFinding.Offence(
                file: split.folder.appending($0.name).string, reason: "holds no whole image")
        }
        return ImageFinding("class-empty", of: split.name, expected: "images in each class", empty)
    }

    private func unknownFinding(_ expectations: ImageExpectations, _ known: Set<String>)
        -> ImageFinding
    {
        let unknown = classes.filter { !known.contains($0) }.map {
            ImageFinding.Offence(
                file: split.folder.appending($0).string, reason: "is not one of the classes")
        }
        let missing = (expectations.classes ?? []).subtracting(classes).sorted().map {
            ImageFinding.Offence(
                file: split.folder.appending($0).string, reason: "is a class and not there")
        }
        let names = known.sorted().joined(separator: ", ")
        return ImageFinding(
            "class-names", of: split.name, expected: "the classes \(names)", unknown + missing)
    }

    /// The smallest class's share of the largest one; below a tenth it warns.
    private func balanceFinding() -> ImageFinding {
        let counts = classCounts.filter { $0.count > 0 }
        let smallest = counts.min { $0.count < $1.count } ?? ("", 0)
        let largest = counts.max { $0.count < $1.count } ?? ("", 0)
        let ratio = largest.count == 0 ? 1 : Double(smallest.count) / Double(largest.count)
        return ImageFinding(
            "class-balance",
            of: split.name,
            expected: ">= 0.1",
            failing: .warning,
            passed: ratio >= 0.1,
            observed: .number(ratio),
            message: "class '\(smallest.name.printable)' has \(smallest.count) images, "
                + "'\(largest.name.printable)' has \(largest.count)"
        )
    }
}
