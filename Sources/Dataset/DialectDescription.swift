package import RunDocument

/// How a delimited file is written, as a Frictionless Table Dialect says it: `mlx:dialect`.
///
/// What is not said is nil: the reader's default, or what it finds out by itself.
package struct DialectDescription: Hashable, Sendable {
    /// Whether there is a header at all.
    package var header: Bool?
    /// The numbers of the rows, from 1, that the header is made of; ascending.
    package var headerRows: [Int]?
    /// What stands between the parts of a column's name, if the header has several rows.
    package var headerJoin: String?
    /// The numbers of rows, from 1, that are left out; ascending.
    package var commentRows: [Int]?
    /// Rows that start so are left out.
    package var commentChar: String?
    /// One ASCII character.
    package var delimiter: String?
    /// `\n`, `\r\n` or `\r`.
    package var lineTerminator: String?
    package var quoting: Quoting?
    /// Whether two quotes in a quoted cell stand for one.
    package var doubleQuote: Bool?
    /// An ASCII character that takes its meaning from the next one.
    package var escapeChar: UInt8?
    /// A cell that stands for no value wherever it is, as `\N`.
    package var nullSequence: String?
    /// Whether spaces after a delimiter are left out.
    package var skipInitialSpace: Bool?
    /// The name of a character encoding, in lower case.
    package var encoding: String?

    /// Whether cells can be in quotes.
    package enum Quoting: Hashable, Sendable {
        /// Quotes mean nothing: `quoteChar` is empty.
        case none
        /// By an ASCII character.
        case by(UInt8)
    }

    package static let keys = [
        "$schema", "header", "headerRows", "headerJoin", "commentRows", "commentChar", "delimiter",
        "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence",
        "skipInitialSpace", "encoding",
    ]

    package init() {}

    /// Reads a dialect that stands by itself.
    package init(json: JSONValue) throws(SchemaError) {
        try self.init(SchemaReader(json, at: "dialect"))
    }

    init(_ reader: SchemaReader) throws(SchemaError) {
        try reader.allowOnly(Self.keys)
        header = try reader.boolean("header")
        headerRows = try reader.rowNumbers("headerRows")
        headerJoin = try reader.string("headerJoin")
        commentRows = try reader.rowNumbers("commentRows")
        commentChar = try reader.singleByte("commentChar")
        delimiter = try reader.singleByte("delimiter")
        lineTerminator = try reader.lineTerminator("lineTerminator")
        quoting = try reader.quoting("quoteChar")
        doubleQuote = try reader.boolean("doubleQuote")
        escapeChar = try reader.character("escapeChar")
        nullSequence = try reader.string("nullSequence")
        skipInitialSpace = try reader.boolean("skipInitialSpace")
        encoding = try reader.text("encoding")?.lowercased()
        try checkCharacters(reader)
    }

    /// No character can mean two things.
    private func checkCharacters(_ reader: SchemaReader) throws(SchemaError) {
        if header == false, headerRows?.isEmpty == false {
            throw .badValue(
                place: reader.place(of: "headerRows"),
                value: "\(headerRows ?? [])",
                expected: "empty in a file without a header"
            )
        }
        let delimiter = Array((delimiter ?? ",").utf8)
        guard case .by(let quote) = quoting ?? .by(UInt8(ascii: "\"")) else { return }
        if delimiter.contains(quote) || escapeChar.map(delimiter.contains) ?? false {
            throw .badValue(
                place: reader.place(of: "delimiter"),
                value: self.delimiter ?? ",",
                expected: "unlike the quote and the escape character"
            )
        }
    }
}

extension DialectDescription {
    /// As it stands in a schema, without what is not said.
    var json: JSONValue {
        var members: JSONObject = [:]
        func text(_ byte: UInt8) -> JSONValue { .string(String(decoding: [byte], as: UTF8.self)) }
        func numbers(_ rows: [Int]) -> JSONValue { .array(rows.map { .integer(Int64($0)) }) }
        members["header"] = header.map(JSONValue.boolean)
        members["headerRows"] = headerRows.map(numbers)
        members["headerJoin"] = headerJoin.map(JSONValue.string)
        members["commentRows"] = commentRows.map(numbers)
        members["commentChar"] = commentChar.map(JSONValue.string)
        members["delimiter"] = delimiter.map(JSONValue.string)
        members["lineTerminator"] = lineTerminator.map(JSONValue.string)
        members["quoteChar"] = quoting.map { quoting in
            if case .by(let byte) = quoting { text(byte) } else { "" }
        }
        members["doubleQuote"] = doubleQuote.map(JSONValue.boolean)
        members["escapeChar"] = escapeChar.map(text)
        members["nullSequence"] = nullSequence.map(JSONValue.string)
        members["skipInitialSpace"] = skipInitialSpace.map(JSONValue.boolean)
        members["encoding"] = encoding.map(JSONValue.string)
        return .object(members)
    }
}

extension SchemaReader {
    fileprivate func rowNumbers(_ key: String) throws(SchemaError) -> [Int]? {
        try optional(key, "a list of row numbers from 1") { value -> [Int]? in
            let numbers = value.arrayValue?.compactMap(\.integerValue).filter { $0 > 0 }
            return numbers?.count == value.arrayValue?.count ? numbers?.sorted() : nil
        }
    }

    /// A printable ASCII character, or a tab.
    fileprivate func character(_ key: String) throws(SchemaError) -> UInt8? {
        try optional(key, "one ASCII character") { value -> UInt8? in
            guard let text = value.stringValue?.utf8, text.count == 1 else { return nil }
            return text.first.flatMap { Self.isUsable($0) ? $0 : nil }
        }
    }

    private static func isUsable(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || (0x20..<0x7F).contains(byte)
    }

    /// The scanner looks for single bytes.
    fileprivate func singleByte(_ key: String) throws(SchemaError) -> String? {
        try optional(key, "one ASCII character that ends no line") { value in
            guard let text = value.stringValue, text.utf8.count == 1, let byte = text.utf8.first,
                byte != 0x0A, byte != 0x0D, byte != 0
            else { return nil }
            return text
        }
    }

    fileprivate func lineTerminator(_ key: String) throws(SchemaError) -> String? {
        try optional(key, #"a line end: "\n", "\r\n" or "\r""#) { value in
            value.stringValue.flatMap { ["\n", "\r\n", "\r"].contains($0) ? $0 : nil }
        }
    }

    fileprivate func quoting(_ key: String) throws(SchemaError) -> DialectDescription.Quoting? {
        guard members[key] != "" else { return DialectDescription.Quoting.none }
        return try character(key).map { .by($0) }
    }
}
