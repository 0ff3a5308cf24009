import Dataset
import Expressions
import RunDocument

/// The checks of a schema that look at rows one after the other: whether columns rise or fall, and
/// whether one column decides another.
struct OrderedChecks {
    fileprivate struct Order {
        let field: Int
        var check: OrderCheck
    }

    fileprivate struct Dependency {
        let pair: FunctionalPair
        let fields: (first: Int, second: Int)
        var check = FunctionalDependency()
    }

    private let schema: TableSchema
    private var orders: [Order] = []
    private var dependencies: [Dependency] = []

    init(_ schema: TableSchema) {
        self.schema = schema
        for (index, field) in schema.fields.enumerated() {
            if let increasing = field.increasing {
                let check = OrderCheck(.increasing, isStrict: increasing == .strict)
                orders.append(Order(field: index, check: check))
            }
            if let decreasing = field.decreasing {
                let check = OrderCheck(.decreasing, isStrict: decreasing == .strict)
                orders.append(Order(field: index, check: check))
            }
        }
        for pair in schema.dataset.functional {
            let names = schema.fields.map(\.name)
            guard let first = names.firstIndex(of: pair.first),
                let second = names.firstIndex(of: pair.second)
            else { continue }
            dependencies.append(Dependency(pair: pair, fields: (first, second)))
        }
    }

    var isEmpty: Bool { orders.isEmpty && dependencies.isEmpty }

    /// Looks at the rows of a block; to be merged with those before it.
    func looking(at block: TableBlock, _ places: [Int?], _ parsers: [CellParser]) -> OrderedChecks {
        var next = OrderedChecks(schema)
        for index in next.orders.indices {
            next.orders[index].look(block, places, parsers)
        }
        for index in next.dependencies.indices {
            next.dependencies[index].look(block, places, parsers)
        }
        return next
    }

    /// Adds what was found in the next block, whose places are lines of their files.
    mutating func merge(_ next: OrderedChecks) {
        for index in orders.indices {
            orders[index].check.merge(next.orders[index].check, linesBefore: 0)
        }
        for index in dependencies.indices {
            dependencies[index].check.merge(next.dependencies[index].check, linesBefore: 0)
        }
    }

    /// - Throws: `InvariantError` if a column has too many values to tell.
    func findings(_ parsers: [CellParser]) throws -> [Finding] {
        var findings = orders.map { order in
            order.check.finding(column: schema.fields[order.field].name) { number in
                // The line says which moment it is.
                schema.fields[order.field].type.isNumeric ? number.ruleText : nil
            }
        }
        for dependency in dependencies {
            findings += try dependency.check.findings(
                determinant: dependency.pair.first,
                dependent: dependency.pair.second,
                isOneToOne: false
            )
        }
        return findings
    }
}

extension OrderedChecks.Order {
    fileprivate mutating func look(
        _ block: TableBlock, _ places: [Int?], _ parsers: [CellParser]
    ) {
        guard let place = places[field] else { return }
        let parser = parsers[field]
        let cells = block.column(place)
        for row in 0..<block.rowCount where !cells[row].isAbsent {
            let text = block.text(cells[row])
            guard !parser.isMissing(text), let value = parser.value(text) else { continue }
            let number: Double
            switch value {
            case .number(let own): number = own
            case .moment(let moment): number = Double(moment)
            case .text: continue
            }
            check.look(
                number, at: RowPlace(file: block.source.name, line: block.line(ofRow: row)))
        }
    }
}

extension OrderedChecks.Dependency {
    fileprivate mutating func look(
        _ block: TableBlock, _ places: [Int?], _ parsers: [CellParser]
    ) {
        guard let first = places[fields.first], let second = places[fields.second] else { return }
        let (left, right) = (block.column(first), block.column(second))
        for row in 0..<block.rowCount where !left[row].isAbsent && !right[row].isAbsent {
            let (from, to) = (block.text(left[row]), block.text(right[row]))
            guard !parsers[fields.first].isMissing(from), !parsers[fields.second].isMissing(to)
            else { continue }
            check.look(
                from, to, at: RowPlace(file: block.source.name, line: block.line(ofRow: row)))
        }
    }
}
