/// The task that waits for some work, for the threads that do it and belong to no task.
struct CallingTask: @unchecked Sendable {
    // Any thread may ask whether a task is cancelled, and this one lives while it waits.
    private let task: UnsafeCurrentTask?

    /// False if the caller has no task.
    var isCancelled: Bool { task?.isCancelled ?? false }

    /// Does work that may be asked to stop.
    static func observing<Value>(_ work: (CallingTask) throws -> Value) rethrows -> Value {
        try withUnsafeCurrentTask { try work(CallingTask(task: $0)) }
    }
}
