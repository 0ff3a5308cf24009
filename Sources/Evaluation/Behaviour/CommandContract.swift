import SystemPackage

/// What a program that tests a model is told.
struct CommandContract {
    let variables: [String: String]

    init(model: FilePath, data: [FilePath], junit: FilePath?, runID: String) {
        var variables = [
            "MLX_MODEL_DIR": model.string,
            "MLX_DATA_TEST": data.map(\.string).joined(separator: "\n"),
            "MLX_RUN_ID": runID,
        ]
        variables["MLX_JUNIT"] = junit?.string
        self.variables = variables
    }

    /// The words of a command, with `$(MLX_JUNIT)` and the like replaced, as Kubernetes does it.
    func expand(_ command: [String]) -> [String] {
        command.map { word in
            variables.sorted { $0.key < $1.key }.reduce(word) { word, variable in
                Self.replace("$(\(variable.key))", in: word, by: variable.value)
            }
        }
    }

    private static func replace(_ name: String, in word: String, by value: String) -> String {
        var rest = Array(word.utf8)[...]
        var result: [UInt8] = []
        while !rest.isEmpty {
            if rest.starts(with: name.utf8) {
                result += value.utf8
                rest = rest.dropFirst(name.utf8.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
