import Glibc
package import RunDocument
import RunReporting
import SystemPackage

/// What a tool tells a person, on standard error.
package struct Diagnostics: Sendable {
    package enum Verbosity: Int, Sendable { case quiet, normal, verbose }

    package let tool: String
    package let verbosity: Verbosity
    let usesColor: Bool

    package init(tool: String, verbosity: Verbosity = .normal, usesColor: Bool = false) {
        self.tool = tool
        self.verbosity = verbosity
        self.usesColor = usesColor
    }

    package func error(_ message: String, hint: String? = nil) {
        write(message, label("error", color: 31))
        guard let hint else { return }
        // Further lines have a mark before them: none can pass for one of the tool's own.
        let lines = hint.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Self.printable($0) }
        fragment("\(paint("hint:", color: 36)) \(lines.joined(separator: "\n    | "))\n")
    }

    package func error(_ failure: some Failure) {
        error(failure.description, hint: failure.hint)
    }

    package func warning(_ message: String) {
        if verbosity != .quiet { write(message, label("warning", color: 33)) }
    }

    /// What the tool did, in a line.
    package func note(_ message: String) {
        if verbosity != .quiet { write(message) }
    }

    package func detail(_ message: String) {
        if verbosity == .verbose { write(message) }
    }

    /// One line without the tool's name before it, as compilers write it of a place in a file.
    package func line(_ text: String) {
        let text = Self.printable(text)
        // GitHub takes a line that begins with two colons for a command, whatever is not seen.
        let first = text.unicodeScalars.first { $0.isASCII && $0 != " " && $0 != "\t" }
        fragment("\(first == ":" ? "| " : "")\(text)\n")
    }

    func fragment(_ text: String) { raw(Array(text.utf8)) }

    /// What a program that the tool runs has to say.
    package func raw(_ bytes: [UInt8]) {
        // Nobody is left to tell when standard error itself cannot be written.
        _ = try? FileDescriptor.standardError.writeAll(bytes)
    }

    private func write(_ message: String, _ label: String = "") {
        fragment("\(tool): \(label)\(Self.printable(message))\n")
    }

    private func label(_ word: String, color: Int) -> String {
        "\(paint("\(word):", color: color)) "
    }

    private func paint(_ text: String, color: Int) -> String {
        usesColor ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
    }

    /// Text from data must not move the cursor, recolour a terminal, begin a line of its own, or
    /// hold what a CI system could take for a command.
    package static func printable(_ text: some StringProtocol) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x0A: "\\n"
            case 0x0D: "\\r"
            case 0x09: "\t"
            case ..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined().withoutLogCommands
    }
}
