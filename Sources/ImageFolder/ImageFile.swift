import FileStorage

/// One entry of an image folder and what was found in it.
struct ImageFile: Sendable {
    enum Content: Sendable {
        case image(ImageHeader)
        case corrupt(ImageDefect)
        /// An image of a format that is told and not read.
        case foreign(ImageFormat)
        /// Neither its name nor its bytes are an image's.
        case other
        /// It was not read, and why.
        case unreadable(String)
        case link
    }

    /// Relative to the folder, with `/` between components.
    let path: String
    let content: Content
    /// Of regular files that could be read.
    var digest: Digest?
    /// Bytes.
    var size = 0

    /// The first directory of the path; nil for a file that is in none.
    var className: String? {
        path.firstIndex(of: "/").map { String(path[..<$0]) }
    }

    /// Whether a program left it there and no person did.
    var isHidden: Bool {
        path.split(separator: "/").contains { name in
            name.hasPrefix(".") || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(String(name))
        }
    }

    /// An image of a class, corrupt or not: what the other checks look at.
    var isSample: Bool {
        guard !isHidden, className != nil else { return false }
        return switch content {
        case .image, .corrupt, .foreign: true
        case .other, .unreadable, .link: false
        }
    }

    /// The header of an image of a class that is in order.
    var header: ImageHeader? {
        if isSample, case .image(let header) = content { header } else { nil }
    }
}
