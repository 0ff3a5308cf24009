import Registry
import Synchronization

/// Dies at the n-th thing that is asked of a registry, before or after it was done.
final class Dying: Upstream {
    struct Death: Error {}

    let registry: String
    let name: String
    private let other: any Upstream
    private let left: Mutex<Int>

    init(_ other: any Upstream, after steps: Int) {
        self.other = other
        (registry, name) = (other.registry, other.name)
        left = Mutex(steps)
    }

    private func step<Answer>(_ body: () throws -> Answer) throws -> Answer {
        let before = left.withLock { left in
            left -= 1
            return left
        }
        guard before != 0 else { throw Death() }
        let answer = try body()
        let after = left.withLock { left in
            left -= 1
            return left
        }
        guard after != 0 else { throw Death() }
        return answer
    }

    // Reading changes nothing elsewhere.
    func index(unless known: String?) throws -> UpstreamIndex { try other.index(unless: known) }
    func log() throws -> [UInt8] { try other.log() }
    func fetch(_ blob: Descriptor, into partial: PartialBlob) throws {
        try other.fetch(blob, into: partial)
    }
    func pause(after attempt: Int) throws { try other.pause(after: attempt) }

    func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool {
        try step { try other.send(blob, from: store) }
    }

    func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        try step { try other.replace(revision, with: change, from: store) }
    }
}

/// Makes a change and then says that somebody else was first.
final class Forgetful: Upstream {
    let registry: String
    let name: String
    private let other: any Upstream
    private let hasForgotten = Mutex(false)

    init(_ other: any Upstream) {
        self.other = other
        (registry, name) = (other.registry, other.name)
    }

    func index(unless known: String?) throws -> UpstreamIndex { try other.index(unless: known) }
    func log() throws -> [UInt8] { try other.log() }
    func fetch(_ blob: Descriptor, into partial: PartialBlob) throws {
        try other.fetch(blob, into: partial)
    }
    func pause(after attempt: Int) throws { try other.pause(after: attempt) }
    func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool {
        try other.send(blob, from: store)
    }

    func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        let outcome = try other.replace(revision, with: change, from: store)
        let isFirst = hasForgotten.withLock { known in
            defer { known = true }
            return !known
        }
        return isFirst ? .outdated : outcome
    }
}
