import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage

/// A service of the new version on a port of its own, beside the live one.
struct Candidate {
    private let store: ModelStore
    private let version: RegisteredVersion
    private let settings: ServiceSettings
    private let load: TrialLoad?

    init(_ version: RegisteredVersion, in store: ModelStore, _ trial: Trial) {
        self.store = store
        self.version = version
        settings = trial.service
        load = trial.load
    }

    struct Outcome {
        /// Whether there was an example to ask with.
        let wasAsked: Bool
        /// Nil if it was not put under load.
        let load: TrialLoad.Outcome?
    }

    /// Starts the service, waits until it is ready, asks it for one prediction, puts it under load
    /// if that is wanted, and stops it.
    ///
    /// - Throws: `PromotionError`, `LoadTestError`; nothing is left running.
    func check(_ directory: FilePath) throws -> Outcome {
        let smoke = try SmokeTest(
            model: store.model.description,
            version: version.number,
            directory: directory
        )
        let log = store.temporaryPath()
        let portFile = store.temporaryPath()
        defer {
            Files.removeIfPossible(log)
            Files.removeIfPossible(portFile)
        }
        let process = try start(directory, portFile: portFile, log: log)
        defer { process.stop() }
        let endpoint = try waitUntilReady(process, portFile: portFile, log: log)
        try smoke?.run(against: endpoint)
        let outcome = try load?.run(
            store.model.description, version: version.number, directory: directory,
            process: process.program, endpoint.url)
        return Outcome(wasAsked: smoke != nil, load: outcome)
    }

    private func start(_ directory: FilePath, portFile: FilePath, log: FilePath) throws
        -> SupervisedProcess
    {
        try SupervisedProcess.start(
            settings.findProgram(),
            [
                "--model-directory", directory.string, "--name", store.model.description,
                "--model-version", String(version.number), "--host", "127.0.0.1", "--port", "0",
                "--port-file", portFile.string,
            ],
            environment: settings.environment,
            log: log
        )
    }

    private func waitUntilReady(_ process: SupervisedProcess, portFile: FilePath, log: FilePath)
        throws
        -> ServiceEndpoint
    {
        let deadline = ContinuousClock.now + settings.patience
        while ContinuousClock.now < deadline {
            try Task.checkCancellation()
            if let status = process.ended() {
                throw PromotionError.candidateDied(
                    version: version.number,
                    status: status,
                    output: LogTail.lastLine(of: log)
                )
            }
            if let port = Self.port(in: portFile) {
                let endpoint = ServiceEndpoint(host: "127.0.0.1", port: port)
                if endpoint.isReady() { return endpoint }
            }
            usleep(10_000)
        }
        throw PromotionError.candidateNotReady(
            version: version.number,
            seconds: settings.seconds,
            output: LogTail.lastLine(of: log)
        )
    }

    private static func port(in file: FilePath) -> Int? {
        guard let bytes = try? Files.read(file, limit: 64) else { return nil }
        return Int(String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self))
    }
}
