import ArgumentParser

extension StageOptions {
    /// What can be saved of arguments that make no sense: where the document comes from and goes,
    /// the files with reports, so that nobody takes old ones for this stage's, and who is told.
    static func salvaged(from arguments: [String]) -> StageOptions {
        var kept = arguments.contains("--no-input") ? ["--no-input"] : []
        let input = kept.isEmpty ? ["--in"] : []
        for name in input + ["--out", "--junit", "--openmetrics", "--dotenv", "--ci"] {
            if let index = arguments.lastIndex(of: name), index + 1 < arguments.count,
                arguments[index + 1] == "-" || !arguments[index + 1].hasPrefix("-")
            {
                kept += [name, arguments[index + 1]]
            } else if let argument = arguments.last(where: { $0.hasPrefix("\(name)=") }) {
                kept.append(argument)
            }
        }
        let hasJUnit = kept.contains { $0 == "--junit" || $0.hasPrefix("--junit=") }
        if hasJUnit && arguments.contains("--junit-strict") { kept.append("--junit-strict") }
        return (try? StageOptions.parse(kept)) ?? StageOptions()
    }
}
