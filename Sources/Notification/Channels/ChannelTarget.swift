/// A target that is reached over HTTP.
package enum ChannelTarget: Sendable, Hashable {
    /// The one comment on a change; nil for the change that the run belongs to.
    case change(Forge, ChangeReference?)
    /// The status of a commit; nil for the commit that the run belongs to.
    case commit(Forge, CommitReference?)
    case hook(Hook, HookAddress)

    /// How such targets are written.
    static let forms =
        Forge.allCases.flatMap { ["\($0.changeScheme):", "\($0.statusScheme):"] }
        + Hook.allCases.map { "\($0.rawValue)+https://…" }

    /// Reads a target; nil if its scheme is none of them.
    package init?(scheme: String, value: String) throws {
        if let forge = Forge.allCases.first(where: { $0.changeScheme == scheme }) {
            self = .change(forge, try Self.change(value, at: forge))
        } else if let forge = Forge.allCases.first(where: { $0.statusScheme == scheme }) {
            self = .commit(forge, try Self.commit(value, at: forge))
        } else if let hook = Hook.allCases.first(where: { scheme.hasPrefix("\($0.rawValue)+") }) {
            let rest = scheme.dropFirst(hook.rawValue.count + 1)
            self = .hook(hook, try HookAddress("\(rest):\(value)", of: hook))
        } else {
            return nil
        }
    }

    /// The target as it may be shown.
    package var description: String {
        switch self {
        case .hook(let hook, let address): "\(hook.rawValue)+\(address.description)"
        case .change, .commit: reference
        }
    }

    /// The target as it is read.
    var reference: String {
        switch self {
        case .change(let forge, let change):
            "\(forge.changeScheme):"
                + (change.map { "\($0.project)\(forge.changeMark)\($0.number)" } ?? "")
        case .commit(let forge, let commit):
            "\(forge.statusScheme):" + (commit.map { "\($0.project)@\($0.commit)" } ?? "")
        case .hook(let hook, let address): "\(hook.rawValue)+\(address.reference)"
        }
    }

    var forge: Forge? {
        switch self {
        case .change(let forge, _), .commit(let forge, _): forge
        case .hook: nil
        }
    }

    private static func change(_ value: String, at forge: Forge) throws(NotificationError)
        -> ChangeReference?
    {
        if value.isEmpty { return nil }
        guard let change = ChangeReference(value, at: forge) else {
            let mark = forge.changeMark
            throw .target(
                "\(forge.changeScheme):\(value)", reason: "it is not OWNER/REPO\(mark)NUMBER")
        }
        return change
    }

    private static func commit(_ value: String, at forge: Forge) throws(NotificationError)
        -> CommitReference?
    {
        if value.isEmpty { return nil }
        guard let commit = CommitReference(value, at: forge) else {
            throw .target(
                "\(forge.statusScheme):\(value)",
                reason: "it is not OWNER/REPO@COMMIT with the commit's whole name")
        }
        return commit
    }
}
