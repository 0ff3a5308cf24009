import Dataset
import Evaluation
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Training

/// Cases held against a model that XGBoost made.
@Suite struct BehaviourModelTests {
    @Test func casesOfARealModel() async throws {
        let schema = try TableSchema(
            json: JSONValue(
                parsing: """
                    {"fields": [{"name": "x", "type": "number"},
                      {"name": "color", "type": "string"},
                      {"name": "y", "type": "string", "mlx:field": {"role": "target"}}],
                     "mlx:dataset": {"version": 1, "target": "y", "task": "binary"}}
                    """))
        let rows = 0..<200
        let table = Table(
            columns: [
                Column(name: "x", values: .numeric(rows.map { Double($0) })),
                Column(
                    name: "color",
                    values: .text(codes: rows.map { Int32($0 % 2) }, labels: ["red", "blue"])),
                Column(
                    name: "y",
                    values: .text(codes: rows.map { $0 < 100 ? 0 : 1 }, labels: ["low", "high"])),
            ], rowCount: 200)
        try await withScratchDirectory { directory in
            _ = try XGBoostTrainer(parameters: ["num_round": 20], seed: 1).train(
                table, schema: schema, base: nil, into: directory, runID: "r", createdAt: "t")
            let model = try Predictors.load(try ModelDirectory(loading: directory))
            let path = directory.appending("cases.jsonl")
            try Files.write(
                path,
                #"""
                {"name":"far out","kind":"minimum_functionality","input":{"x":180},"expect":{"label":"high","score":{"high":{"min":0.8}}}}
                {"name":"any color","kind":"invariance","input":{"from":"data","where":"x < 90","rows":20},"change":[{"color":"red"},{"color":"blue"}],"tolerance":0.01}
                {"name":"more","kind":"directional","input":{"x":10,"color":"red"},"change":{"x":{"add":150}},"expect":{"high":"increase","low":"decrease"}}
                {"name":"wrong","kind":"minimum_functionality","input":{"x":180},"expect":"low"}
                """#.utf8)
            let cases = try BehaviourCases.read(path, metadata: model.metadata, schema: schema)
            let checks = try cases.check(with: model, data: table)
            #expect(checks.map(\.status) == [.passed, .passed, .passed, .failed])
            #expect(checks[1]["examined"] == 20)
        }
    }
}
