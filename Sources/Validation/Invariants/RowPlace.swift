/// Where a row begins.
///
/// Inside a block that is not merged yet its line is counted from the block's first.
package struct RowPlace: Hashable, Sendable {
    package var file: String
    package var line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    func moved(by lines: Int) -> RowPlace { RowPlace(file: file, line: line + lines) }
}
