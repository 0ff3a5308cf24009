import FileStorage
import Registry
package import SystemPackage

/// What must succeed before a version is brought into production: the infrastructure is ready.
package enum Hook: Sendable {
    case command([String], ProgramSettings)
    case terraform(Terraform)

    /// A directory of Terraform, whose plan must be empty, or is carried out.
    package struct Terraform: Sendable {
        package var directory: FilePath
        /// Whether changes are made, and not refused.
        package var applies: Bool
        package var program: [String]
        package var settings: ProgramSettings

        package init(
            directory: FilePath, applies: Bool, program: [String], settings: ProgramSettings
        ) {
            self.directory = directory
            self.applies = applies
            self.program = program
            self.settings = settings
        }
    }

    /// What it does, in words.
    package var words: String {
        switch self {
        case .command(let command, _): "run \(ShellWords.joined(command))"
        case .terraform(let terraform):
            "look whether Terraform has changes for '\(terraform.directory)'"
                + (terraform.applies ? ", and apply them" : "")
        }
    }

    /// - Throws: `PromotionError.programMissing`.
    func prepare() throws {
        switch self {
        case .command(let command, let settings): try settings.require(command)
        case .terraform(let terraform): try terraform.settings.require(terraform.program)
        }
    }

    /// - Throws: `PromotionError.hookFailed`, `.infrastructureChanges`, `.programTimedOut`.
    func run(for release: Release) throws {
        switch self {
        case .command(let command, let settings):
            let step = settings.step(command, for: release)
            let result = try step.run()
            guard result.status != 0 else { return }
            throw PromotionError.hookFailed(
                ShellWords.joined(command), status: result.status, output: result.lastLine,
                log: step.log.string)
        case .terraform(let terraform): try terraform.run(for: release)
        }
    }
}

extension Hook.Terraform {
    /// How long Terraform may take to write its state when it is asked to end.
    private static let patience = Duration.seconds(1800)

    private func step(_ words: [String], _ release: Release) -> StepProgram {
        settings.step(program + ["-chdir=\(directory)"] + words, for: release)
    }

    /// Plans; `-detailed-exitcode` tells whether that would change anything.
    ///
    /// What is applied is the plan that was made, and no later one.
    fileprivate func run(for release: Release) throws {
        let plan = Files.absolute(release.store.temporaryPath())
        defer { Files.removeIfPossible(plan) }
        try Files.makeDirectory(plan.removingLastComponent())
        let planning = step(
            [
                "plan", "-detailed-exitcode", "-input=false", "-no-color", "-lock-timeout=60s",
                "-out=\(plan)",
            ], release)
        let result = try planning.run()
        guard result.status == 2 else { return try check(result, of: planning) }
        guard applies else {
            throw PromotionError.infrastructureChanges(
                directory: directory.string, summary: Self.summary(result.output),
                log: planning.log.string)
        }
        var applying = step(["apply", "-input=false", "-no-color", plan.string], release)
        // Killed, it would forget what it has made already.
        applying.patience = max(applying.patience, Self.patience)
        try check(applying.run(), of: applying)
    }

    private func check(_ result: StepProgram.Result, of step: StepProgram) throws {
        guard result.status == 0 else {
            throw PromotionError.terraformFailed(
                directory: directory.string, status: result.status,
                output: Self.error(result.output), log: step.log.string)
        }
    }

    /// The first error that it tells of, without its frame.
    private static func error(_ output: String) -> String {
        let line = output.split(separator: "\n").first { $0.contains("Error: ") } ?? ""
        return line.firstRange(of: "Error: ").map { String(line[$0.lowerBound...].prefix(500)) }
            ?? ""
    }

    /// The last line of a plan: how many are to be added, changed and destroyed.
    private static func summary(_ output: String) -> String {
        let line = output.split(separator: "\n").last { $0.hasPrefix("Plan: ") } ?? ""
        return line.dropFirst(6).filter { $0 != "." }
    }
}
