import Dataset
import Evaluation
import FileStorage
import Model
import RunDocument
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Answers by a formula and counts how often it is asked.
final class FormulaModel: Predictor {
    let metadata: ModelMetadata
    let calls = Mutex(0)
    private let formula: @Sendable (Double, String) -> [Double]

    init(labels: [String] = [], _ formula: @escaping @Sendable (Double, String) -> [Double]) {
        metadata = ModelMetadata(
            format: "command", task: labels.isEmpty ? .regression : .multiclass, target: "y",
            labels: labels,
            inputs: [
                Feature(name: "mass", kind: .numeric(isInteger: true), isRequired: true),
                Feature(name: "sex", kind: .categorical(["f", "m"]), isRequired: false),
                Feature(name: "wild", kind: .boolean, isRequired: false),
            ], dataFile: "", libraryVersion: "", runID: nil, createdAt: nil)
        self.formula = formula
    }

    func predict(_ table: Table) throws -> Predictions {
        calls.withLock { $0 += 1 }
        guard case .numeric(let masses)? = table["mass"]?.values,
            case .text(let codes, let labels)? = table["sex"]?.values
        else { throw ModelError.missingFeature(name: "mass") }
        let scores = (0..<table.rowCount).flatMap { row in
            formula(masses[row], codes[row] < 0 ? "" : labels[Int(codes[row])])
        }
        return Predictions(rowCount: table.rowCount, labels: metadata.labels, scores: scores)
    }
}

@Suite struct BehaviourCasesTests {
    private static let birds = FormulaModel(labels: ["A", "B", "C"]) { mass, sex in
        let heavy = min(max((mass - 3000) / 4000, 0), 1)
        return [1 - heavy, heavy - (sex == "m" ? 0.05 : 0), sex == "m" ? 0.05 : 0]
    }
    private static let weights = FormulaModel { mass, sex in [sex == "x" ? .nan : mass / 10] }

    private static func read(_ text: String, _ model: FormulaModel) async throws -> BehaviourCases {
        try await withScratchDirectory { directory in
            let path = directory.appending("cases.jsonl")
            try Files.write(path, text.utf8)
            return try BehaviourCases.read(path, metadata: model.metadata, schema: nil)
        }
    }

