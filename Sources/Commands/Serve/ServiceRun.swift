import CommandLineTool
import FileStorage
import Model
import Registry
import Serving
import SystemPackage

/// Where the model that is served comes from.
enum ModelSource {
    /// What the registry's production tag stands on, now and later.
    case registry(ModelStore)
    case directory(FilePath, name: ModelName, version: String)
}

struct ServiceAddress {
    let host: String
    let port: Int
    let portFile: FilePath?
}

/// One life of the service, from loading the model to the last answer.
struct ServiceRun {
    let source: ModelSource
    let address: ServiceAddress
    let limits: ServiceLimits

    /// Serves until the task is cancelled.
    func run(_ diagnostics: Diagnostics) async throws {
        let (live, watch) = try load()
        let server = try await Server.start(
            live,
            identity: ServiceIdentity(name: "mlx-serve", version: ToolVersion.current),
            host: address.host,
            port: address.port,
            limits: limits
        )
        do {
            try announce(server, live.current, diagnostics)
        } catch {
            await server.drain()
            throw error
        }
        await wait(watch, diagnostics)
        if let portFile = address.portFile { Files.removeIfPossible(portFile) }
        await server.drain()
        diagnostics.note("ended")
    }

    private func load() throws -> (LiveModel, ProductionWatch?) {
        switch source {
        case .registry(let store):
            let watch = try ProductionWatch(store)
            return (watch.live, watch)
        case .directory(let path, let name, let version):
            let model = try ServedModel(
                name: name.description,
                version: version,
                directory: ModelDirectory(loading: path)
            )
            return (LiveModel(model), nil)
        }
    }

    private func announce(
        _ server: Server,
        _ model: ServedModel,
        _ diagnostics: Diagnostics
    ) throws {
        if let portFile = address.portFile {
            try Files.replace(portFile, with: "\(server.port)\n".utf8)
        }
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        diagnostics.note("\(model.name)@\(model.version) is live on http://\(host):\(server.port)")
    }

    private func wait(_ watch: ProductionWatch?, _ diagnostics: Diagnostics) async {
        guard let watch else {
            while (try? await Task.sleep(for: .seconds(3600))) != nil {}
            return
        }
        let name = watch.live.current.name
        await watch.run { event in
            switch event {
            case .switched(let version, let old):
                diagnostics.note("\(name)@\(version) is live; it was \(name)@\(old)")
            case .unknown(let reason):
                diagnostics.warning("what is in production may have changed: \(reason)")
            case .known: diagnostics.note("the registry can be read again")
            case .refused(let version, let old, let reason):
                diagnostics.warning(
                    "\(name)@\(version) cannot be served, \(name)@\(old) stays live: \(reason)"
                )
            }
        }
    }
}
