package import FileStorage
package import RunDocument
import SystemPackage

/// What a pass over the images of a dataset found.
package struct ImageFolderReport: Sendable {
    /// One split's identity and distribution.
    package struct Split: Sendable {
        package let name: String?
        package let folder: String
        /// That of the folder's tree; nil if a file of it could not be read.
        package let digest: Digest?
        /// Images of classes, corrupt ones too.
        package let images: Int
        /// `images`, `classes`, `modes`, `sizes`, … of those that are in order.
        package let summary: JSONObject
    }

    package let splits: [Split]
    package let findings: [ImageFinding]

    package var checks: [Check] { findings.map(\.check) }

    /// Lines for a person, as `train/normal/a.png: is empty`.
    package var lines: [String] { findings.flatMap(\.lines) }

    package var json: JSONValue { .array(splits.map { .object($0.summary) }) }

    /// Reads each file of the splits once.
    ///
    /// - Parameters:
    ///   - splits: training data first; what it has is what the others are held against.
    ///   - threads: how many files are read at a time; the report does not depend on it.
    /// - Throws: `ImageFolderError` for a folder that cannot be listed or holds no images. What is
    ///   wrong with a file is a check's matter.
    package static func run(
        _ splits: [ImageSplit],
        expectations: ImageExpectations = ImageExpectations(),
        threads: Int
    ) throws(ImageFolderError) -> ImageFolderReport {
        var contents: [ImageSplitContent] = []
        for split in splits { contents.append(try .read(split, threads: threads)) }
        let known = expectations.classes ?? Set(contents.first?.classes ?? [])
        let findings = contents.flatMap {
            $0.fileFindings(expectations) + $0.classFindings(expectations, known: known)
        }
        return ImageFolderReport(
            splits: contents.map(Split.init),
            findings: findings + DuplicateChecks(contents).findings
        )
    }
}

extension ImageFolderReport.Split {
    fileprivate init(_ content: ImageSplitContent) {
        name = content.split.name
        folder = content.split.folder.string
        digest = content.digest
        images = content.samples.count
        var summary = content.summary.json
        summary["split"] = name.map(JSONValue.string)
        summary["folder"] = .string(folder)
        summary["digest"] = digest.map { .string($0.description) }
        summary["classes"] = .counts(content.classCounts)
        self.summary = summary
    }
}
