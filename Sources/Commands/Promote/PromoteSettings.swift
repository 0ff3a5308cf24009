import CommandLineTool
import Evaluation
import LoadTest
import Promotion
import Registry
import RunDocument
import SystemPackage

/// What mlx.yaml's `promote` says, as a promotion takes it.
struct PromoteSettings {
    private let project: Project
    private let environment: [String: String]
    private let service: ServiceOptions

    init(_ project: Project, _ environment: [String: String], _ service: ServiceOptions) {
        self.project = project
        self.environment = environment
        self.service = service
    }

    private var promote: Project.Promote { project.promote }

    /// Fills in all that is about services and what surrounds them.
    func apply(to request: inout PromotionRequest) throws {
        let settings = service.settings(project, environment)
        let programs = ProgramSettings(
            environment: environment,
            timeout: try duration(promote.timeout, "timeout") ?? ProgramSettings.usualTimeout)
        request.hooks = try promote.before.map {
            try HookReader(programs, project: project).hook($0)
        }
        if !service.noServe {
            request.deployer = try DeployerSettings(project, settings, programs).deployer()
        }
        request.url = promote.url ?? settings?.url
        let gates = try promote.gates.map { try Self.gate($0, TrialLoad.defect) }
        if !gates.isEmpty || (request.deployer != nil && promote.smoke ?? true) {
            // Its port is another one, so any settings will do.
            let trial = settings ?? service.settings(port: 0, environment)
            request.trial = Trial(
                trial, load: gates.isEmpty ? nil : TrialLoad(gates: gates, plan: try loadPlan()))
        }
        request.leavesServiceAlone = service.noServe
        request.analyses = try analyses()
        request.watch = try watch()
        if let section = askingForService(request) { try requireAddress(request.url, section) }
    }

    /// What is in vain where no service can be asked, as it is written.
    private func askingForService(_ request: PromotionRequest) -> String? {
        if request.leavesServiceAlone { return nil }
        if let analysis = request.analyses.first { return "'promote.\(analysis.mode.rawValue)'" }
        return request.watch.map { _ in service.watch == nil ? "'promote.watch'" : "--watch" }
    }

    private func requireAddress(_ url: String?, _ section: String) throws(ProjectError) {
        guard url == nil else { return }
        throw invalid(
            "\(section) does not know where the service is",
            hint: "write serve: {port: 8080}, or give its address as 'promote.url'")
    }

    private func loadPlan() throws -> LoadPlan {
        let load = promote.load
        let time = try duration(load.duration, "load.duration") ?? .seconds(2)
        let warmUp = try duration(load.warmup, "load.warmup") ?? .milliseconds(300)
        do throws(LoadTestError) {
            return try LoadPlan(
                loop: load.rate.map { .open(rate: $0) } ?? .closed,
                connections: load.connections ?? 4,
                extent: .duration(time),
                warmUp: warmUp)
        } catch {
            throw invalid("'promote.load': \(error.description)")
        }
    }

    private func analyses() throws -> [Analysis] {
        let written = [
            (CandidateMode.shadow, promote.shadow), (CandidateMode.canary, promote.canary),
        ]
        return try written.compactMap { mode, analysis in
            try analysis.map {
                try AnalysisReader(mode, project, patience: service.patience).analysis($0)
            }
        }
    }

    private func watch() throws -> Watch? {
        guard let watch = service.watch.map({ Project.Watch(duration: $0) }) ?? promote.watch
        else { return nil }
        let duration = try duration(watch.duration, "watch.for") ?? .seconds(300)
        let usual = min(.seconds(5), duration / 5)
        let gates = try watch.gates.map { try Self.gate($0, LiveGates.defect) }
        return Watch(
            duration: duration,
            interval: try self.duration(watch.interval, "watch.interval") ?? usual,
            gates: gates.isEmpty ? try LiveGates.usual() : gates)
    }

    static func gate(
        _ place: Located<JSONValue>, _ defect: (Gate) -> (reason: String, hint: String)?
    ) throws -> Gate {
        let gate: Gate
        do throws(EvaluationError) {
            gate = try Gate(place.value)
        } catch {
            throw ProjectError(
                file: place.file, line: place.line, reason: error.description, hint: error.hint)
        }
        if let (reason, hint) = defect(gate) {
            throw ProjectError(file: place.file, line: place.line, reason: reason, hint: hint)
        }
        return gate
    }

    private func duration(_ text: String?, _ key: String) throws(ProjectError) -> Duration? {
        try project.duration(text, key)
    }

    private func invalid(_ reason: String, hint: String? = nil) -> ProjectError {
        project.invalid(reason, hint: hint)
    }
}

extension Project {
    /// - Parameter key: below `promote`.
    func duration(_ text: String?, _ key: String) throws(ProjectError) -> Duration? {
        guard let text else { return nil }
        guard let duration = TimeSpan.parse(text) else {
            throw invalid(
                "'promote.\(key)' is '\(text)', which is no length of time",
                hint: "write 500ms, 90s or 5m")
        }
        return duration
    }

    func invalid(_ reason: String, hint: String? = nil) -> ProjectError {
        ProjectError(file: file ?? "mlx.yaml", line: nil, reason: reason, hint: hint)
    }
}
