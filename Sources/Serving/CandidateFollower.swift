import NIOPosix
import Registry

/// Keeps the candidate beside the live model the one that is offered.
struct CandidateFollower {
    private let source: ProductionModel
    private let live: LiveModel
    private var offer: CandidateOffer?

    init(_ source: ProductionModel, _ live: LiveModel) {
        self.source = source
        self.live = live
    }

    /// Looks whether the offer has changed; the common answer, that there is none, costs one look
    /// for a file.
    mutating func look() async {
        let found = source.store.offeredCandidate()
        guard found != offer else { return }
        offer = found
        guard let found else { return live.drop(refusal: nil) }
        let source = source
        do {
            // Loading blocks, and has no place among the tasks.
            let model = try await NIOThreadPool.singleton.runIfActive {
                try source.load(source.store.require(String(found.version)))
            }
            live.take(Candidate(model, found))
        } catch {
            live.drop(
                refusal: LiveModel.Refusal(version: String(found.version), reason: "\(error)"))
        }
    }
}
