/// Logging commands of Azure Pipelines.
///
/// A command is `##vso[AREA.ACTION PROPERTY=VALUE;…]DATA` in one line.
package enum AzureCommands {
    /// A line of the log.
    package static func text(_ annotation: CIAnnotation) -> String {
        let properties = [
            "type=\(annotation.severity.rawValue)",
            annotation.file.map { "sourcepath=\(property($0))" },
            annotation.line.map { "linenumber=\($0)" },
        ]
        let list = properties.compactMap(\.self).joined(separator: ";")
        // It has no title.
        let message = data("\(annotation.title): \(annotation.message)")
        return "##vso[task.logissue \(list)]\(message)"
    }

    /// A line that sets a variable for later steps, jobs and stages.
    package static func output(_ name: String, _ value: String) -> String {
        "##vso[task.setvariable variable=mlx.\(property(name));isOutput=true]\(data(value))"
    }

    private static func data(_ text: String) -> String {
        text.escapingScalars(["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
    }

    private static func property(_ text: String) -> String {
        text.escapingScalars([
            "%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D",
        ])
    }
}
