import RunDocument
import RunReporting
import Transfer

/// What keeps a message from its target, as the delivery's result.
struct Undeliverable: Error {
    let result: Delivery.Result

    static func refused(_ reason: String, _ exitStatus: ExitStatus, hint: String? = nil) -> Self {
        Undeliverable(result: .refused(reason: reason, exitStatus: exitStatus, hint: hint))
    }

    static func deferred(_ reason: String) -> Self {
        Undeliverable(result: .deferred(reason: reason))
    }

    /// - Parameter host: what is named in place of the address, which may be a secret.
    init(_ error: TransferError, host: String) {
        let error = error.naming(host)
        result =
            error.isPassing
            ? .deferred(reason: error.description)
            : .refused(
                reason: error.description, exitStatus: error.exitStatus, hint: error.hint)
    }

    private init(result: Delivery.Result) { self.result = result }
}

extension [UInt8] {
    /// The first line of what a server answered, for a message; nil if it says nothing.
    ///
    /// - Parameters:
    ///   - secrets: what the server knows of us, and may repeat.
    ///   - member: which member speaks, if the answer is JSON.
    func quoted(without secrets: [String], member: String) -> String? {
        let whole = String(decoding: self, as: UTF8.self)
        let value = try? JSONValue(parsing: self)
        let said = value?[member].map { $0.stringValue ?? $0.canonicalText() } ?? whole
        guard let line = said.split(whereSeparator: \.isNewline).first else { return nil }
        guard !secrets.contains(where: { !$0.isEmpty && line.contains($0) }) else { return nil }
        return line.description.printable()
    }
}

extension TransferError {
    /// The same error, with a name in place of each address.
    fileprivate func naming(_ name: String) -> TransferError {
        switch self {
        case .malformedURL(_, let reason): .malformedURL(name, reason: reason)
        case .unreachable(_, let reason): .unreachable(url: name, reason: reason)
        case .timedOut(_, let reason): .timedOut(url: name, reason: reason)
        case .interrupted(_, let reason): .interrupted(url: name, reason: reason)
        case .untrusted(_, let reason): .untrusted(url: name, reason: reason)
        case .tooLarge(_, let limit): .tooLarge(url: name, limit: limit)
        case .clearTextPassword: .clearTextPassword(url: name)
        // Its reason has the other address in it.
        case .redirected: .redirected(url: name, reason: "to another address")
        case .unsafeValue, .unavailable: self
        }
    }
}
