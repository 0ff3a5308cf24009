import NIOHTTP1
import Registry

/// A version that is tried out beside the live one.
struct Candidate: Sendable {
    let model: ServedModel
    let offer: CandidateOffer
    /// A request's number below this one is for the candidate.
    private let threshold: UInt64

    init(_ model: ServedModel, _ offer: CandidateOffer) {
        self.model = model
        self.offer = offer
        threshold = UInt64((offer.share * 0x1p32).rounded())
    }

    static let routeHeader = "x-mlx-route"
    static let keyHeader = "x-mlx-key"

    enum Route: String { case live, candidate }

    /// Which version answers a request during a canary.
    ///
    /// A client that names a route keeps it, requests with one key take one route, and all others
    /// are dealt out evenly.
    ///
    /// - Parameter turn: the request's number.
    func route(_ head: HTTPRequestHead, turn: Int) -> Route {
        if let name = head.headers.first(name: Self.routeHeader), let route = Route(rawValue: name)
        {
            return route
        }
        if let key = head.headers.first(name: Self.keyHeader) {
            return Self.hash(key) < threshold ? .candidate : .live
        }
        return takes(turn) ? .candidate : .live
    }

    /// Whether it is the candidate's turn: of any n requests in a row, all but one or so of its
    /// share of n are its own (Weyl's sequence of the golden ratio).
    func takes(_ turn: Int) -> Bool {
        (UInt64(truncatingIfNeeded: turn) &* 0x9E37_79B9_7F4A_7C15) >> 32 < threshold
    }

    /// FNV-1a, with the mixing of MurmurHash3 so that like keys are far apart; 32 bits of it.
    private static func hash(_ key: String) -> UInt64 {
        var hash = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash >> 32
    }
}
