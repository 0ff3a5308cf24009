package import RunDocument

/// A project file that says something that cannot be.
package struct ProjectError: Failure, Equatable {
    package let file: String
    /// 1-based.
    package let line: Int?
    package let reason: String
    package let hint: String?

    package init(file: String, line: Int?, reason: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.reason = reason
        self.hint = hint
    }

    package var exitStatus: ExitStatus { .configuration }
    package var description: String {
        "\(file):\(line.map { "\($0):" } ?? "") \(reason)"
    }
}
