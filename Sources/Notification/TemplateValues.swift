import RunDocument

extension RunReport {
    /// The report by the names that templates use.
    ///
    /// Every section has a boolean of its own name, `hasX`, so that an empty list has no heading.
    var templateValues: [String: Any] {
        var values: [String: Any] = [
            "headline": DisplayText.clean(headline), "subject": DisplayText.clean(subject),
            "event": event.rawValue, "isFailure": event == .failure,
            "isApproval": event == .approval,
            "isSuccess": event != .failure && event != .approval,
            "next": DisplayText.clean(next.text), "hasCommand": next.command != nil,
            "command": DisplayText.clean(next.command ?? ""),
            "facts": facts.map { fact -> [String: Any] in
                ["name": fact.name, "value": DisplayText.clean(fact.value)]
            },
            "stages": stages.map(\.templateValues),
            "hasComparison": comparison != nil, "hasFailure": failure != nil,
        ]
        if let comparison { values["comparison"] = comparison.templateValues }
        if let failure { values["failure"] = failure.templateValues }
        return values
    }
}

extension RunReport.StageLine {
    fileprivate var templateValues: [String: Any] {
        let mark =
            switch status {
            case .passed: "✓"
            case .failed, .error: "✗"
            case .skipped: "–"
            }
        return [
            "name": DisplayText.clean(name), "status": status.rawValue, "mark": mark,
            "isTrouble": status == .failed || status == .error,
        ]
    }
}

extension MetricComparison {
    fileprivate var templateValues: [String: Any] {
        [
            "hasBaseline": hasBaseline,
            "baseline": baselineVersion.map { "version \($0)" } ?? "production",
            "metrics": rows.map(\.templateValues), "hasMore": omitted > 0, "more": omitted,
        ]
    }
}

extension MetricComparison.Row {
    fileprivate var templateValues: [String: Any] {
        var change = "–"
        if let before, let after { change = NumberText.change(from: before, to: after) }
        return [
            "metric": DisplayText.clean(metric), "before": before.map(NumberText.plain) ?? "–",
            "after": after.map(NumberText.plain) ?? "undefined", "change": change,
            "isBetter": direction == .better, "isWorse": direction == .worse,
        ]
    }
}

extension FailureReport {
    fileprivate var templateValues: [String: Any] {
        var values: [String: Any] = [
            "stage": DisplayText.clean(stage), "checks": checks.map(\.templateValues),
            "hasMoreChecks": omitted > 0, "moreChecks": omitted,
        ]
        values.merge(optional: "title", title)
        values.merge(optional: "detail", detail)
        values.merge(optional: "hint", hint)
        return values
    }
}

extension FailureReport.FailedCheck {
    fileprivate var templateValues: [String: Any] {
        var values: [String: Any] = [
            "id": DisplayText.clean(id), "hasRows": !rows.isEmpty,
            "rows": rows.map(DisplayText.clean),
        ]
        values.merge(optional: "message", message)
        values.merge(optional: "place", place)
        values.merge(optional: "slice", slice)
        values.merge(optional: "expected", expected)
        values.merge(optional: "observed", observed)
        return values
    }
}

extension [String: Any] {
    /// Sets `name` and, so that no section falls through to an outer one, `hasName`.
    fileprivate mutating func merge(optional name: String, _ text: String?) {
        self["has\(name.prefix(1).uppercased())\(name.dropFirst())"] = text != nil
        self[name] = DisplayText.clean(text ?? "")
    }
}
