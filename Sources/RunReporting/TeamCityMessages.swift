/// Service messages of TeamCity.
///
/// A message is `##teamcity[NAME ATTRIBUTE='VALUE' …]` in one line.
package enum TeamCityMessages {
    /// A line of the log.
    ///
    /// - Parameter failsBuild: a problem of the build makes it fail, also if the step passes.
    package static func text(_ annotation: CIAnnotation, failsBuild: Bool) -> String {
        let place = [annotation.file, annotation.line.map { "\($0)" }].compactMap(\.self)
            .joined(separator: ":")
        let parts = [place, annotation.title, annotation.message].filter { !$0.isEmpty }
        let text = value(parts.joined(separator: ": "))
        guard annotation.severity == .error, failsBuild else {
            return "##teamcity[message text='\(text)' status='WARNING']"
        }
        return "##teamcity[buildProblem description='\(text)']"
    }

    /// A line that sets a parameter for later steps.
    ///
    /// A percent sign begins a reference to another parameter, unless there are two.
    package static func output(_ name: String, _ value: String) -> String {
        let value = Self.value(value.escapingScalars(["%": "%%"]))
        return "##teamcity[setParameter name='mlx.\(Self.value(name))' value='\(value)']"
    }

    private static func value(_ text: String) -> String {
        var result = ""
        for unit in text.utf16 {
            switch unit {
            case 0x0A: result += "|n"
            case 0x0D: result += "|r"
            case 0x27, 0x5B, 0x5D, 0x7C: result += "|\(Unicode.Scalar(UInt8(unit)))"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16, uppercase: true)
                result += "|0x" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }
}
