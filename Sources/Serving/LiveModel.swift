import Synchronization

/// The model that answers now, and what kept a newer one from it.
///
/// A request takes the model once and keeps it to its end, so a switch never mixes two versions in
/// one answer; the old model is freed with the last request that holds it.
package final class LiveModel: Sendable {
    /// A version that could not be loaded.
    struct Refusal: Hashable, Sendable {
        let version: String
        let reason: String
    }

    private struct State {
        var model: ServedModel
        var refusal: Refusal?
        var candidate: Candidate?
        var candidateRefusal: Refusal?
        var switches = 0
        var refusals = 0
    }

    private let state: Mutex<State>

    package init(_ model: ServedModel) { state = Mutex(State(model: model)) }

    package var current: ServedModel { state.withLock { $0.model } }

    /// The live model, and the one that is tried out beside it.
    var lineup: (live: ServedModel, candidate: Candidate?) {
        state.withLock { ($0.model, $0.candidate) }
    }

    var refusal: Refusal? { state.withLock { $0.refusal } }

    /// A candidate that could not be loaded.
    var candidateRefusal: Refusal? { state.withLock { $0.candidateRefusal } }

    /// How often the model was switched, and how often that failed.
    var reloads: (switches: Int, refusals: Int) {
        state.withLock { ($0.switches, $0.refusals) }
    }

    /// From here on new requests are answered by `model`.
    package func replace(with model: ServedModel) {
        let old = state.withLock { state in
            let old = state.model
            state.model = model
            state.refusal = nil
            state.switches += 1
            return old
        }
        // Freed here, outside of the lock, unless a request still holds it.
        _ = old
    }

    /// From here on requests are dealt out between the live model and another one.
    func take(_ candidate: Candidate) {
        let old = state.withLock { state in
            let old = state.candidate
            state.candidate = candidate
            state.candidateRefusal = nil
            return old
        }
        _ = old
    }

    /// From here on the live model alone answers.
    func drop(refusal: Refusal?) {
        let old = state.withLock { state in
            let old = state.candidate
            state.candidate = nil
            state.candidateRefusal = refusal
            return old
        }
        _ = old
    }

    func refuse(_ refusal: Refusal) {
        state.withLock { state in
            state.refusal = refusal
            state.refusals += 1
        }
    }

    /// The version that production names is the one that is live already.
    func clearRefusal() { state.withLock { $0.refusal = nil } }
}
