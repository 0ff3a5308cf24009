import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct TableReaderTests {
    private let schema = TableSchema(
        fields: [
            TableField(name: "n", type: .number), TableField(name: "s", type: .string),
            TableField(name: "b", type: .boolean), TableField(name: "d", type: .date),
            TableField(name: "x", type: .string, role: .ignore),
        ],
        missingValues: ["", "NA"]
    )

    private func reader(_ text: String, name: String = "t.csv", keepRaw: Bool = false) throws
        -> TableReader
    {
        try TableReader(.bytes(Array(text.utf8), name: name), schema: schema, keepRaw: keepRaw)
    }

    private func numbers(_ table: Table?, _ name: String) -> [Double?] {
        guard case .numeric(let values) = table?[name]?.values else { return [] }
        return values.map { $0.isNaN ? nil : $0 }
    }

    private func texts(_ table: Table?, _ name: String) -> [String?] {
        guard case .text(let codes, let labels) = table?[name]?.values else { return [] }
        return codes.map { $0 < 0 ? nil : labels[Int($0)] }
    }

    @Test func readsColumnsByName() throws {
        var reader = try reader(
            "s,extra,n,b,d,x\nu,1,39.1,true,2024-01-01,q\n\nNA,2,NA,,NA,q\nu,3,-2,0,,\n"
        )
        let table = try reader.next(maximumRows: 10)?.table
        #expect(table?.columns.map(\.name) == ["n", "s", "b", "d"])
        #expect(numbers(table, "n") == [39.1, nil, -2])
        #expect(numbers(table, "b") == [1, nil, 0])
        #expect(texts(table, "s") == ["u", nil, "u"])
        #expect(texts(table, "d") == ["2024-01-01", nil, nil])
        #expect(try reader.next(maximumRows: 10) == nil)
    }

    @Test func readsInBatchesWithTheirBytes() throws {
        var reader = try reader("n,s\n1,\"a\nb\"\n2,c\n3,d\n", keepRaw: true)
        let first = try reader.next(maximumRows: 2)
        #expect(first?.firstLine == 2)
        #expect(first?.raw.map { String(decoding: $0, as: UTF8.self) } == ["1,\"a\nb\"", "2,c"])
        let second = try reader.next(maximumRows: 2)
        #expect(second?.firstLine == 5)
        #expect(numbers(second?.table, "n") == [3])
        #expect(String(decoding: reader.rawHeader, as: UTF8.self) == "n,s")
    }

    @Test func readsJSONLines() throws {
        var reader = try reader(
            "{\"n\": 1.5, \"s\": \"é\\n\", \"b\": true}\n\n{\"s\": null, \"more\": 1, \"n\": \"2\"}\n",
            name: "t.jsonl"
        )
        let table = try reader.next(maximumRows: 10)?.table
        #expect(numbers(table, "n") == [1.5, 2])
        #expect(texts(table, "s") == ["é\n", nil])
        #expect(numbers(table, "b") == [1, nil])
    }

    @Test func guessesJSONLinesFromTheFirstByte() throws {
        var reader = try reader("{\"n\": 1}\n", name: "-")
        #expect(reader.format == .jsonLines)
        #expect(numbers(try reader.next(maximumRows: 1)?.table, "n") == [1])
    }

    @Test(arguments: [
        ("n,s\n1,a\nabc,b\n", "t.csv", "'t.csv', line 3, column 'n': 'abc' is not a number"),
        ("n,s\n1\n", "t.csv", "'t.csv', line 2: 1 cells, but the header has 2"),
        ("n,n\n1,2\n", "t.csv", "'t.csv' has the column 'n' twice"),
        ("p,q\n1,2\n", "t.csv", "'t.csv' has none of the schema's columns"),
        ("", "t.csv", "'t.csv' is empty: it has no header"),
        ("{\"n\":1}\n{\"n\":}\n", "t.jsonl", "'t.jsonl', line 2, column 6: expected a value"),
        (
            "{\"n\":[1]}\n", "t.jsonl",
            "'t.jsonl', line 1: the value of 'n' is an array, not a plain value"
        ),
        ("[1]\n", "t.jsonl", "'t.jsonl', line 1: an array stands where an object should be"),
    ])
    func namesTheCell(text: String, name: String, message: String) throws {
        let error = #expect(throws: DatasetError.self) {
            var reader = try reader(text, name: name)
            while try reader.next(maximumRows: 2) != nil {}
        }
        #expect(error?.description == message)
        #expect(error?.exitStatus == .dataFormat)
    }

    @Test func readsSeveralFilesAsOneTable() async throws {
        try await withScratchDirectory { directory in
            let (a, b) = (directory.appending("a.csv"), directory.appending("b.tsv"))
            try write("n,s\n1,x\n2,y\n", to: a)
            try write("s\tb\ny\t1\nz\tNA\n", to: b)
            let table = try TableBatches.readAll([.file(a), .file(b)], schema: schema)
            #expect(table.rowCount == 4)
            #expect(numbers(table, "n") == [1, 2, nil, nil])
            #expect(texts(table, "s") == ["x", "y", "y", "z"])
            #expect(numbers(table, "b") == [nil, nil, 1, nil])
            let selected = table.selecting(rows: [3, 0])
            #expect(texts(selected, "s") == ["z", "x"])
            #expect(numbers(selected, "n") == [nil, 1])
        }
    }

    @Test func aHeaderWithoutRowsIsNoTable() async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("a.csv")
            try write("n,s\n", to: path)
            #expect(throws: DatasetError.noRows(file: path.string)) {
                try TableBatches.readAll([.file(path)], schema: schema)
            }
        }
    }

    @Test func codesManyLabels() throws {
        let text = "s\n" + (0..<5000).map { "v\($0 % 1000)\n" }.joined()
        var reader = try reader(text)
        let table = try reader.next(maximumRows: 10_000)?.table
        #expect(texts(table, "s") == (0..<5000).map { "v\($0 % 1000)" })
        guard case .text(_, let labels) = table?["s"]?.values else { return }
        #expect(labels.count == 1000)
    }
}

func write(_ text: String, to path: FilePath) throws {
    let file = try FileDescriptor.open(
        path,
        .writeOnly,
        options: [.create, .truncate],
        permissions: [.ownerReadWrite]
    )
    try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
}
