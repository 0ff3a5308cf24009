import CommandLineTool
import Registry
import RunDocument

/// What `fsck` found, for people and for programs.
struct FsckText {
    private let reports: [FsckReport]

    init(_ reports: [FsckReport]) { self.reports = reports }

    var json: JSONValue {
        [
            "clean": .boolean(reports.allSatisfy(\.isClean)),
            "layouts": .array(reports.map(\.json)),
        ]
    }

    /// A line for each finding, as compilers write it, and one for each layout.
    var text: String {
        reports.map { report in
            report.findings.map { Self.line($0) + "\n" }.joined() + Self.summary(report) + "\n"
        }.joined()
    }

    private static func line(_ finding: Finding) -> String {
        var text = "\(finding.place): \(finding.severity.rawValue): \(finding.message)"
        switch finding.outcome {
        case .repaired(let how): text += " (repaired: \(how))"
        case .unrepaired(let why): text += " (not repaired: \(why))"
        case nil: break
        }
        return Diagnostics.printable(text)
    }

    private static func summary(_ report: FsckReport) -> String {
        let damages = report.findings.filter(\.isDamage).count
        let verdict =
            switch damages {
            case 0: "clean"
            case 1: "1 damage"
            default: "\(damages) damages"
            }
        let name = Diagnostics.printable("\(report.registry)/\(report.model)")
        return
            "\(name): \(report.versions) versions, \(report.blobs) blobs of \(report.bytes) bytes, "
            + "\(report.records) records: \(verdict)"
    }
}
