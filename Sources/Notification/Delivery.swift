package import RunDocument

/// What became of a message to one target.
package struct Delivery: Sendable {
    package enum Result: Sendable, Hashable {
        case sent
        /// The same message lay there already.
        case repeated
        /// It will never be taken as it is.
        case refused(reason: String, exitStatus: ExitStatus, hint: String? = nil)
        /// It waits in the spool.
        case deferred(reason: String)
        /// There is nowhere to tell it, as no change to comment on.
        case skipped(reason: String)
    }

    package let target: NotificationTarget
    /// Nil if there was no message.
    package let identifier: String?
    package let result: Result

    /// In a line, for people.
    package var summary: String {
        switch result {
        case .sent: "told '\(target.description)'"
        case .repeated: "'\(target.description)' was told before"
        case .refused(let reason, _, _): "could not tell '\(target.description)': \(reason)"
        case .deferred(let reason):
            "could not tell '\(target.description)' yet: \(reason)"
        case .skipped(let reason): "did not tell '\(target.description)': \(reason)"
        }
    }

    package var json: JSONValue {
        var members: JSONObject = ["target": .string(target.description)]
        members["messageId"] = identifier.map(JSONValue.string)
        switch result {
        case .sent: members["status"] = "sent"
        case .repeated: members["status"] = "repeated"
        case .refused(let reason, _, _):
            members["status"] = "refused"
            members["reason"] = .string(reason)
        case .deferred(let reason):
            members["status"] = "deferred"
            members["reason"] = .string(reason)
        case .skipped(let reason):
            members["status"] = "skipped"
            members["reason"] = .string(reason)
        }
        return .object(members)
    }

    var failure: NotificationError.Undelivered? {
        switch result {
        case .sent, .repeated, .skipped: nil
        case .refused(let reason, let exitStatus, let hint):
            .init(
                target: target.description,
                reason: reason,
                exitStatus: exitStatus,
                hint: hint,
                isSpooled: false
            )
        case .deferred(let reason):
            .init(
                target: target.description,
                reason: reason,
                exitStatus: .temporary,
                isSpooled: true
            )
        }
    }
}
