import Dispatch
import FileStorage
import RunDocument
import Synchronization
import SystemPackage

/// Every blob, byte for byte.
extension LayoutCheck {
    mutating func checkBlobs(_ progress: @escaping @Sendable (Int, Int) -> Void) throws {
        let digests = stored.union(needs.keys).sorted { $0.hex < $1.hex }
        let paths = digests.map { layout.blobs.appending($0.hex) }
        let states = try BlobState.read(paths, progress)
        for (digest, state) in zip(digests, states) { judge(digest, state) }
    }

    private mutating func judge(_ digest: Digest, _ state: BlobState) {
        let path = layout.blobs.appending(digest.hex)
        let needs = needs[digest] ?? []
        let purpose = needs.first.map { "; \($0.purpose) is in it" } ?? ""
        let remedy: Remedy = needs.isEmpty ? .discard(digest) : .fetch(digest)
        switch state {
        case .missing:
            let name = needs.first.map { "; it holds \($0.purpose)" } ?? ""
            damage(.blob, path, digest: digest, "is missing\(name)", remedy: remedy)
        case .unreadable(let reason):
            damage(.blob, path, digest: digest, "\(reason)\(purpose)", remedy: remedy)
        case .read(let found, let size):
            report.blobs += 1
            report.bytes += size
            guard found == digest else {
                let expected = needs.first?.size
                let change =
                    expected == nil || expected == size
                    ? "its bytes have changed, they are \(found)"
                    : "it has \(size) bytes and not \(expected ?? size)"
                return damage(
                    .blob, path, digest: digest, "\(change)\(purpose)", remedy: remedy)
            }
            judge(digest, size: size, needs)
        }
    }

    /// The blob is what its name says: what is said of it may yet be wrong.
    private mutating func judge(_ digest: Digest, size: Int, _ needs: [Need]) {
        for need in needs where need.size != size {
            damage(
                .descriptor,
                need.source,
                digest: digest,
                "\(need.purpose) is said to have \(need.size) bytes and has \(size)"
            )
        }
        if needs.isEmpty, isComplete {
            note(
                .blob,
                layout.blobs.appending(digest.hex),
                "nothing refers to it; gc frees \(size) bytes"
            )
        }
    }
}

/// What a blob turned out to be.
enum BlobState: Sendable {
    case missing
    case unreadable(String)
    case read(Digest, size: Int)

    /// More threads than two hardly read a disk faster, and each has its chunk of memory.
    private static let threads = 4

    private init(_ path: FilePath) {
        do {
            let (digest, size) = try Digest.ofRegularFile(path)
            self = .read(digest, size: size)
        } catch {
            switch error {
            case .missing: self = .missing
            case .notRegular: self = .unreadable("it is not a regular file")
            default: self = .unreadable(error.description)
            }
        }
    }

    private struct Work {
        var states: [BlobState?]
        var next = 0
        var bytes = 0
    }

    /// Reads blobs on a few threads, in bounded memory.
    static func read(
        _ paths: [FilePath],
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> [BlobState] {
        let total = paths.reduce(0) { $0 + (Files.size(of: $1) ?? 0) }
        let work = Mutex(Work(states: Array(repeating: nil, count: paths.count)))
        withUnsafeCurrentTask { task in
            // Any thread may ask whether a task is cancelled, and this one lives while it waits.
            nonisolated(unsafe) let task = task
            DispatchQueue.concurrentPerform(iterations: min(threads, paths.count)) { _ in
                while task?.isCancelled != true {
                    let position = work.withLock { work in
                        defer { work.next += 1 }
                        return work.next
                    }
                    guard position < paths.count else { return }
                    let state = BlobState(paths[position])
                    let done = work.withLock { work in
                        work.states[position] = state
                        if case .read(_, let size) = state { work.bytes += size }
                        return work.bytes
                    }
                    progress(done, total)
                }
            }
        }
        try Task.checkCancellation()
        return work.withLock { $0.states.compactMap(\.self) }
    }
}
