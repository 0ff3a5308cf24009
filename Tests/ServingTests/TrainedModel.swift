import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Real models of a small table, made and registered by the real tools.
enum TrainedModel {
    static let schema: JSONValue = [
        "fields": [
            ["name": "size", "type": "number"],
            ["name": "color", "type": "string", "categories": ["red", "green, light"]],
            ["name": "count", "type": "integer", "constraints": ["required": true]],
            ["name": "kind", "type": "string", "mlx:field": ["role": "target"]],
        ],
        "missingValues": ["", "NA"],
        "mlx:dataset": ["target": "kind", "task": "binary"],
    ]

    static var rows: String {
        (0..<60).map { row in
            let isLarge = row % 2 == 0
            let color = row % 3 == 0 ? "red" : "\"green, light\""
            return "\(isLarge ? 10 : 1),\(color),\(row),\(isLarge ? "big \"B\"" : "small")\n"
        }
        .reduce("size,color,count,kind\n") {
            $0 + $1.replacing("big \"B\"", with: "\"big \"\"B\"\"\"")
        }
    }

    /// Trains versions with ever more rounds, from 1 on, so that their probabilities differ.
    static func train(_ count: Int = 1, in directory: FilePath) async throws {
        try Files.replace(directory.appending("rows.csv"), with: rows.utf8)
        try Files.replace(directory.appending("schema.json"), with: schema.canonicalBytes())
        for number in 1...count {
            let result = try await Tool.shell(
                """
                mlx-train --no-input --data rows.csv --schema schema.json --seed 7 \
                    --parameter num_round=\(number) --parameter min_child_weight=0 \
                    --model-directory model\(number) |
                mlx-register --model island --registry registry
                """,
                directory: directory
            )
            try #require(result.status == 0, "\(result.errors)")
        }
    }

    /// Moves production as mlx-promote does: by one new index.
    static func promote(_ version: Int, in directory: FilePath) throws {
        let tag = "org.opencontainers.image.ref.name"
        let path = directory.appending("registry/island/index.json")
        guard case .object(var index) = try JSONValue(parsing: try Files.read(path)) else {
            throw StorageError.missing(path: path.string)
        }
        var manifests = (index["manifests"]?.arrayValue ?? []).filter {
            $0["annotations"]?[tag] != "production"
        }
        for case .object(var entry) in manifests
        where entry["annotations"]?[tag] == .string("\(version)") {
            entry["annotations"] = .object([tag: "production"])
            manifests.append(.object(entry))
        }
        index["manifests"] = .array(manifests)
        try Files.replace(path, with: JSONValue.object(index).canonicalBytes())
    }
}
