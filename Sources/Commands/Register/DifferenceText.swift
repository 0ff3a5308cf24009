import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// Two versions side by side, for people.
struct DifferenceText {
    private let difference: VersionDifference
    private let old: String
    private let new: String

    init(_ difference: VersionDifference, old: String, new: String) {
        (self.difference, self.old, self.new) = (difference, old, new)
    }

    var text: String {
        TextTable(
            header: ["", old, new, "CHANGE"],
            rows: metrics + parameters + inputs + files
        ).text
    }

    private var metrics: [[String]] {
        difference.metrics.map { pair in
            var change = Self.change(pair)
            if let old = pair.old, let new = pair.new, old != new {
                change = (new > old ? "+" : "") + VersionText.number(new - old)
            }
            return row("metric \(pair.name)", pair, change) { VersionText.number($0) }
        }
    }

    private var parameters: [[String]] {
        difference.parameters.map { row("parameter \($0.name)", $0) { $0.canonicalText() } }
    }

    private var inputs: [[String]] {
        difference.inputs.map { row($0.name, $0) { Self.short($0) } }
    }

    private var files: [[String]] {
        difference.files.map { row("file \($0.name)", $0) { Self.short($0.description) } }
    }

    private func row<Value>(
        _ label: String,
        _ pair: Pair<Value>,
        _ change: String? = nil,
        _ words: (Value) -> String
    ) -> [String] {
        [
            label, pair.old.map(words) ?? "", pair.new.map(words) ?? "",
            change ?? Self.change(pair),
        ]
    }

    private static func change<Value>(_ pair: Pair<Value>) -> String {
        switch (pair.old, pair.new) {
        case (nil, _): "added"
        case (_, nil): "removed"
        default: pair.isSame ? "same" : "changed"
        }
    }

    private static func short(_ digest: String) -> String {
        digest.hasPrefix("sha256:") ? String(digest.prefix(19)) : digest
    }
}
