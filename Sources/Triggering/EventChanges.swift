extension ChangeRules {
    /// Sorts what an event changed in the repository of a checkout.
    ///
    /// - Throws: `TriggerError.incompleteEvent` if the event leaves it to git, and the repository
    ///   is not here or lacks the commits.
    package func changes(of event: WebhookEvent, in checkout: Checkout) async throws(TriggerError)
        -> Changes
    {
        let files: [ChangedFile]
        switch event {
        case .kind(let kind, let reason): return Changes(kind, reason: reason)
        case .nothing(let reason): return Changes(none: reason)
        case .files(let listed, let before, let after):
            // GitLab lists no file that was moved away, and none that a push by force dropped.
            if await checkout.holds(before), await checkout.holds(after) {
                files = try await checkout.between(before, after)
            } else {
                files = try await checkout.local(listed)
            }
        case .branch(let base):
            guard await checkout.holds(base) else { throw Self.missing(base) }
            files = try await checkout.since(base, uncommitted: false)
        case .range(let before, let after, let isForced):
            guard await checkout.holds(after) else { throw Self.missing(after) }
            var start = before
            if !Commit.isNone(before), !(await checkout.holds(before)) {
                // What a push by force dropped can be gone everywhere: then every file is new.
                guard isForced else { throw Self.missing(before) }
                start = Commit.none
            }
            files = try await checkout.between(start, after)
        }
        return await changes(in: files, remaining: checkout.remaining)
    }

    private static func missing(_ commit: String) -> TriggerError {
        .incompleteEvent(reason: "it does not list all files, and '\(commit)' is not here")
    }
}
