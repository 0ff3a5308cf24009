package import RunDocument

/// How rows are divided into slices, as mlx.yaml writes it.
///
/// `island`, `{column: body_mass_g, bins: 4}`, `{column: body_mass_g, edges: [3000, 4000]}`,
/// `{columns: [island, sex]}` or `{where: "body_mass_g > 4000 and sex == 'male'", name: heavy}`.
package struct SliceDefinition: Hashable, Sendable {
    /// One column's share in a slice.
    package enum Part: Hashable, Sendable {
        case values(column: String)
        /// Bins with about as many rows each.
        case bins(column: String, count: Int)
        /// Ascending; below the first, between two, and from the last on.
        case edges(column: String, [Double])

        package var column: String {
            switch self {
            case .values(let column), .bins(let column, _), .edges(let column, _): column
            }
        }
    }

    package enum Content: Hashable, Sendable {
        /// Each value of one column, or each combination of several.
        case parts([Part])
        /// The rows for which an expression is true.
        case rows(where: String)
    }

    /// As many slices as a dimension has at most; the rows of the others are counted.
    package static let usualLimit = 100

    package var content: Content
    /// What the slices are of, as `island × sex`.
    package var name: String
    package var limit: Int

    package init(_ content: Content, name: String? = nil, limit: Int = Self.usualLimit) {
        self.content = content
        self.limit = limit
        switch content {
        case .parts(let parts):
            self.name = name ?? parts.map(\.column).joined(separator: " × ")
        case .rows(let source): self.name = name ?? source
        }
    }

    /// All slices, also rare ones: a gate must not miss one.
    package var withoutLimit: SliceDefinition {
        var all = self
        all.limit = .max
        return all
    }

    private static let keys = ["column", "columns", "where", "bins", "edges", "name", "limit"]

    /// - Throws: `SliceError.invalidDefinition`.
    package init(_ json: JSONValue) throws(SliceError) {
        if let column = json.stringValue {
            self.init(.parts([.values(column: column)]))
            return
        }
        guard let members = json.objectValue else {
            throw Self.invalid("a slice is neither a column's name nor a mapping")
        }
        if let key = KnownWords(Self.keys).firstUnknown(in: members.keys) {
            throw .invalidDefinition(
                reason: "unknown key '\(key)' in a slice",
                hint: KnownWords(Self.keys).hint(for: key)
            )
        }
        let kinds = ["column", "columns", "where"].filter { members[$0] != nil }
        guard kinds.count == 1 else {
            throw Self.invalid("a slice needs one of 'column', 'columns' and 'where'")
        }
        let name = try Self.text(members, "name")
        let limit = try Self.count(members, "limit") ?? Self.usualLimit
        self.init(try Self.content(members, kinds[0]), name: name, limit: limit)
    }

    private static func content(
        _ members: JSONObject, _ kind: String
    ) throws(SliceError) -> Content {
        if kind != "column", members["bins"] != nil || members["edges"] != nil {
            throw invalid("'bins' and 'edges' of a slice belong to a 'column'")
        }
        switch kind {
        case "column": return .parts([try part(members)])
        case "where": return .rows(where: try text(members, "where") ?? "")
        default:
            guard let elements = members["columns"]?.arrayValue, !elements.isEmpty else {
                throw invalid("'columns' of a slice is not a list of columns")
            }
            var parts: [Part] = []
            for element in elements {
                if let column = element.stringValue {
                    parts.append(.values(column: column))
                } else if let own = element.objectValue {
                    if let key = KnownWords(["column", "bins", "edges"]).firstUnknown(in: own.keys)
                    {
                        throw invalid("unknown key '\(key)' among the 'columns' of a slice")
                    }
                    parts.append(try part(own))
                } else {
                    throw invalid("'columns' of a slice is not a list of columns")
                }
            }
            guard Set(parts.map(\.column)).count == parts.count else {
                throw invalid("'columns' of a slice names a column twice")
            }
            return .parts(parts)
        }
    }

    private static func part(_ members: JSONObject) throws(SliceError) -> Part {
        guard let column = try text(members, "column") else {
            throw invalid("a slice names no 'column'")
        }
        guard let edges = members["edges"] else {
            guard let bins = try count(members, "bins") else { return .values(column: column) }
            guard bins >= 2 else { throw invalid("'bins' of a slice is below 2") }
            return .bins(column: column, count: bins)
        }
        let numbers = edges.arrayValue?.compactMap(\.doubleValue) ?? []
        guard members["bins"] == nil, !numbers.isEmpty, numbers.count == edges.arrayValue?.count,
            zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw invalid("'edges' of a slice is not a list of ascending numbers") }
        return .edges(column: column, numbers)
    }

    private static func text(_ members: JSONObject, _ key: String) throws(SliceError) -> String? {
        guard let value = members[key] else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw invalid("'\(key)' of a slice is not a text")
        }
        return text
    }

    private static func count(_ members: JSONObject, _ key: String) throws(SliceError) -> Int? {
        guard let value = members[key] else { return nil }
        guard let count = value.integerValue, (1...10_000).contains(count) else {
            throw invalid("'\(key)' of a slice is not a whole number from 1 to 10000")
        }
        return count
    }

    private static func invalid(_ reason: String) -> SliceError {
        .invalidDefinition(reason: reason, hint: nil)
    }
}
