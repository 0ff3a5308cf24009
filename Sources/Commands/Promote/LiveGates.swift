import Evaluation
import Promotion
import RunDocument

/// Gates on a service that clients use.
enum LiveGates {
    /// What decides where nothing else is said.
    static func usual() throws -> [Gate] {
        [try Gate(["metric": "error_rate", "upper_bound": 0.01])]
    }

    /// Why a gate can be on no live service; nil if it can.
    static func defect(of gate: Gate) -> (reason: String, hint: String)? {
        ServiceGate.defect(
            of: gate, metrics: AnalysisMetric.names.filter { $0 != "disagreement_rate" },
            of: "a live service")
    }
}
