import CommandLineTool
import Dataset
import Evaluation

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
        let needsAll =
            searchesWeakSlices || importanceRepeats > 0 || !tests.isEmpty
            || gates.contains { $0.value.hasExpression }
            || slices.contains { $0.value.hasExpression }
        return needsAll
            ? Set(schema.fields.map(\.name)).subtracting([schema.dataset.target ?? ""])
            : namedColumns
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
