import Glibc
import Synchronization

/// Puts a service under load over HTTP, and measures how it bears it.
package struct HTTPLoad: Sendable {
    private let messages: RequestMessages
    private let plan: LoadPlan

    package init(_ messages: RequestMessages, _ plan: LoadPlan) {
        self.messages = messages
        self.plan = plan
    }

    /// Runs the load to its end, on threads of its own, while the caller waits.
    ///
    /// - Parameter isCancelled: asked now and then, by the calling thread; once it is true, the
    ///   result is of what has been measured until then.
    /// - Throws: `LoadTestError`, if the service does not answer the first request well.
    package func run(
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(LoadTestError) -> LoadResult {
        try FileLimit.allow(plan.connections)
        let (service, answer) = try ServiceAddress.find(
            messages.url, sending: messages.first, timeout: plan.timeout)
        try answer.requireSuccess(messages.url)
        if messages.areInferences { try answer.requireOutputs(messages.url) }
        return try messages.withMessages { table in
            Result { () throws(LoadTestError) in
                let workers = try workers(service, table, isCancelled)
                try run(workers)
                return result(workers)
            }
        }
        .get()
    }

    private func workers(
        _ service: ServiceAddress, _ table: MessageTable,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(LoadTestError) -> [Worker] {
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let count = min(cores, plan.connections)
        let sign = StopSign()
        var workers: [Worker] = []
        for index in 0..<count {
            let share = Pace.Share(index: index, count: count)
            // The calling thread runs the first one: the others do not belong to its task.
            let asks = index == 0
            workers.append(
                try Worker(plan, share, address: service.socket, messages: table) {
                    if asks, isCancelled() { sign.raise() }
                    return sign.isRaised
                })
        }
        return workers
    }

    private func run(_ workers: [Worker]) throws(LoadTestError) {
        let startLine = StartLine(threads: workers.count)
        var threads: [WorkerThread] = []
        for worker in workers.dropFirst() {
            do { threads.append(try WorkerThread { worker.run(startLine) }) } catch {
                startLine.giveUp()
                for thread in threads { thread.join() }
                throw error
            }
        }
        workers.first?.run(startLine)
        for thread in threads { thread.join() }
    }

    private func result(_ workers: [Worker]) -> LoadResult {
        var tally = Tally()
        for worker in workers { tally.merge(worker.tally) }
        let from = workers.map(\.pace.measuredFrom).min() ?? 0
        let ends = workers.map(\.pace.end)
        // Without an end in time, the last answer is the end.
        let end = ends.contains(.max) ? tally.lastEnd : ends.max() ?? from
        return LoadResult(
            plan, tally,
            threads: workers.count,
            rowsPerRequest: messages.rowsPerRequest,
            measured: .nanoseconds(max(0, end - from)),
            memory: plan.process.flatMap(ProcessMemory.read(of:))
        )
    }
}

/// Tells all threads of a load that it is called off.
private final class StopSign: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .acquiring) }

    func raise() { value.store(true, ordering: .releasing) }
}
