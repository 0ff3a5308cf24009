import Glibc

/// The text of one source, as far as it was read and not handed out.
final class SourceText {
    let stream: ByteStream
    let name: String
    /// What was read and not handed out; behind the header it starts with a record.
    let rest: ByteArena
    /// The place of `rest` in the source's text.
    private(set) var offset = 0
    private(set) var isAtEnd = false
    private let options: ReadingOptions

    /// - Parameter rest: memory that was used for another source.
    init(_ source: DataSource, _ options: ReadingOptions, encoding: String?, _ rest: ByteArena)
        throws(DatasetError)
    {
        self.options = options
        self.rest = rest
        name = source.name
        rest.count = 0
        stream = try ByteStream(source, digesting: options.isDigesting, encoding: encoding)
        while rest.count < 4, try read() {}
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { dropFirst(3) }
        if let format = TextCheck.foreignFormat(text) {
            throw .foreign(file: name, format: format)
        }
    }

    var text: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: rest.base, count: rest.count)
    }

    /// Hands out the first bytes of `rest`.
    func dropFirst(_ count: Int) {
        rest.dropFirst(count)
        offset += count
    }

    /// Hands out a block's text: what it has of `rest`, and what was read for it alone.
    ///
    /// - Parameter text: what is behind `end` is not its own, and goes back.
    func handOut(_ text: UnsafeMutableBufferPointer<UInt8>, to end: Int, taken: Int) {
        rest.dropFirst(min(end, taken))
        let text = UnsafeBufferPointer(text)
        rest.append(UnsafeBufferPointer(rebasing: text[max(end, taken)...]))
        offset += end
    }

    /// Reads some bytes behind `rest`.
    ///
    /// - Returns: false at the end of the source.
    func read() throws(DatasetError) -> Bool {
        guard !isAtEnd else { return false }
        guard rest.count < options.maximumRecord else {
            throw .recordTooLong(file: name, line: 1, limit: options.maximumRecord)
        }
        // As much again as there is: what is read anew each time must not add up to a square.
        let wanted = max(1 << 16, 2 * rest.count)
        let start = rest.count
        rest.reserve(wanted - start)
        repeat {
            let room = UnsafeMutableRawBufferPointer(
                start: rest.base + rest.count, count: wanted - rest.count)
            let count = try stream.read(into: room)
            rest.count += count
            isAtEnd = count == 0
        } while options.fillsBlocks && rest.count < wanted && !isAtEnd
        return rest.count > start
    }

    /// Reads as `read` does, and looks whether the bytes can be text at all.
    func readText() throws(DatasetError) -> Bool {
        guard try read() else { return false }
        if let place = TextCheck.firstNUL(in: text) { throw notText(place) }
        return true
    }

    /// Fills memory from `start` on with what comes behind `rest`.
    ///
    /// - Returns: how much of it is filled then; less than there is room for at the end, or if
    ///   blocks do not wait for their bytes.
    func read(into memory: UnsafeMutableRawBufferPointer, from start: Int) throws(DatasetError)
        -> Int
    {
        var count = start
        while count < memory.count, !isAtEnd {
            let read = try stream.read(
                into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            count += read
            isAtEnd = read == 0
            if !options.fillsBlocks, read > 0 { break }
        }
        return count
    }

    /// That the byte at a place of `rest` is no text.
    func notText(_ place: Int) -> DatasetError {
        .notText(
            file: name,
            line: 1 + LineEnds.count(UnsafeBufferPointer(rebasing: text[..<place])),
            byte: offset + place + 1,
            reason: rest.base[place] == 0 ? "a NUL byte" : "not UTF-8"
        )
    }
}
