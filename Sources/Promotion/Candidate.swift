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

    init(_ version: RegisteredVersion, in store: ModelStore, _ settings: ServiceSettings) {
        self.store = store
        self.version = version
        self.settings = settings
    }

    /// Starts the service, waits until it is ready, asks it for one prediction and stops it.
    ///
    /// - Returns: whether there was an example to ask with.
    /// - Throws: `PromotionError`; nothing is left running.
    func check(_ directory: FilePath) throws -> Bool {
        let smoke = try SmokeTest(
            model: store.model.description,
            version: version.number,
            directory: directory
        )
        let log = store.temporaryPath()
        let portFile = store.temporaryPath()
        defer {
            Files.remove(log)
            Files.remove(portFile)
        }
        let process = try start(directory, portFile: portFile, log: log)
        defer { process.stop() }
        let endpoint = try waitUntilReady(process, portFile: portFile, log: log)
        try smoke?.run(against: endpoint)
        return smoke != nil
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

/// The end of a log, for a message.
enum LogTail {
    static func lastLine(of log: FilePath) -> String {
        guard let bytes = try? Files.read(log, limit: 1 << 24),
            let line = bytes.split(separator: 0x0A).last
        else { return "" }
        return String(decoding: line.prefix(500), as: UTF8.self)
    }
}
