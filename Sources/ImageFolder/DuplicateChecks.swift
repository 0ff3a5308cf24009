import FileStorage
import RunDocument

/// Checks for images with the same bytes: within a class, across classes and across splits.
struct DuplicateChecks {
    /// Where an image stands.
    private struct Place {
        let split: Int
        let file: ImageFile
        let path: String

        func isSameClass(as other: Place) -> Bool { file.className == other.file.className }
    }

    private typealias Offence = ImageFinding.Offence

    private let splits: [ImageSplitContent]
    /// The share of a split's images that may be there already.
    private static let allowedShare = 0.05

    private var repeated: [[Offence]]
    private var conflicts: [Offence] = []
    private var leaks: [Offence] = []

    init(_ splits: [ImageSplitContent]) {
        self.splits = splits
        repeated = Array(repeating: [], count: splits.count)
        for group in Self.groups(splits) { add(group) }
        for index in repeated.indices { repeated[index].sort { $0.file < $1.file } }
        conflicts.sort { $0.file < $1.file }
        leaks.sort { $0.file < $1.file }
    }

    /// Images with the same bytes, in the order of splits and paths; in no order themselves.
    private static func groups(_ splits: [ImageSplitContent]) -> [[Place]] {
        var places: [Digest: [Place]] = [:]
        for (index, content) in splits.enumerated() {
            for file in content.samples where file.size > 0 {
                guard let digest = file.digest else { continue }
                let place = Place(split: index, file: file, path: content.path(of: file))
                places[digest, default: []].append(place)
            }
        }
        return places.values.filter { $0.count > 1 }
    }

    private mutating func add(_ group: [Place]) {
        for (index, place) in group.enumerated().dropFirst() {
            let before = group[..<index]
            let sameSplit = before.filter { $0.split == place.split }
            if let twin = sameSplit.first(where: { $0.isSameClass(as: place) }) {
                repeated[place.split].append(Self.offence(place, twin))
            }
            if let twin = before.first(where: { !$0.isSameClass(as: place) }) {
                conflicts.append(Self.offence(place, twin))
            }
            if let twin = before.first(where: { $0.split != place.split }) {
                leaks.append(Self.offence(place, twin))
            }
        }
    }

    private static func offence(_ place: Place, _ twin: Place) -> Offence {
        Offence(file: place.path, reason: "has the bytes of '\(twin.path.printable)'")
    }

    var findings: [ImageFinding] {
        var findings = zip(splits, repeated).map { content, offences in
            let samples = content.samples.count
            return ImageFinding(
                "image-duplicates",
                of: content.split.name,
                expected: "a share <= \(Self.allowedShare)",
                failing: .warning,
                allowed: Int(Double(samples) * Self.allowedShare),
                observed: .number(Double(offences.count) / Double(samples)),
                offences
            )
        }
        findings.append(
            ImageFinding(
                "image-label-conflict", of: nil, expected: "one class for each image", conflicts))
        if splits.count > 1 {
            findings.append(
                ImageFinding(
                    "image-split-leakage", of: nil, expected: "one split for each image", leaks))
        }
        return findings
    }
}
