import CommandLineTool
import LoadTest

/// What is put under load, and how.
struct LoadRequest {
    /// Nil to put no service under load.
    let url: ServiceURL?
    /// Whether the model itself is timed.
    let timesModel: Bool
    let plan: LoadPlan
    let rowsPerRequest: Int

    init(_ options: LoadOptions, _ written: Project.Load) throws {
        let address = options.url ?? written.url
        url = try address.map { text throws(LoadTestError) in try ServiceURL(text) }
        timesModel = options.latency || written.latency ?? false
        let rate = options.rate ?? written.rate
        plan = try LoadPlan(
            loop: rate.map { .open(rate: $0) } ?? .closed,
            connections: options.connections ?? written.connections ?? 16,
            extent: .duration(
                try TimeSpan.read(options.duration ?? written.duration ?? "5s")),
            warmUp: try TimeSpan.read(options.warmup ?? written.warmup ?? "500ms"))
        rowsPerRequest = options.rowsPerRequest ?? written.rows ?? 1
    }
}
