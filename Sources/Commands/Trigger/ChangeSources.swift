import CommandLineTool
import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import Triggering

/// Looks for changes where the options and the project say.
struct ChangeSources {
    private let options: ChangeOptions
    private let context: StageContext
    private let models: RegisteredModels

    private static let longestList = 64 << 20

    init(_ options: ChangeOptions, _ context: StageContext, _ models: RegisteredModels) {
        self.options = options
        self.context = context
        self.models = models
    }

    /// What is asked for; if nothing is, the data and the model's age.
    func changes() async throws -> Changes {
        var changes = try told()
        if options.namesFiles { changes.add(try await fileChanges()) }
        for name in options.report { changes.add(try report(name)) }
        let isAsked = options.namesFiles || !options.report.isEmpty || !changes.isEmpty
        if let limit = try maximumAge(isAsked) {
            changes.add(ModelAge(limit: limit, now: context.now).changes(of: models))
        }
        if !isAsked, !context.project.data.train.isEmpty {
            changes.add(try DataComparison.changes(in: context.project.data.train, since: models))
        }
        guard !changes.explanations.isEmpty else { throw TriggerError.nothingToCompare }
        return changes
    }

    /// What another mlx-trigger has found that began this pipeline: it has looked at more than can
    /// be seen here.
    private func told() throws(TriggerError) -> Changes {
        let environment = context.environment
        guard !environment["MLX_STARTED_BY", default: ""].isEmpty else { return Changes() }
        let word = environment["MLX_CHANGED", default: ""]
        guard let kind = ChangeKind(rawValue: word) else { throw .unknownChange(word) }
        let reason = environment["MLX_REASON", default: ""]
        return Changes(kind, reason: reason.isEmpty ? "mlx-trigger elsewhere says so" : reason)
    }

    // MARK: Files

    private func fileChanges() async throws -> Changes {
        if let event = options.event { return try await self.event(event) }
        if !options.since.isEmpty { return try await since() }
        let bytes = try read(options.changedFiles ?? "-", limit: Self.longestList)
        return try await rules().changes(
            in: ChangedFile.list(bytes, project: directory.string))
    }

    private func since() async throws -> Changes {
        let isInCI = context.run.metadata.ci["provider"] != nil
        var files: [ChangedFile] = []
        var checkouts: [Checkout] = []
        for argument in options.since {
            let (place, reference) = Self.placed(argument)
            let checkout = try checkout(place)
            files += try await checkout.since(reference, uncommitted: !isInCI)
            checkouts.append(checkout)
        }
        return try await rules().changes(in: files) { [checkouts] in
            var remaining: [[UInt8]] = []
            for checkout in checkouts { remaining += await checkout.remaining() ?? [] }
            return remaining
        }
    }

    private func event(_ argument: String) async throws -> Changes {
        let (place, file) = Self.placed(argument)
        let event = try WebhookEvent(parsing: read(file, limit: WebhookEvent.maximumSize))
        return try await rules().changes(of: event, in: checkout(place))
    }

    /// What stands before an equals sign, if it is a directory, and what after it.
    private static func placed(_ argument: String) -> (directory: FilePath?, rest: String) {
        guard let equals = argument.firstIndex(of: "=") else { return (nil, argument) }
        let directory = FilePath(String(argument[..<equals]))
        guard Files.isDirectory(directory) else { return (nil, argument) }
        return (directory, String(argument[argument.index(after: equals)...]))
    }

    private func checkout(_ place: FilePath?) throws -> Checkout {
        try Checkout(place ?? directory, project: directory)
    }

    private var directory: FilePath {
        FilePath(context.project.file ?? "").removingLastComponent()
    }

    private func rules() throws(TriggerError) -> ChangeRules {
        let trigger = context.project.trigger
        let rules = ChangeRules(code: trigger.code, data: trigger.data, tests: trigger.tests)
        guard !rules.isEmpty else { throw .noRules }
        return rules
    }

    private func read(_ name: String, limit: Int) throws -> [UInt8] {
        name == "-"
            ? try Files.readAll(.standardInput, path: "standard input", limit: limit)
            : try Files.read(FilePath(name), limit: limit)
    }

    // MARK: Reports and age

    private func report(_ name: String) throws -> Changes {
        let run = try Run(parsing: read(name, limit: Self.longestList))
        let shown = name == "-" ? "standard input" : name
        let rule: QualityReport.DriftRule =
            switch context.project.trigger.drift {
            case .failed: .failed
            case .warning: .warning
            case .never: .never
            }
        return try QualityReport(run, name: shown).changes(rule, gates())
    }

    private func gates() throws(ProjectError) -> [Gate] {
        try context.project.trigger.gates.map { place throws(ProjectError) in
            func invalid(_ reason: String, _ hint: String?) -> ProjectError {
                ProjectError(file: place.file, line: place.line, reason: reason, hint: hint)
            }
            do throws(EvaluationError) {
                let gate = try Gate(place.value)
                guard gate.scope != .all else { return gate }
            } catch {
                throw invalid(error.description, error.hint)
            }
            throw invalid(
                "a gate of 'trigger.gates' is on a part of the rows",
                "a report has only the metrics of all rows: leave out 'slice' and its like")
        }
    }

    /// The project's counts where nothing else is asked for: a push must not start what is due
    /// anyway.
    private func maximumAge(_ isAsked: Bool) throws(ProjectError) -> Duration? {
        if let limit = options.maxAge.flatMap(TimeSpan.parse) { return limit }
        guard !isAsked, let text = context.project.trigger.maxAge else { return nil }
        guard let limit = TimeSpan.parse(text) else {
            throw ProjectError(
                file: context.project.file ?? "mlx.yaml", line: nil,
                reason: "'trigger.max_age' is '\(text)', which is no length of time",
                hint: "write 30d or 12h")
        }
        return limit
    }
}
