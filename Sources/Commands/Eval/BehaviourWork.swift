import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import Model
import RunDocument
import SystemPackage

/// The behaviour tests of a model: files of cases, and commands.
struct BehaviourWork {
    private let request: EvalRequest

    init(_ request: EvalRequest) { self.request = request }

    private enum Test {
        case cases(file: String)
        case command(BehaviourCommand)
    }

    private func tests() throws -> [Test] {
        try request.tests.map { test in
            let place = test.line.map { "\(test.file):\($0)" } ?? test.file
            if let file = test.value.stringValue ?? test.value["cases"]?.stringValue {
                guard test.value.objectValue?.count ?? 1 == 1 else {
                    throw ProjectError(
                        file: test.file, line: test.line,
                        reason: "a test has 'cases' and other keys",
                        hint: "write {cases: FILE} or {command: [...], junit: FILE}")
                }
                return .cases(file: file)
            }
            return .command(try BehaviourCommand(test.value, place: place))
        }
    }

    /// - Parameter data: the test data, for cases that take rows of it.
    func caseChecks(
        _ model: LoadedModel, _ data: Table, _ schema: TableSchema?
    ) throws -> [Check] {
        try tests().flatMap { test -> [Check] in
            guard case .cases(let file) = test else { return [] }
            return try BehaviourCases.read(
                FilePath(file), metadata: model.predictor.metadata, schema: schema
            ).check(with: model.predictor, data: data)
        }
    }

    /// Runs the commands, one after the other; what they say goes to standard error.
    func commandChecks(_ model: LoadedModel, _ context: StageContext) async throws -> [Check] {
        var checks: [Check] = []
        for test in try tests() {
            guard case .command(let command) = test else { continue }
            let output = try Files.createTemporaryDirectory(prefix: "mlx-eval")
            defer { Files.removeTreeIfPossible(output) }
            let places = BehaviourCommand.Places(
                directory: Files.absolute("."), model: Files.absolute(model.path),
                testData: try DataFiles.expand(request.data).map(Files.absolute),
                output: output, log: output.appending("log"), runID: context.run.metadata.id)
            let diagnostics = context.diagnostics
            checks += try await command.run(in: places) { diagnostics.raw($0) }
        }
        return checks
    }
}
