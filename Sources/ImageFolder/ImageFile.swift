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
    /// The first directory of the path; nil for a file that is in none.
    let className: String?
    /// Whether a program left it there and no person did.
    let isHidden: Bool
    let content: Content
    /// Of regular files that could be read.
    let digest: Digest?
    /// Bytes.
    let size: Int

    init(path: String, content: Content, digest: Digest? = nil, size: Int = 0) {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        self.path = path
        className = components.count > 1 ? String(components[0]) : nil
        isHidden = components.contains(where: Self.isHidden)
        self.content = content
        self.digest = digest
        self.size = size
    }

    /// Whether a directory or file of that name is left out of what a person put there.
    static func isHidden(_ name: Substring) -> Bool {
        name.hasPrefix(".") || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(name)
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
