import ArgumentParser
import RunDocument

/// A man page in mdoc(7), made from the command itself so that it cannot go stale.
///
/// ArgumentParser's own plugin writes a wrong SYNOPSIS for commands without subcommands and knows
/// nothing of exit statuses.
enum ManualPage {
    static func render<Root: RootCommand>(_ root: Root.Type) throws -> String {
        let dump = try JSONValue(parsing: root._dumpHelp())
        let command = dump["command"] ?? .null
        let name = command["commandName"]?.stringValue ?? "mlx"
        var page = RoffPage()
        page.begin(name, section: 1, plain(command["abstract"]?.stringValue ?? ""))
        page.macro("Sh", "SYNOPSIS")
        let subcommands = (command["subcommands"]?.arrayValue ?? [])
            .filter { $0["commandName"]?.stringValue != "help" }
        for part in subcommands.isEmpty ? [command] : subcommands {
            synopsis(&page, tool: name, part, isRoot: subcommands.isEmpty)
        }
        page.macro("Sh", "DESCRIPTION")
        page.text(description(root))
        page.macro("Sh", "OPTIONS")
        for part in subcommands.isEmpty ? [command] : subcommands {
            options(&page, part, isRoot: subcommands.isEmpty)
        }
        exitStatus(&page)
        files(&page)
        page.macro("Sh", "EXAMPLES")
        for example in root.examples {
            page.text("\(example.task):")
            page.macro("Dl", example.command)
            page.macro("Pp")
        }
        page.macro("Sh", "SEE ALSO")
        let others = ToolNames.all.filter { $0 != name }
        page.references(others.map { ($0, 1) } + root.topics.map { ($0.name, $0.section) })
        return page.roff
    }

    /// The abstract, and the text before the examples in the discussion.
    private static func description(_ root: any RootCommand.Type) -> String {
        let discussion = root.configuration.discussion
        let text = discussion.firstRange(of: "EXAMPLES:").map { discussion[..<$0.lowerBound] }
        return plain("\(root.configuration.abstract)\n\n\(text ?? discussion[...])")
    }

    private static func synopsis(
        _ page: inout RoffPage,
        tool: String,
        _ command: JSONValue,
        isRoot: Bool
    ) {
        page.macro("Nm", tool)
        if !isRoot { page.macro("Cm", command["commandName"]?.stringValue ?? "") }
        for argument in arguments(of: command) {
            switch argument["kind"]?.stringValue {
            case "positional":
                let name = argument["valueName"]?.stringValue ?? "argument"
                let dots = argument["isRepeating"] == true ? " ..." : ""
                let optional = argument["isOptional"] == true
                page.macro(optional ? "Op" : "Ar", optional ? "Ar \(name)\(dots)" : name + dots)
            case "option":
                page.macro("Op", "Fl \(flag(argument)) Ar \(value(argument))")
            default:
                page.macro("Op", "Fl \(flag(argument))")
            }
        }
    }

    private static func options(_ page: inout RoffPage, _ command: JSONValue, isRoot: Bool) {
        let arguments = arguments(of: command)
        guard !arguments.isEmpty else { return }
        if !isRoot {
            page.macro("Ss", command["commandName"]?.stringValue ?? "")
            page.text(plain(command["abstract"]?.stringValue ?? ""))
        }
        page.macro("Bl", "-tag -width indent")
        for argument in arguments {
            let kind = argument["kind"]?.stringValue
            let name = argument["valueName"]?.stringValue ?? "argument"
            switch kind {
            case "positional": page.macro("It", "Ar \(name)")
            case "option": page.macro("It", "\(flags(argument)) Ar \(value(argument))")
            default: page.macro("It", flags(argument))
            }
            page.text(plain(argument["abstract"]?.stringValue ?? ""))
            if let fallback = argument["defaultValue"]?.stringValue, kind == "option" {
                page.text("The default is \(fallback).")
            }
        }
        page.macro("El")
    }

    private static func exitStatus(_ page: inout RoffPage) {
        page.macro("Sh", "EXIT STATUS")
        page.macro("Bl", "-tag -width indent")
        for status in ExitStatus.documented {
            page.macro("It", "\(status.code)")
            page.text(status.meaning)
        }
        page.macro("It", "128+n")
        page.text("ended by signal n")
        page.macro("El")
    }

    private static func files(_ page: inout RoffPage) {
        page.macro("Sh", "FILES")
        page.macro("Bl", "-tag -width indent")
        page.macro("It", "Pa mlx.yaml")
        page.text("the project file, in the working directory")
        page.macro("It", "Pa $MLX_RUN_DIR/journal.ndjson")
        page.text("what started and what finished, one line each, when the variable is set")
        page.macro("El")
    }

    private static func arguments(of command: JSONValue) -> [JSONValue] {
        (command["arguments"]?.arrayValue ?? []).filter { argument in
            argument["shouldDisplay"] != false
                && argument["valueName"]?.stringValue != "help"
                && !["help", "version"].contains(preferredName(argument) ?? "")
        }
    }

    private static func preferredName(_ argument: JSONValue) -> String? {
        argument["preferredName"]?["name"]?.stringValue
    }

    private static func flag(_ argument: JSONValue) -> String {
        dashed(argument["preferredName"] ?? .null)
    }

    private static func flags(_ argument: JSONValue) -> String {
        (argument["names"]?.arrayValue ?? []).map { "Fl \(dashed($0))" }.joined(separator: " , ")
    }

    /// mdoc's `Fl` writes the first dash itself.
    private static func dashed(_ name: JSONValue) -> String {
        let text = name["name"]?.stringValue ?? ""
        return name["kind"]?.stringValue == "long" ? "-\(text)" : text
    }

    private static func value(_ argument: JSONValue) -> String {
        let words = argument["allValues"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let choice = words.joined(separator: "|")
        // A longer one cannot be broken, and stands in the option's text.
        return choice.isEmpty || choice.utf8.count > longestChoice
            ? argument["valueName"]?.stringValue ?? "value" : choice
    }

    private static let longestChoice = 40

    private static func plain(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: " ")
    }
}

/// The names of all tools, in the order of the pipe.
package enum ToolNames {
    package static let all = [
        "mlx-trigger", "mlx-validate", "mlx-train", "mlx-eval", "mlx-register", "mlx-promote",
        "mlx-notify", "mlx-serve", "mlx-predict",
    ]
}
