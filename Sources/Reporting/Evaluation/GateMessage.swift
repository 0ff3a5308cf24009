import RunDocument
import RunReporting

/// The message of a gate, with its numbers written as the tables write them.
struct GateMessage {
    let check: Check

    /// Printable; as it is if it does not begin with a name and what was observed.
    var text: String? {
        guard let message = CheckText(check: check).message else { return nil }
        guard let bounds = GateBounds(check), let start = Self.start(of: message, check) else {
            return message
        }
        let limits = [bounds.lower, bounds.upper].compactMap(\.self)
        let tail = message[start...].replacing(Self.number) { match in
            guard let number = Double(match.output), number.isFinite else {
                return String(match.output)
            }
            return limits.contains(number) ? NumberText.short(number) : NumberText.measure(number)
        }
        return String(message[..<start] + tail)
    }

    private static var number: Regex<Substring> { /-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?/ }

    /// Where the value stands: before it names of the data do, whose digits are no numbers.
    private static func start(of message: String, _ check: Check) -> String.Index? {
        guard let observed = check.observed?.doubleValue else { return nil }
        return message.ranges(of: " is ").map(\.upperBound).first { start in
            guard let match = message[start...].prefixMatch(of: number),
                let value = Double(match.output)
            else { return false }
            return (value - observed).magnitude <= max(1e-4, observed.magnitude * 1e-3)
        }
    }
}
