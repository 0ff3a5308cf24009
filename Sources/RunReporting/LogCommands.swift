extension String {
    /// The text with nothing in it that a CI system takes for a command inside a line.
    ///
    /// `##[` (GitHub's older commands, Azure), `##vso[` and `##teamcity[` are commands wherever they
    /// stand. Some readers pass over characters that are not seen, so only ASCII counts as between.
    package var withoutLogCommands: String {
        guard utf8.contains(UInt8(ascii: "#")) else { return self }
        var result = String.UnicodeScalarView()
        var signs = 0
        for scalar in unicodeScalars {
            switch scalar {
            case "#": signs = min(2, signs + 1)
            case "[" where signs == 2:
                result.append(" ")
                signs = 0
            case "a"..."z", "A"..."Z": if signs < 2 { signs = 0 }
            default: if scalar.isASCII { signs = 0 }
            }
            result.append(scalar)
        }
        return String(result)
    }
}
