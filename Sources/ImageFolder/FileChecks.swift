import RunDocument
import SystemPackage

/// Checks of each file of a split by itself.
extension ImageSplitContent {
    func fileFindings(_ expectations: ImageExpectations) -> [ImageFinding] {
        [
            finding("image-unreadable", "files that can be read", unreadable),
            finding("image-link", "no symbolic links", link),
            finding("image-corrupt", "whole images", corrupt),
            finding("image-format", "PNG and JPEG, as the names say", misnamed),
            finding("image-class", "images in directories of classes", failing: .warning, stray),
            finding("image-other", "nothing but images", failing: .warning, other),
            sizeFinding(expectations),
            modeFinding(expectations),
        ]
    }

    /// A check of all files.
    ///
    /// - Parameter reason: what is wrong with a file; nil if nothing is.
    private func finding(
        _ id: String,
        _ expected: String,
        failing: Check.Status = .failed,
        observed: JSONValue? = nil,
        _ reason: (ImageFile) -> String?
    ) -> ImageFinding {
        let offences = files.compactMap { file in
            reason(file).map { ImageFinding.Offence(file: path(of: file), reason: $0) }
        }
        return ImageFinding(
            id, of: split.name, expected: expected, failing: failing, observed: observed, offences)
    }

    private func unreadable(_ file: ImageFile) -> String? {
        if case .unreadable(let reason) = file.content { reason } else { nil }
    }

    private func link(_ file: ImageFile) -> String? {
        if case .link = file.content { "is a symbolic link, which is not followed" } else { nil }
    }

    private func corrupt(_ file: ImageFile) -> String? {
        guard !file.isHidden, case .corrupt(let defect) = file.content else { return nil }
        return defect.description
    }

    private func misnamed(_ file: ImageFile) -> String? {
        guard !file.isHidden else { return nil }
        let named = ImageFormat(fileName: file.path)
        return switch file.content {
        case .foreign(let format) where format == named: "is \(format.rawValue), which is not read"
        case .foreign(let format): "is \(format.rawValue), not what its name says"
        case .image(let header) where header.format != named:
            "is \(header.format.rawValue), not what its name says"
        case .image, .corrupt, .other, .unreadable, .link: nil
        }
    }

    private func stray(_ file: ImageFile) -> String? {
        guard !file.isHidden, file.className == nil else { return nil }
        return switch file.content {
        case .image, .corrupt, .foreign: "is in no class's directory"
        case .other, .unreadable, .link: nil
        }
    }

    private func other(_ file: ImageFile) -> String? {
        switch file.content {
        case .unreadable, .link: nil
        case .image, .corrupt, .foreign: file.isHidden ? "is hidden" : nil
        case .other: file.isHidden ? "is hidden" : "is not an image"
        }
    }

    private func sizeFinding(_ expectations: ImageExpectations) -> ImageFinding {
        let (width, height) = (expectations.width, expectations.height)
        let expected = "width \(width.words), height \(height.words)"
        return finding("image-size", expected) { file in
            guard let header = file.header else { return nil }
            let fits = width.contains(header.width) && height.contains(header.height)
            return fits ? nil : "is \(header.width)×\(header.height) pixels"
        }
    }

    /// Modes that are declared, or else one mode for all: those of fewer images stand out.
    private func modeFinding(_ expectations: ImageExpectations) -> ImageFinding {
        let counts = summary.modes
        let observed = JSONValue.object(
            JSONObject(
                counts.map { ($0.mode.rawValue, .integer(Int64($0.count))) }
            ) { first, _ in first })
        let allowed = expectations.modes ?? Set(counts.first.map { [$0.mode] } ?? [])
        let words = allowed.map(\.rawValue).sorted().joined(separator: " or ")
        return finding(
            "image-mode",
            expectations.modes == nil ? "one mode" : words,
            failing: expectations.modes == nil ? .warning : .failed,
            observed: observed
        ) { file in
            guard let mode = file.header?.mode, !allowed.contains(mode) else { return nil }
            return "is \(mode.rawValue), not \(words)"
        }
    }
}

extension ClosedRange<Int> {
    /// As `64 to 4096`, `>= 64`, `any`.
    fileprivate var words: String {
        switch (lowerBound, upperBound) {
        case (1, .max): "any"
        case (_, .max): ">= \(lowerBound)"
        case (1, _): "<= \(upperBound)"
        default: "\(lowerBound) to \(upperBound)"
        }
    }
}
