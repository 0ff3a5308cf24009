import FileStorage
import RunDocument

/// Something that is wrong with an audit log.
package struct AuditFault: Hashable, Sendable {
    /// 1-based; nil for the log as a whole.
    package let line: Int?
    package let message: String
    /// Whether the next command appends what is missing, as after a crash.
    package let isPending: Bool
}

/// The lines of an audit log, each held against the one before it, and the end against the index.
struct AuditChain {
    private(set) var records: [AuditRecord] = []
    private(set) var faults: [AuditFault] = []
    /// Records before which something else had edited the index, by their lines.
    private(set) var foreignEdits: [Int] = []

    private(set) var lines = 0
    private var last: Digest?
    private var begun: ArraySlice<UInt8> = []

    init(_ log: [UInt8], model: ModelName) {
        var start = log.startIndex
        while let end = log[start...].firstIndex(of: 0x0A) {
            lines += 1
            add(log[start..<end], lines, model)
            start = end + 1
        }
        begun = log[start...]
    }

    private mutating func add(_ line: ArraySlice<UInt8>, _ number: Int, _ model: ModelName) {
        defer { last = Digest(of: line + [0x0A]) }
        guard let record = AuditRecord(line: line) else {
            return fault(number, "is not a record")
        }
        records.append(record)
        if record.json["editedByOthers"] == true { foreignEdits.append(number) }
        if record.json["model"]?.stringValue != model.description {
            fault(number, "is a record of another model")
        }
        let expected = last.map { JSONValue.string($0.description) } ?? .null
        guard record.json["prev"] != expected else { return }
        switch (record.previous, last) {
        case (let named?, let last?):
            fault(
                number,
                "follows a line of \(named), and line \(number - 1) is \(last): a line was "
                    + "changed, removed, moved or added"
            )
        case (let named?, nil): fault(number, "follows a line of \(named), which is missing")
        case (nil, _): fault(number, "does not say which line it follows")
        }
    }

    private mutating func fault(_ line: Int?, _ message: String, isPending: Bool = false) {
        faults.append(AuditFault(line: line, message: message, isPending: isPending))
    }

    /// Holds the end of the log against the record in the index.
    ///
    /// - Parameter index: nil if it cannot be read.
    mutating func close(with index: Index?) {
        let end = lines + 1
        guard let index else {
            if !begun.isEmpty { fault(end, "is cut off") }
            return
        }
        guard let embedded = index.audit else {
            if index.annotations[Annotation.audit] != nil {
                fault(nil, "the record in 'index.json' is not a record")
            } else if !records.isEmpty || !begun.isEmpty {
                fault(nil, "'index.json' holds no record, and this log does")
            } else if !index.manifests.isEmpty {
                fault(nil, "'index.json' has entries and holds no record")
            }
            return
        }
        if begun.isEmpty, last == embedded.digest { return }
        if embedded.line.starts(with: begun), last == embedded.previous {
            records.append(embedded)
            return fault(end, Self.pending, isPending: true)
        }
        fault(begun.isEmpty ? max(1, end - 1) : end, words(for: embedded))
    }

    private static let pending =
        "the record of the newest commit is not written yet; the next command writes it"

    private func words(for embedded: AuditRecord) -> String {
        if let place = records.firstIndex(where: { $0.digest == embedded.digest }) {
            return "the log goes on after line \(place + 1), with which 'index.json' ends"
        }
        if let place = records.firstIndex(where: { $0.digest == embedded.previous }) {
            return
                "line \(place + 2) is not the record in 'index.json', which follows line \(place + 1)"
        }
        return "the log does not end with the record in 'index.json': lines were changed or cut off"
    }
}
