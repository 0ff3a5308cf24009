import Dataset
import Evaluation
import RunDocument

/// Six penguins, some of them with missing values.
enum SliceTable {
    static let schema = TableSchema(fields: [
        TableField(name: "island", type: .string), TableField(name: "sex", type: .string),
        TableField(name: "mass", type: .number), TableField(name: "tagged", type: .boolean),
        TableField(name: "year", type: .integer),
    ])

    static let table = Table(
        columns: [
            Column(
                name: "island",
                values: .text(
                    codes: [0, 1, 1, 2, 1, -1], labels: ["Biscoe", "Dream", "Torgersen"])
            ),
            Column(
                name: "sex",
                values: .text(codes: [0, 1, 0, 1, -1, 0], labels: ["male", "female"])
            ),
            Column(name: "mass", values: .numeric([3000, 3500, 4000, 4500, .nan, 5000])),
            Column(name: "tagged", values: .numeric([1, 0, 1, 1, 0, .nan])),
            Column(name: "year", values: .numeric([2007, 2008, 2007, 2009, 2009, 2009])),
        ],
        rowCount: 6
    )

    static func dimension(_ json: JSONValue) throws -> SliceDimension {
        try SliceDimension(try SliceDefinition(json), of: table, schema: schema)
    }

    /// As `name: 0 3`, a slice each.
    static func text(_ dimension: SliceDimension) -> [String] {
        dimension.slices.map { slice in
            "\(slice.name): \(slice.rows.map { "\($0)" }.joined(separator: " "))"
        }
    }
}
