import Dataset
import Model

/// What the model learns: the rows that have a target, and its value in each.
struct TrainingTarget {
    let name: String
    let task: DatasetKey.Task
    /// The classes, in the order of their codes; empty for a regression.
    let labels: [String]
    /// The rows of the table with a target.
    let rows: [Int]
    /// The class or the number, one for each of `rows`.
    let values: [Float]

    /// - Parameter base: a model that is trained further; its labels keep their codes.
    init(
        _ schema: TableSchema,
        in table: Table,
        continuing base: ModelMetadata?
    ) throws(TrainingError) {
        guard let target = schema.target else { throw .noTarget }
        guard let task = schema.dataset.task else { throw .noTask }
        name = target.name
        self.task = task
        guard let column = table[name] else { throw .noRows(target: name) }
        if task == .regression {
            guard case .numeric(let numbers) = column.values else {
                throw .targetNotNumeric(name: name)
            }
            labels = []
            rows = numbers.indices.filter { !numbers[$0].isNaN }
            values = rows.map { Float(numbers[$0]) }
            guard values.allSatisfy(\.isFinite) else { throw .notFinite(target: name) }
        } else {
            let present = FeatureSelection.labels(of: name, in: table)
            labels = try Self.labels(target, present: present, task: task, base: base)
            (rows, values) = Self.classes(column, labels: labels)
            if present.count == 1 { throw .oneClass(target: name, label: present[0]) }
        }
        guard !rows.isEmpty else { throw .noRows(target: name) }
        if let base, base.task != task || base.target != name {
            throw .incompatibleBase(reason: "it predicts '\(base.target)', a \(base.task) task")
        }
    }

    private static func labels(
        _ target: TableField,
        present: [String],
        task: DatasetKey.Task,
        base: ModelMetadata?
    ) throws(TrainingError) -> [String] {
        let labels = base?.labels ?? target.categories ?? present
        if let unknown = present.first(where: { !labels.contains($0) }) {
            throw base == nil
                ? .unknownClass(target: target.name, label: unknown)
                : .incompatibleBase(reason: "it does not know the class '\(unknown)'")
        }
        guard labels.count > 1 || present.isEmpty, task != .binary || labels.count <= 2 else {
            throw labels.count == 1
                ? .oneClass(target: target.name, label: labels[0])
                : .tooManyClasses(
                    target: target.name,
                    count: labels.count,
                    task: task.rawValue
                )
        }
        return labels
    }

    private static func classes(_ column: Column, labels: [String]) -> ([Int], [Float]) {
        let code = Dictionary(zip(labels, 0...), uniquingKeysWith: { first, _ in first })
        switch column.values {
        case .text(let codes, let texts):
            let recoded = texts.map { code[$0] }
            let rows = codes.indices.filter { codes[$0] >= 0 && recoded[Int(codes[$0])] != nil }
            return (rows, rows.map { Float(recoded[Int(codes[$0])] ?? 0) })
        case .numeric(let numbers):
            let rows = numbers.indices.filter { code[ClassLabel.text(numbers[$0])] != nil }
            return (rows, rows.map { Float(code[ClassLabel.text(numbers[$0])] ?? 0) })
        }
    }
}
