/// TeamCity's reader of logs: `##teamcity[NAME ATTRIBUTE='VALUE' …]` anywhere in a line.
package enum TeamCityLog {
    /// - Returns: a message that cannot be read has the name `broken`.
    package static func commands(in log: String) -> [LogCommand] {
        LogCommand.lines(of: log).flatMap { line in
            line.split(separator: "##teamcity[", omittingEmptySubsequences: false).dropFirst().map {
                message($0.utf16) ?? LogCommand(name: "broken", data: String($0))
            }
        }
    }

    private static let (bar, quote) = (UInt16(0x7C), UInt16(0x27))

    private static func message(_ text: Substring.UTF16View) -> LogCommand? {
        var rest = text[...]
        let name = String(rest.prefix { $0 != 0x20 && $0 != 0x5D })
        rest = rest.dropFirst(name?.utf16.count ?? 0)
        var properties: [String: String] = [:]
        while rest.first == 0x20 {
            rest = rest.dropFirst()
            guard let key = String(rest.prefix { $0 != 0x3D }) else { return nil }
            rest = rest.dropFirst(key.utf16.count + 1)
            guard rest.popFirst() == quote, let value = value(&rest) else { return nil }
            properties[key] = value
        }
        guard let name, !name.isEmpty, rest.first == 0x5D else { return nil }
        return LogCommand(
            name: name, properties: properties, data: String(rest.dropFirst()) ?? "broken")
    }

    /// What stands before the next quote that is not escaped.
    private static func value(_ rest: inout Substring.UTF16View.SubSequence) -> String? {
        let escapes: [UInt16: UInt16] = [
            0x6E: 0x0A, 0x72: 0x0D, quote: quote, bar: bar, 0x5B: 0x5B, 0x5D: 0x5D,
        ]
        var units: [UInt16] = []
        while let unit = rest.popFirst() {
            switch unit {
            case quote: return String(decoding: units, as: UTF16.self)
            case 0x5B, 0x5D: return nil
            case bar where rest.first == 0x30:
                let digits = String(rest.dropFirst(2).prefix(4)) ?? ""
                guard let code = UInt16(digits, radix: 16), digits.utf16.count == 4 else {
                    return nil
                }
                units.append(code)
                rest = rest.dropFirst(6)
            case bar:
                guard let escaped = rest.popFirst().flatMap({ escapes[$0] }) else { return nil }
                units.append(escaped)
            default: units.append(unit)
            }
        }
        return nil
    }
}
