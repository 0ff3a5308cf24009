import Dataset
import RunDocument

/// Gathers what a command answers.
///
/// Which of its columns holds what is for `AnswerColumns` to say.
struct AnswerTable {
    private let name: String
    private let metadata: ModelMetadata
    private let positions: [String: Int]
    private var records = AnswerRecords()
    private var header: [String]?
    private var columns: AnswerColumns?
    private var scores: [Double] = []
    private var predicted: [Int] = []
    private(set) var rowCount = 0

    init(_ metadata: ModelMetadata, name: String) {
        self.metadata = metadata
        self.name = name
        positions = Dictionary(
            zip(metadata.labels, 0...), uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: `CommandError`.
    mutating func add(_ bytes: UnsafeRawBufferPointer) throws {
        var records = records
        defer { self.records = records }
        do {
            try records.add(bytes) { try take($0, line: $1) }
        } catch let error as AnswerRecords.Malformed {
            throw unreadable(error.line, error.reason)
        }
    }

    /// - Throws: `CommandError`.
    mutating func finish(expecting rows: Int) throws -> Predictions {
        var records = records
        do {
            try records.finish { try take($0, line: $1) }
        } catch let error as AnswerRecords.Malformed {
            throw unreadable(error.line, error.reason)
        }
        guard rowCount == rows else {
            throw rowCount < rows
                ? CommandError.tooFewRows(name: name, expected: rows, found: rowCount)
                : CommandError.tooManyRows(name: name, expected: rows)
        }
        let hasScores = metadata.labels.isEmpty || columns?.scores.isEmpty == false
        guard hasScores || rows == 0 else {
            return Predictions(labels: metadata.labels, predicted: predicted)
        }
        return Predictions(
            rowCount: rows, labels: metadata.labels, scores: scores,
            chosen: predicted.isEmpty ? nil : predicted)
    }

    private func unreadable(_ line: Int, _ reason: String) -> CommandError {
        .unreadable(name: name, line: line, reason: reason)
    }

    private mutating func take(_ record: AnswerRecords.Record, line: Int) throws(CommandError) {
        switch record {
        case .cells(let cells):
            guard let header else {
                let names = cells.map { String(decoding: $0, as: UTF8.self) }
                header = names
                columns = try AnswerColumns(names, metadata, name: name, line: line)
                return
            }
            guard cells.count == header.count else {
                throw unreadable(
                    line, "it has \(cells.count) cells, and the header \(header.count)")
            }
            let indices = columns?.indices ?? [:]
            try add(line) {
                indices[$0].map { .string(String(decoding: cells[$0], as: UTF8.self)) }
            }
        case .value(let value):
            guard var members = value.objectValue else { throw unreadable(line, "it is no object") }
            if let nested = members["probabilities"]?.objectValue {
                for (label, score) in nested { members["probability_\(label)"] = score }
            }
            if columns == nil {
                columns = try AnswerColumns(
                    members.keys.sorted(), metadata, name: name, line: line)
            }
            try add(line) { members[$0] }
        }
    }

    private mutating func add(_ line: Int, _ value: (String) -> JSONValue?) throws(CommandError) {
        guard let columns else { return }
        rowCount += 1
        for column in columns.scores {
            guard let number = Self.number(value(column)) else {
                throw unreadable(line, "its '\(column)' is no number")
            }
            if columns.scores.count < metadata.labels.count { scores.append(1 - number) }
            scores.append(number)
        }
        guard let prediction = columns.prediction, !metadata.labels.isEmpty else { return }
        let label = Self.label(value(prediction))
        guard let label, !label.isEmpty else { throw unreadable(line, "it has no '\(prediction)'") }
        guard let position = positions[label] else {
            throw .unknownLabel(name: name, line: line, label: label, known: metadata.labels)
        }
        predicted.append(position)
    }

    /// A number, of which NaN is one: what it means is for the reader of the predictions to say.
    private static func number(_ value: JSONValue?) -> Double? {
        guard case .string(var text) = value else { return value?.doubleValue }
        if text.lowercased() == "nan" { return .nan }
        return text.withUTF8 { NumberParser.number($0) }
    }

    /// A label as it stands in data: `1` for 1.0 and true.
    private static func label(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .boolean(let value): value ? "1" : "0"
        default: value?.doubleValue.map(ClassLabel.text)
        }
    }
}
