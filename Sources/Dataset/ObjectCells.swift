import RunDocument

/// The members of one flat JSON object as cells of text.
final class ObjectCells {
    private(set) var columns: [String]
    private var indices: [String: Int] = [:]
    private let texts = ByteArena(capacity: 1024)
    private var cells: [Range<Int>?] = []

    init(columns: [String]) {
        self.columns = columns
        for (index, name) in columns.enumerated() { indices[name] = index }
    }

    var cellCount: Int { cells.count }

    func cell(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        cells[index].map { range in
            UnsafeBufferPointer(start: texts.base + range.lowerBound, count: range.count)
        }
    }

    func removeAll() {
        cells.removeAll(keepingCapacity: true)
        texts.count = 0
    }

    /// Numbers and booleans become the text they have in JSON; null becomes no cell.
    func read(_ line: UnsafeBufferPointer<UInt8>, file: String, line number: Int)
        throws(DatasetError)
    {
        removeAll()
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch {
            throw .badJSON(file: file, line: number, error)
        }
        guard let members = value.objectValue else {
            throw .notObject(file: file, line: number, found: value.typeName)
        }
        cells.append(contentsOf: repeatElement(nil, count: columns.count))
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            if member.arrayValue != nil || member.objectValue != nil {
                throw .nested(file: file, line: number, key: key, found: member.typeName)
            }
            let index = indices[key] ?? add(key)
            guard var text = member.lexicalText else { continue }
            let start = texts.count
            text.withUTF8 { texts.append($0) }
            cells[index] = start..<texts.count
        }
    }

    private func add(_ key: String) -> Int {
        columns.append(key)
        cells.append(nil)
        indices[key] = columns.count - 1
        return columns.count - 1
    }
}
