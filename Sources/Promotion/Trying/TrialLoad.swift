package import Evaluation
import FileStorage
package import LoadTest
import RunDocument
import SystemPackage

/// A load on the candidate, and the bounds that it must keep under it.
package struct TrialLoad: Sendable {
    package let gates: [Gate]
    package let plan: LoadPlan

    /// - Parameter gates: on the metrics of a load, without slices, baseline or confidence.
    package init(gates: [Gate], plan: LoadPlan) {
        self.gates = gates
        self.plan = plan
    }

    /// Why a gate can be on no load; nil if it can.
    package static func defect(of gate: Gate) -> (reason: String, hint: String)? {
        ServiceGate.defect(
            of: gate, metrics: LoadResult.metricNames.sorted(), of: "a service")
    }

    struct Outcome {
        let checks: [Check]
        let metrics: [String: Double?]
    }

    /// Sends the model's own example over and over.
    ///
    /// - Throws: `LoadTestError`, `PromotionError.noExampleForGates`.
    func run(_ model: String, version: Int, directory: FilePath, process: Int32?, _ url: String)
        throws -> Outcome
    {
        let path = directory.appending(SmokeTest.exampleFile)
        guard Files.exists(path) else {
            throw PromotionError.noExampleForGates(version: version)
        }
        let messages = try RequestMessages(
            posting: [try Files.read(path, limit: 1 << 24)],
            to: ServiceURL("\(url)/v2/models/\(model)/infer"), rowsPerRequest: 1)
        var plan = plan
        plan.process = process
        let result = try HTTPLoad(messages, plan).run(isCancelled: { Task.isCancelled })
        try Task.checkCancellation()
        let checks = gates.map { $0.check(Gate.Evidence(value: result.metrics[$0.metric] ?? nil)) }
        return Outcome(checks: checks, metrics: result.metrics)
    }
}
