/// The outputs of a run as GitLab's dotenv report takes them, for the variables of later jobs.
package struct DotenvReport: Sendable {
    /// GitLab takes no larger one, in bytes.
    private static let limit = 5 * 1024
    /// A later job would go on under the name of this run, or overrule its own mlx.yaml.
    private static let inputs: Set = ["run-id", "model"]

    package let text: String
    /// The names of values that cannot stand in it.
    package let omitted: [String]

    package init(_ outputs: RunOutputs) {
        var text = ""
        var omitted: [String] = []
        for (name, value) in outputs.values where !Self.inputs.contains(name) {
            let line = "\(Self.variable(name))=\(value)\n"
            if Self.isPlain(value), text.utf8.count + line.utf8.count <= Self.limit {
                text += line
            } else {
                omitted.append(name)
            }
        }
        self.text = text
        self.omitted = omitted
    }

    /// As `MLX_FAILED_STAGE`.
    private static func variable(_ name: String) -> String {
        "MLX_" + name.uppercased().replacing("-", with: "_")
    }

    /// Whether it is one line, in which nothing is taken off.
    private static func isPlain(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        let hasControl = scalars.contains { $0.properties.generalCategory == .control }
        let isSpace = { (scalar: Unicode.Scalar?) in scalar?.properties.isWhitespace == true }
        return !hasControl && !isSpace(scalars.first) && !isSpace(scalars.last)
    }
}
