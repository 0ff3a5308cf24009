package import RunDocument

/// A text that is no XML, or XML of a kind that a test report has no need of.
package struct XMLSyntaxError: Failure, Equatable {
    /// 1-based; columns count bytes.
    package let line: Int
    package let column: Int
    package let reason: String

    package var exitStatus: ExitStatus { .dataFormat }
    package var description: String { "line \(line), column \(column): \(reason)" }
}
