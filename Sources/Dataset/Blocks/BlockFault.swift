import RunDocument

/// What is wrong with a block's text, and where in the block.
enum BlockFault: Error {
    case record(RecordFault)
    /// `place` is where the line starts.
    case object(_ place: Int, ObjectFault)
    case notText(_ place: Int)
    /// The first record is longer than that many bytes.
    case tooLong(Int)

    /// The error, once the line is known that the block starts on.
    func error(in block: TableBlock) -> DatasetError {
        let file = block.source.name
        switch self {
        case .record(.openQuote(let place)):
            return .openQuote(file: file, line: block.line(at: place))
        case .record(.textAfterQuote(let place)):
            let (line, byte) = (block.line(at: place), block.offset + place + 1)
            return .textAfterQuote(file: file, line: line, byte: byte)
        case .notText(let place):
            return .notText(
                file: file,
                line: block.line(at: place),
                byte: block.offset + place + 1,
                reason: block.base[place] == 0 ? "a NUL byte" : "not UTF-8"
            )
        case .tooLong(let limit):
            return .recordTooLong(file: file, line: block.firstLine, limit: limit)
        case .object(let place, let fault):
            let line = block.line(at: place)
            switch fault {
            case .syntax(let error): return .badJSON(file: file, line: line, error)
            case .notObject(let found): return .notObject(file: file, line: line, found: found)
            case .nested(let key, let found):
                return .nested(file: file, line: line, key: key, found: found)
            case .tooManyKeys(let limit):
                return .tooManyKeys(file: file, line: line, limit: limit)
            }
        }
    }
}
