import ArgumentParser

extension StageOptions {
    /// What can be saved of arguments that make no sense: where the document comes from and goes,
    /// so that a later stage does not take an old document for this one's.
    static func salvaged(from arguments: [String]) -> StageOptions {
        var kept = arguments.contains("--no-input") ? ["--no-input"] : []
        for name in kept.isEmpty ? ["--in", "--out"] : ["--out"] {
            if let index = arguments.lastIndex(of: name), index + 1 < arguments.count {
                kept += [name, arguments[index + 1]]
            } else if let argument = arguments.last(where: { $0.hasPrefix("\(name)=") }) {
                kept.append(argument)
            }
        }
        return (try? StageOptions.parse(kept)) ?? StageOptions()
    }
}