    private static func check(
        _ members: String, _ model: FormulaModel = birds, data: Table? = nil
    ) async throws -> Check {
        let cases = try await read(#"{"name":"t",\#(members)}"#, model)
        return try #require(try cases.check(with: model, data: data).first)
    }

    @Test(
        arguments: [
            (#""input":{"mass":3500},"expect":"A""#, true),
            (#""input":{"mass":6500},"expect":"A""#, false),
            (#""input":{"mass":3400},"expect":{"label":"A","score":{"A":{"min":0.9}}}"#, true),
            (#""input":{"mass":3500},"expect":{"label":"A","score":{"A":{"min":0.9}}}"#, false),
            (#""input":{"mass":3400},"expect":{"score":{"B":{"max":0.05}}}"#, false),
        ])
    func whatAModelMustSay(_ members: String, _ passes: Bool) async throws {
        let check = try await Self.check(#""kind":"minimum_functionality",\#(members)"#)
        #expect(check.status == (passes ? .passed : .failed))
        #expect(check.id == "behaviour:t" && check.line == 1)
        #expect(check.file?.hasSuffix("cases.jsonl") == true)
    }

    @Test(
        arguments: [
            (#"{"value":350,"tolerance":0.5}"#, true), (#"{"value":352,"tolerance":1}"#, false),
            (#"{"min":350}"#, true), (#"{"max":349.9}"#, false), (#"{"min":340,"max":360}"#, true),
        ])
    func theNumberOfARegression(_ expect: String, _ passes: Bool) async throws {
        let check = try await Self.check(
            #""kind":"minimum_functionality","input":{"mass":3500},"expect":\#(expect)"#,
            Self.weights)
        #expect(check.status == (passes ? .passed : .failed))
    }

    @Test(
        arguments: [
            (#""change":{"sex":"m"}"#, true), (#""change":{"sex":"m"},"tolerance":0.01"#, false),
            (#""change":{"sex":"m"},"tolerance":0.06"#, true),
            (#""change":[{"sex":"m"},{"mass":{"add":2500}}]"#, false),
            (#""change":{"mass":{"multiply":1.01}},"tolerance":0.01"#, true),
        ])
    func whatMustStay(_ members: String, _ passes: Bool) async throws {
        let check = try await Self.check(
            #""kind":"invariance","input":{"mass":3500,"sex":"f"},\#(members)"#)
        #expect(check.status == (passes ? .passed : .failed))
    }

    @Test(
        arguments: [
            (#"{"B":"increase"}"#, true), (#"{"A":"increase"}"#, false),
            (#"{"A":"decrease","B":"not_decrease"}"#, true), (#"{"C":"increase"}"#, false),
            (#"{"C":"not_increase"}"#, true),
            (#"{"B":{"direction":"increase","by":0.2}}"#, true),
            (#"{"B":{"direction":"increase","by":0.3}}"#, false),
            (#"{"B":{"direction":"not_increase","by":0.3}}"#, true),
            (#"{"B":{"direction":"not_increase","by":0.2}}"#, false),
        ])
    func whichWayScoresGo(_ expect: String, _ passes: Bool) async throws {
        let check = try await Self.check(
            #""kind":"directional","input":{"mass":4000},"change":{"mass":5000},"expect":\#(expect)"#
        )
        #expect(check.status == (passes ? .passed : .failed))
    }

    @Test func aFailureTellsItsExample() async throws {
        let check = try await Self.check(
            #""kind":"invariance","severity":"warning","input":{"mass":3500,"wild":true},"change":{"mass":6500}"#
        )
        #expect(check.status == .warning)
        #expect(
            check.message
                == #"case 't': expected the label of A (0.875), got B (0.875) for {"mass":3500,"sex":null,"wild":true} changed by {"mass":6500}"#
        )
        #expect(check.observed == "B")
        #expect(check["example"]?["change"] == ["mass": 6500])
    }

    @Test func aScoreThatIsNoNumberNeverPasses() async throws {
        let check = try await Self.check(
            #""kind":"directional","allow_unseen":true,"input":{"mass":1},"change":{"sex":"x"},"expect":"not_increase""#,
            Self.weights)
        #expect(check.status == .failed)
        #expect(check.message?.contains("nan") == true)
    }

    // MARK: Rows of the test data

    private static let data = Table(
        columns: [
            Column(name: "mass", values: .numeric((0..<100).map { 3000 + 40 * Double($0) })),
            Column(
                name: "sex",
                values: .text(codes: (0..<100).map { Int32($0 % 2) }, labels: ["f", "m"])),
        ], rowCount: 100)

    @Test func rowsOfTheDataMayFailByARate() async throws {
        let members =
            #""kind":"minimum_functionality","input":{"from":"data","where":"sex == 'f'","rows":10},"expect":"A""#
        let strict = try await Self.check(members, data: Self.data)
        #expect(strict.status == .failed)
        #expect(strict["examined"] == 10 && strict["count"] == 5)
        #expect(
            strict.message?.hasPrefix(
                "case 't': 5 of 10 rows fail, where max_failure_rate is 0; first: expected A, got ")
                == true)
        let lenient = try await Self.check(members + #","max_failure_rate":0.5"#, data: Self.data)
        #expect(lenient.status == .passed)
    }

    @Test func rowsThatAChangeLeavesAsTheyAreDoNotCount() async throws {
        let check = try await Self.check(
            #""kind":"invariance","input":{"from":"data","rows":100},"change":{"sex":"m"}"#,
            data: Self.data)
        #expect(check["examined"] == 50)
    }

    @Test(arguments: ["mass < 0", "sex == 'x'"])
    func noRowIsNoSuccess(_ source: String) async throws {
        let check = try await Self.check(
            #""kind":"minimum_functionality","input":{"from":"data","where":"\#(source)"},"expect":"A""#,
            data: Self.data)
        #expect(check.status == .failed)
        #expect(check.message?.hasPrefix("case 't': no row of the test data") == true)
    }

    @Test func allCasesAreAskedInOneCall() async throws {
        let model = FormulaModel(labels: ["A", "B"]) { _, _ in [1, 0] }
        let line = #""kind":"invariance","input":{"mass":1},"change":[{"mass":2},{"mass":3}]}"#
        let text = (0..<50).map { #"{"name":"n\#($0)",\#(line)"# }.joined(separator: "\n\n")
        let checks = try await Self.read(text, model).check(with: model, data: nil)
        #expect(checks.count == 50 && checks.allSatisfy { $0.status == .passed })
        #expect(checks.last?.line == 99)
        #expect(model.calls.withLock { $0 } == 1)
    }

    // MARK: Faults

    @Test(
        arguments: [
            (#""kind":"invarance","input":{"mass":1}"#, "'kind' is 'invarance'", "invariance"),
            (#""kind":"invariance","inputs":{"mass":1}"#, "unknown key 'inputs'", "input"),
            (#""kind":"invariance","input":{"mas":1},"change":{"mass":2}"#, "'input.mas'", "mass"),
            (#""kind":"invariance","input":{"mass":"1"},"change":{"mass":2}"#, "is a string", ""),
            (#""kind":"invariance","input":{"mass":1.5},"change":{"mass":2}"#, "integers", ""),
            (#""kind":"invariance","input":{"sex":"f"},"change":{"sex":"m"}"#, "no 'mass'", ""),
            (#""kind":"invariance","input":{"mass":null},"change":{"mass":2}"#, "null", ""),
            (#""kind":"invariance","input":{"mass":1},"change":{"mass":1}"#, "as it is", ""),
            (#""kind":"invariance","input":{"mass":1},"change":{"sex":"w"}"#, "not seen", "unseen"),
            (
                #""kind":"invariance","input":{"mass":1},"change":{"sex":{"add":1}}"#,
                "no column of numbers", ""
            ),
            (
                #""kind":"minimum_functionality","input":{"mass":1},"expect":"AA""#,
                "a label that the model does not know", "A, B, C"
            ),
            (
                #""kind":"directional","input":{"mass":1},"change":{"mass":2},"expect":{"A":"up"}"#,
                "'expect.A.direction' is 'up'", ""
            ),
            (
                #""kind":"directional","input":{"mass":1},"change":{"mass":2},"expect":"increase""#,
                "'expect' does not say whose", #"{"C":"increase"}"#
            ),
            (
                #""kind":"minimum_functionality","input":{"mass":1},"expect":"A","max_failure_rate":1"#,
                "max_failure_rate", ""
            ),
            (#""kind":"invariance","input":{"mass":1},"input":{}"#, "column", "one JSON object"),
        ])
    func faultsAreNamed(_ members: String, _ reason: String, _ hint: String) async throws {
        let error = await #expect(throws: BehaviourError.self) { try await Self.check(members) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("cases.jsonl:1: ") == true)
        #expect(hint.isEmpty || error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
        #expect(error?.exitStatus == .dataFormat)
    }

    @Test func dataThatIsNotThereIsMissed() async throws {
        let error = await #expect(throws: BehaviourError.self) {
            try await Self.check(
                #""kind":"minimum_functionality","input":{"from":"data"},"expect":"A""#)
        }
        #expect(error?.exitStatus == .missingInput)
    }
}
