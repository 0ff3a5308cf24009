import Dataset

/// The rows of all cases, one table for one call of the model.
struct CaseTable {
    private enum Values {
        case numbers([Double])
        case texts([Int32], LabelPool)
    }

    private let data: Table?
    private let names: [String]
    private var values: [Values]
    private(set) var rowCount = 0

    /// - Parameter data: the test data, which cases may take rows of.
    init(_ cells: CaseCells, data: Table?) {
        self.data = data
        names = cells.columns
        values = names.map { cells.isNumeric($0) ? .numbers([]) : .texts([], LabelPool()) }
    }

    var table: Table {
        let columns = zip(names, values).map { name, values in
            switch values {
            case .numbers(let numbers): Column(name: name, values: .numeric(numbers))
            case .texts(let codes, let pool):
                Column(name: name, values: .text(codes: codes, labels: pool.labels))
            }
        }
        return Table(columns: columns, rowCount: rowCount)
    }

    /// Adds a row with a change put into it; a column that it does not name is missing.
    mutating func append(
        _ row: [String: BehaviourCase.Cell], _ change: [String: BehaviourCase.Cell]
    ) {
        append(change) { row[$0] ?? .missing }
    }

    /// Adds a row of the test data with a change put into it.
    mutating func append(dataRow row: Int, _ change: [String: BehaviourCase.Cell]) {
        append(change) { [data] name in
            switch data?[name]?.values {
            case .numeric(let numbers): numbers[row].isNaN ? .missing : .number(numbers[row])
            case .text(let codes, let labels):
                codes[row] < 0 ? .missing : .text(labels[Int(codes[row])])
            case nil: .missing
            }
        }
    }

    private mutating func append(
        _ change: [String: BehaviourCase.Cell], _ cell: (String) -> BehaviourCase.Cell
    ) {
        rowCount += 1
        for (index, name) in names.enumerated() {
            append(Self.changed(cell(name), change[name]), to: index)
        }
    }

    /// A missing number stays missing whatever is added to it.
    private static func changed(
        _ cell: BehaviourCase.Cell, _ change: BehaviourCase.Cell?
    ) -> BehaviourCase.Cell {
        switch (cell, change) {
        case (_, nil): cell
        case (.number(let number), .sum(let other)?): .number(number + other)
        case (.number(let number), .product(let other)?): .number(number * other)
        case (_, .sum?), (_, .product?): .missing
        case (_, let change?): change
        }
    }

    private mutating func append(_ cell: BehaviourCase.Cell, to index: Int) {
        switch values[index] {
        case .numbers(var numbers):
            values[index] = .numbers([])  // so that `numbers` is not copied
            if case .number(let number) = cell {
                numbers.append(number)
            } else {
                numbers.append(.nan)
            }
            values[index] = .numbers(numbers)
        case .texts(var codes, var pool):
            values[index] = .texts([], LabelPool())
            if case .text(var text) = cell {
                codes.append(text.withUTF8 { pool.code(of: $0) })
            } else {
                codes.append(-1)
            }
            values[index] = .texts(codes, pool)
        }
    }
}
