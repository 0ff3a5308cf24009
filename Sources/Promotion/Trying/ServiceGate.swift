package import Evaluation
import RunDocument

/// What a gate on a service may be.
package enum ServiceGate {
    /// Why a gate cannot be on a service; nil if it can.
    ///
    /// - Parameters:
    ///   - metrics: what is measured.
    ///   - subject: in words, what it is measured of.
    package static func defect(of gate: Gate, metrics: [String], of subject: String)
        -> (reason: String, hint: String)?
    {
        guard gate.scope == .all, gate.change == nil, gate.confidence == nil else {
            return (
                "a gate on a service has neither slices nor a baseline nor a confidence",
                "give lower_bound or upper_bound"
            )
        }
        guard metrics.contains(gate.metric) else {
            return (
                "there is no metric '\(gate.metric)' of \(subject)",
                KnownWords(metrics).hint(for: gate.metric)
            )
        }
        return nil
    }
}
