import Glibc

/// How many files this process may have open.
enum FileLimit {
    /// Files that are open beside the connections.
    private static let others = 64

    /// Raises the limit, as far as that is allowed, so that there is room for connections.
    ///
    /// - Throws: `LoadTestError.tooManyConnections`.
    static func allow(_ connections: Int) throws(LoadTestError) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        let wanted = rlim_t(connections + others)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        guard limit.rlim_cur == wanted, setrlimit(resource, &limit) == 0 else {
            throw .tooManyConnections(connections, allowed: Int(clamping: limit.rlim_max))
        }
    }
}
