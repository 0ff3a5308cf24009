package import Dataset

/// A form that cells of text can have: a type of Table Schema and one of its formats.
package struct CellForm: Hashable, Sendable {
    package let type: FieldType
    package let format: String

    /// All that `infer` looks for, besides the types' default forms.
    package static let all: [CellForm] = {
        let dates = [
            "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y",
            "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y",
        ]
        let clocks = ["%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"]
        let moments = ["%Y-%m-%d"] + dates
        let datetimes = moments.flatMap { date in clocks.map { "\(date) \($0)" } }
        return [CellForm(type: .string, format: "uuid")]
            + dates.map { CellForm(type: .date, format: $0) }
            + (datetimes + ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%z"])
            .map { CellForm(type: .datetime, format: $0) }
            + clocks.dropFirst().map { CellForm(type: .time, format: $0) }
            + [
                CellForm(type: .string, format: "email"), CellForm(type: .string, format: "uri"),
            ]
    }()
}

/// The forms that `infer` tries, for all columns.
struct FormCandidates {
    let all: [(form: CellForm, parser: CellParser)]

    /// - Throws: never for these formats; they are all known.
    init() throws(SchemaError) {
        var all: [(form: CellForm, parser: CellParser)] = []
        for form in CellForm.all {
            var field = TableField(name: "", type: form.type)
            field.format = form.format
            all.append((form, try CellParser(field, of: TableSchema(fields: [field]))))
        }
        self.all = all
    }
}

/// The forms that all cells looked at so far have.
struct FormSieve {
    private let candidates: FormCandidates
    /// Indices of those that are left.
    private var left: [UInt8]

    init(_ candidates: FormCandidates) {
        self.candidates = candidates
        left = candidates.all.indices.map { UInt8($0) }
    }

    /// Empty from the first cell on that has none of the forms.
    var forms: [CellForm] { left.map { candidates.all[Int($0)].form } }

    mutating func look(at cell: UnsafeBufferPointer<UInt8>) {
        guard !left.isEmpty else { return }
        left.removeAll { !Self.fits(candidates.all[Int($0)], cell) }
    }

    private static func fits(
        _ candidate: (form: CellForm, parser: CellParser),
        _ cell: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard candidate.parser.value(cell) != nil else { return false }
        // `a:b` is a URI and `a@b` an address by their standards, but hardly in a table.
        return switch candidate.form.format {
        case "uri": String(decoding: cell, as: UTF8.self).contains("://")
        case "email": cell.contains(UInt8(ascii: "."))
        default: true
        }
    }
}
