import ArgumentParser

extension StageOptions {
    /// What can be saved of arguments that make no sense: where the document comes from and goes,
    /// and the files with reports, so that nobody takes old ones for this stage's.
    static func salvaged(from arguments: [String]) -> StageOptions {
        let flags = Set(arguments).intersection(["--no-input", "--junit-strict"])
        var kept = flags.sorted()
        let input = flags.contains("--no-input") ? [] : ["--in"]
        for name in input + ["--out", "--junit", "--openmetrics", "--dotenv"] {
            if let index = arguments.lastIndex(of: name), index + 1 < arguments.count {
                kept += [name, arguments[index + 1]]
            } else if let argument = arguments.last(where: { $0.hasPrefix("\(name)=") }) {
                kept.append(argument)
            }
        }
        return (try? StageOptions.parse(kept)) ?? StageOptions()
    }
}
