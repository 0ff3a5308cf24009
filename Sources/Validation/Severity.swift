package import Dataset
package import RunDocument

/// What it means that a check does not pass.
package enum Severity: String, CaseIterable, Sendable {
    /// The verdict is no.
    case fail
    /// A person is told; the verdict stays.
    case warn
    /// It is on record, and nobody is told.
    case info
}

/// Severities that a schema gives checks instead of their own: `mlx:dataset.severity`.
package struct SeverityRules: Hashable, Sendable {
    /// How a schema switches a check off.
    private static let off = "off"

    /// By a check's id or kind; nil for one that is off.
    private var rules: [String: Severity?] = [:]

    /// - Parameters:
    ///   - members: check id or kind → `fail`, `warn`, `info` or `off`.
    ///   - place: where in the schema they stand, for errors.
    /// - Throws: `SchemaError` for any other word.
    package init(_ members: JSONObject, at place: String = "mlx:dataset.severity")
        throws(SchemaError)
    {
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let word = value.stringValue else {
                throw .wrongType(
                    place: "\(place).\(key)",
                    expected: "a string",
                    found: value.typeName
                )
            }
            guard let severity = Severity(rawValue: word) else {
                guard word == Self.off else {
                    throw .unknownValue(
                        place: "\(place).\(key)",
                        value: word,
                        known: Severity.allCases.map(\.rawValue) + [Self.off]
                    )
                }
                rules[key] = .some(nil)
                continue
            }
            rules[key] = severity
        }
    }

    /// The findings with these severities, a check's id going before its kind.
    ///
    /// A check that is off becomes a skipped one: never a silent pass.
    package func applied(to findings: [Finding]) -> [Finding] {
        findings.map { finding in
            guard let rule = rules[finding.check.id] ?? rules[finding.kind] else {
                return finding.with(finding.severity)
            }
            return rule.map(finding.with) ?? finding.switchedOff
        }
    }
}

extension Finding {
    /// What the check is about, as `outliers` of `outliers/age`: no kind has a slash in it.
    package var kind: String {
        check.id.split(separator: "/", maxSplits: 1).first.map(String.init) ?? check.id
    }

    /// The finding with another severity, which the check has as `severity` from then on.
    package func with(_ severity: Severity) -> Finding {
        var finding = self
        finding.severity = severity
        finding.check["severity"] = .string(severity.rawValue)
        if isBroken {
            finding.check.status =
                switch severity {
                case .fail: .failed
                case .warn: .warning
                case .info: .passed
                }
        }
        return finding
    }

    fileprivate var switchedOff: Finding {
        var finding = self
        finding.check = Check(
            id: check.id,
            status: .skipped,
            message: "'\(check.id)' is switched off by the schema"
        )
        return finding
    }
}

extension SeverityRules {
    /// What a schema says.
    ///
    /// - Throws: never: the words were read with the schema.
    package init(_ schema: TableSchema) throws(SchemaError) {
        try self.init(schema.dataset.severity.mapValues { .string($0.rawValue) })
    }
}
