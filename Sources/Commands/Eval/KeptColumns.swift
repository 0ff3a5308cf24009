import CommandLineTool
import Dataset
import Evaluation
import RunDocument

extension EvalRequest {
    /// The columns that slices and groups are told by; expressions may need any.
    var namedColumns: Set<String> {
        var names = Set(fairness)
        for gate in gates { names.formUnion(gate.value.columns) }
        for definition in slices { names.formUnion(definition.value.columns) }
        return names
    }

    /// Besides those, all columns if an expression may need them, or the model is asked about rows
    /// again.
    func keptColumns(_ schema: TableSchema) -> Set<String> {
        needsAllColumns || importanceRepeats > 0 || !tests.isEmpty
            ? Set(schema.fields.map(\.name)).subtracting([schema.dataset.target ?? ""])
                .union(namedColumns)
            : namedColumns
    }

    /// Before rows are read: a name that is misspelt should not cost the time to score them.
    ///
    /// - Parameter ignored: those of the data that the schema has ignored.
    /// - Throws: `ProjectError` with the place of the name, `SliceError` for one of `fairness`.
    func requireColumns(in known: [String], ignored: [String] = []) throws {
        let places =
            gates.map { ($0.value.columns, $0.file, $0.line) }
            + slices.map { ($0.value.columns, $0.file, $0.line) }
        for (columns, file, line) in places {
            try EvalWork.place(file, line) { try Self.require(columns, in: known, ignored) }
        }
        try Self.require(fairness, in: known, ignored)
    }

    private static func require(
        _ columns: [String], in known: [String], _ ignored: [String]
    ) throws {
        guard let unknown = columns.first(where: { !known.contains($0) }) else { return }
        if ignored.contains(unknown) { throw IgnoredColumn(name: unknown) }
        throw SliceError.unknownColumn(name: unknown, known: known)
    }

    /// Whether any column may be what a slice is told by.
    var needsAllColumns: Bool {
        searchesWeakSlices || gates.contains { $0.value.hasExpression }
            || slices.contains { $0.value.hasExpression }
    }
}

extension Gate {
    fileprivate var columns: [String] {
        switch scope {
        case .all: []
        case .slice(.values(let values)): Array(values.keys)
        case .slice(.rows): []
        case .each(let definition), .gap(let definition): Array(definition.columns)
        case .groups(let column): [column]
        }
    }

    fileprivate var hasExpression: Bool {
        switch scope {
        case .slice(.rows): true
        case .each(let definition), .gap(let definition): definition.hasExpression
        case .all, .slice(.values), .groups: false
        }
    }
}

extension SliceDefinition {
    fileprivate var columns: [String] {
        if case .parts(let parts) = content { parts.map(\.column) } else { [] }
    }

    fileprivate var hasExpression: Bool {
        if case .rows = content { true } else { false }
    }
}

/// A column that slices or groups are told by, and that is not read.
private struct IgnoredColumn: Failure {
    let name: String

    var exitStatus: ExitStatus { .configuration }
    var description: String { "the schema says to ignore the column '\(name)'" }
    var hint: String? { "give it the role \"group\", which no model takes for a feature" }
}
