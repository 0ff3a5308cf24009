import Glibc
import RunDocument
package import SystemPackage

/// The prediction service that a project wants to have.
package struct ServiceSettings: Sendable {
    package var host: String
    package var port: Int
    /// The program; found beside this one or in `PATH` when nil.
    package var program: FilePath?
    /// How long a service may take to become ready, or to change its version.
    package var patience: Duration
    /// What the service inherits.
    package var environment: [String: String]

    package init(
        host: String,
        port: Int,
        program: FilePath? = nil,
        patience: Duration = .seconds(60),
        environment: [String: String]
    ) {
        self.host = host
        self.port = port
        self.program = program
        self.patience = patience
        self.environment = environment
    }

    /// Where it is asked.
    package var url: String { endpoint.url }
    var endpoint: ServiceEndpoint { ServiceEndpoint(host: host, port: port) }
    var seconds: Int { Int(patience.components.seconds) }

    static let programName = "mlx-serve"

    /// - Throws: `PromotionError.noService`.
    func findProgram() throws(PromotionError) -> FilePath {
        if let program {
            guard ProgramSearch.isExecutable(program) else {
                throw .noService(tried: [program.string])
            }
            return program
        }
        let directories = ProgramSearch.directories(environment)
        let places = [Self.ownDirectory].compactMap { $0 } + directories
        let programs = places.map { $0.appending(Self.programName) }
        guard let found = programs.first(where: ProgramSearch.isExecutable) else {
            throw .noService(tried: places.map(\.string))
        }
        return found
    }

    static var ownDirectory: FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = buffer.prefix(count).map(UInt8.init(bitPattern:))
        return FilePath(String(decoding: path, as: UTF8.self)).removingLastComponent()
    }
}
