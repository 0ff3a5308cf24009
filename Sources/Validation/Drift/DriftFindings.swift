package import RunDocument

extension DriftReport {
    /// One finding for each column's values, for its missing share and for the whole table.
    package var findings: [Finding] {
        var findings = columns.flatMap { column in
            [column.finding(policy), column.missingFinding].compactMap { $0 }
        }
        if let shareThreshold { findings.append(shareFinding(shareThreshold)) }
        return findings
    }

    /// One finding for each column's values, as skew between training and serving data.
    package var skewFindings: [Finding] {
        columns.map { $0.finding(policy, "skew", "is not the same in the serving data") }
    }

    private func shareFinding(_ threshold: Double) -> Finding {
        var finding = Finding(
            "drift-share",
            passed: !hasDrifted,
            observed: .number(driftedShare),
            expected: "< \(threshold)",
            message: "\(drifted) of \(compared) columns drifted"
        )
        finding.check["drifted"] = .integer(Int64(drifted))
        finding.check["compared"] = .integer(Int64(compared))
        finding.check["threshold"] = .number(threshold)
        finding.check["operator"] = .string(ThresholdOperator.greaterOrEqual.rawValue)
        finding.check["policy"] = .string(policy.rawValue)
        return finding
    }

    /// The report as a document of its own.
    package var json: JSONValue {
        var members: JSONObject = [
            "policy": .string(policy.rawValue),
            "drifted": .integer(Int64(drifted)),
            "compared": .integer(Int64(compared)),
            "driftedShare": .number(driftedShare),
            "columns": .array(columns.map { .object($0.members) }),
        ]
        members["driftShare"] = shareThreshold.map(JSONValue.number)
        return .object(members)
    }
}

extension ColumnDrift {
    /// - Parameters:
    ///   - kind: of the check.
    ///   - complaint: what is said of a column that is not as it should be.
    fileprivate func finding(
        _ policy: DriftPolicy, _ kind: String = "drift", _ complaint: String = "drifted"
    ) -> Finding {
        var finding: Finding
        switch outcome {
        case .skipped(let reason):
            finding = Finding(
                kind, column: name, passed: true, observed: .null, expected: "", message: "")
            finding.check = Check(id: finding.check.id, status: .skipped, message: reason)
        case .compared(let score):
            finding = Finding(
                kind,
                column: name,
                passed: !score.hasDrifted,
                observed: .number(score.value),
                expected: "\(score.method.comparison.opposite.rawValue) \(score.threshold)",
                message: "'\(name)' \(complaint): \(score.phrase)"
            )
        }
        for (key, value) in members where key != "column" { finding.check[key] = value }
        finding.check["policy"] = .string(policy.rawValue)
        return finding
    }

    fileprivate var missingFinding: Finding? {
        guard let missing, let threshold = missing.threshold else { return nil }
        var finding = Finding(
            "drift-missing",
            column: name,
            passed: !missing.hasDrifted,
            observed: .number(missing.difference),
            expected: "< \(threshold)",
            message: "missing in '\(name)': \(missing.reference) before, \(missing.current) now"
        )
        finding.check["missingReference"] = .number(missing.reference)
        finding.check["missingCurrent"] = .number(missing.current)
        finding.check["threshold"] = .number(threshold)
        finding.check["operator"] = .string(ThresholdOperator.greaterOrEqual.rawValue)
        return finding
    }

    fileprivate var members: JSONObject {
        var members = score?.members ?? [:]
        members["column"] = .string(name)
        if case .skipped(let reason) = outcome { members["skipped"] = .string(reason) }
        members["missingReference"] = (missing?.reference).map(JSONValue.number)
        members["missingCurrent"] = (missing?.current).map(JSONValue.number)
        members["newCategories"] = (newCategories?.distinct).map { .integer(Int64($0)) }
        members["newShare"] = (newCategories?.share).map(JSONValue.number)
        return members
    }
}

extension DriftScore {
    fileprivate var phrase: String {
        let name = method.isSignificanceTest ? "p-value of \(method.rawValue)" : method.rawValue
        guard let interval else { return "\(name) \(value)" }
        return "\(name) from \(interval.lowerBound) to \(interval.upperBound)"
    }

    fileprivate var members: JSONObject {
        var members: JSONObject = [
            "method": .string(method.rawValue),
            "operator": .string(method.comparison.rawValue),
            "threshold": .number(threshold),
            "value": .number(value),
            "statistic": .number(statistic),
            "drifted": .boolean(hasDrifted),
            "exact": .boolean(isExact),
            "referenceCount": .integer(Int64(referenceCount)),
            "currentCount": .integer(Int64(currentCount)),
        ]
        members["binning"] = binning.map(JSONValue.string)
        members["bins"] = bins.map { .integer(Int64($0)) }
        members["logBase"] = method.logBase.map(JSONValue.string)
        members["pValue"] = pValue.map(JSONValue.number)
        members["interval"] = interval.map {
            [.number($0.lowerBound), .number($0.upperBound)]
        }
        return members
    }
}
