/// Azure's reader of logs: `##vso[AREA.ACTION PROPERTY=VALUE;…]DATA` anywhere in a line, and the
/// formats `##[NAME]` of lines that are no command.
package enum AzureLog {
    package static func commands(in log: String) -> [LogCommand] {
        LogCommand.lines(of: log).compactMap(command)
    }

    private static let escapes = [
        "%AZP25": "%", "%0D": "\r", "%0A": "\n", "%3B": ";", "%5D": "]",
    ]

    private static func command(_ line: String) -> LogCommand? {
        guard let start = line.firstRange(of: "##vso["),
            let end = line[start.upperBound...].firstIndex(of: "]")
        else {
            return line.firstRange(of: "##[").map {
                LogCommand(name: "##[", data: String(line[$0.upperBound...]))
            }
        }
        let head = line[start.upperBound..<end].split(separator: " ", maxSplits: 1)
        return LogCommand(
            name: head.first.map { String($0) } ?? "",
            properties: LogCommand.properties(
                head.count > 1 ? head[1] : "", separator: ";", escapes),
            data: LogCommand.unescaped(String(line[line.index(after: end)...]), escapes))
    }
}
