import Glibc

/// Lets threads that work on different blocks do some things in the order of the blocks.
///
/// Each stage of the work has a turn of its own, so that one thread can be in a late stage of a
/// block while the next is in an early one of the block behind it. Once a block has failed, the
/// ones behind it are given up; those before it go on, and so the first failure is the same for
/// any number of threads.
package final class Turns: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// The block whose turn it is, by stage.
    private var next = [0]
    private var waiting = 0
    private var failed: (block: Int, error: any Error)?

    /// Thrown where a block is given up because one before it failed.
    struct GivenUp: Error {}

    /// There is one stage to start with.
    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    /// Makes sure that there are that many stages; new ones start with this block.
    ///
    /// Called in turn, so that all threads agree on where a stage starts.
    package func open(stages count: Int, from block: Int) {
        pthread_mutex_lock(mutex)
        while next.count < count { next.append(block) }
        pthread_mutex_unlock(mutex)
    }

    /// Does something when all blocks before this one have done it.
    package func inOrder<Result>(_ stage: Int, _ block: Int, _ body: () throws -> Result) throws
        -> Result
    {
        try wait(for: stage, block)
        let result = try body()
        pthread_mutex_lock(mutex)
        next[stage] = block + 1
        if waiting > 0 { pthread_cond_broadcast(changed) }
        pthread_mutex_unlock(mutex)
        return result
    }

    private func wait(for stage: Int, _ block: Int) throws {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while next[stage] != block {
            if let failed, failed.block < block { throw GivenUp() }
            waiting += 1
            pthread_cond_wait(changed, mutex)
            waiting -= 1
        }
    }

    /// Gives up all blocks behind this one.
    func fail(_ block: Int, _ error: any Error) {
        pthread_mutex_lock(mutex)
        if !(error is GivenUp), block < failed?.block ?? .max { failed = (block, error) }
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    /// The error of the first block that failed.
    var failure: (any Error)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return failed?.error
    }
}
