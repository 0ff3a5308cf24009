/// A text that is not JSON, or not JSON that can be trusted.
package struct JSONSyntaxError: Failure, Equatable {
    /// 1-based; columns count bytes.
    package let line: Int
    package let column: Int
    package let reason: String

    package var exitStatus: ExitStatus { .dataFormat }
    package var description: String { "line \(line), column \(column): \(reason)" }
}
