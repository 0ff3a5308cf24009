import NIOHTTP1

/// What a request is about, from its path.
enum Route: Equatable {
    case server
    case live
    case ready
    case model(name: String, version: String?)
    case modelReady(name: String, version: String?)
    case infer(name: String, version: String?)
    case metrics

    /// - Throws: `RequestError` for a path that names nothing, or a method that is not for it.
    init(_ method: HTTPMethod, _ target: String) throws(RequestError) {
        let path = Self.path(of: target)
        guard let route = Self.route(of: path) else {
            throw .unknownPath(String(path.prefix(200)))
        }
        let isAllowed =
            if case .infer = route { method == .POST } else { method == .GET || method == .HEAD }
        guard isAllowed else {
            var allowed = "GET, HEAD"
            if case .infer = route { allowed = "POST" }
            throw .methodNotAllowed(method.rawValue, allowed: allowed)
        }
        self = route
    }

    /// The path of a request target, which a proxy may send as a whole URL.
    private static func path(of target: String) -> Substring {
        var path = target[...]
        if path.hasPrefix("http://"), let slash = path.dropFirst(7).firstIndex(of: "/") {
            path = path[slash...]
        }
        return path.prefix { $0 != "?" && $0 != "#" }
    }

    private static func route(of path: Substring) -> Route? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, parts.removeFirst().isEmpty else { return nil }
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        if parts == ["metrics"] { return .metrics }
        guard parts.removeFirst() == "v2" else { return nil }
        switch parts.first {
        case nil: return .server
        case "health":
            return parts == ["health", "live"]
                ? .live : parts == ["health", "ready"] ? .ready : nil
        case "models": return model(Array(parts.dropFirst()))
        default: return nil
        }
    }

    /// `m`, `m/ready`, `m/infer`, and each with `versions/v` after the name.
    private static func model(_ parts: [String]) -> Route? {
        guard let name = parts.first, !name.isEmpty else { return nil }
        var rest = parts.dropFirst()
        var version: String?
        if rest.first == "versions" {
            version = rest.dropFirst().first
            guard version?.isEmpty == false else { return nil }
            rest = rest.dropFirst(2)
        }
        return switch Array(rest) {
        case []: .model(name: name, version: version)
        case ["ready"]: .modelReady(name: name, version: version)
        case ["infer"]: .infer(name: name, version: version)
        default: nil
        }
    }

    /// The name in metrics.
    var label: RouteLabel {
        switch self {
        case .server: .server
        case .live: .live
        case .ready: .ready
        case .model: .model
        case .modelReady: .modelReady
        case .infer: .infer
        case .metrics: .metrics
        }
    }

    /// The version that the path names.
    var version: String? {
        switch self {
        case .model(_, let version), .modelReady(_, let version), .infer(_, let version): version
        case .server, .live, .ready, .metrics: nil
        }
    }

    /// Whether the answer comes from a model.
    var concernsModel: Bool {
        switch self {
        case .model, .modelReady, .infer: true
        case .server, .live, .ready, .metrics: false
        }
    }
}

/// The routes as metrics name them; a request never makes a new one.
enum RouteLabel: String, Sendable {
    case server, live, ready, model, infer, metrics
    /// A copy of a request, for a candidate.
    case shadow
    case modelReady = "model_ready"
    case none
}
