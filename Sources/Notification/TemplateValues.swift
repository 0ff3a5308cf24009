import RunDocument

extension RunReport {
    /// The report by the names that templates use.
    ///
    /// Every section has a boolean of its own name, `hasX`, so that an empty list has no heading.
    ///
    /// - Parameter plotDomain: see `MetricPlot.identifier(_:domain:)`.
    func templateValues(plotDomain: String) -> [String: Any] {
        var values: [String: Any] = [
            "headline": DisplayText.clean(headline), "subject": DisplayText.clean(subject),
            "event": event.rawValue, "isFailure": event == .failure,
            "isApproval": event == .approval,
            "isSuccess": event != .failure && event != .approval,
            "isRolledBack": event == .rolledBack,
            "next": DisplayText.clean(next.text), "hasCommand": next.command != nil,
            "command": DisplayText.clean(next.command ?? ""),
            "facts": facts.map { fact -> [String: Any] in
                ["name": fact.name, "value": DisplayText.clean(fact.value)]
            },
            "stages": stages.map(\.templateValues),
            "hasComparison": comparison != nil, "hasFailure": failure != nil,
            "hasLink": link != nil, "link": link?.url ?? "", "linkText": link?.text ?? "",
            "isApprovalLink": link?.isApproval ?? false,
        ]
        if let comparison {
            values["comparison"] = comparison.templateValues(plotDomain: plotDomain)
        }
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
    fileprivate func templateValues(plotDomain: String) -> [String: Any] {
        [
            "hasBaseline": hasBaseline,
            "baseline": baselineVersion.map { "version \($0)" } ?? "production",
            "metrics": rows.enumerated().map { index, row in
                row.templateValues(MetricPlot.identifier(index, domain: plotDomain))
            },
            "hasPlots": rows.contains { MetricPlot($0) != nil }, "hasMore": omitted > 0,
            "more": omitted,
        ]
    }
}

extension MetricComparison.Row {
    fileprivate func templateValues(_ plotIdentifier: String) -> [String: Any] {
        var change = "–"
        if let before, let after { change = NumberText.change(from: before, to: after) }
        let plot = MetricPlot(self)
        return [
            "metric": DisplayText.clean(metric), "before": before.map(NumberText.plain) ?? "–",
            "after": after.map(NumberText.plain) ?? "undefined", "change": change, "arrow": arrow,
            "isBetter": direction == .better, "isWorse": direction == .worse,
            "hasPlot": plot != nil, "plotCid": plotIdentifier,
            "plotAlt": plot?.description ?? "", "plotWidth": MetricPlot.width,
            "plotHeight": MetricPlot.height,
        ]
    }

    /// Which way the number went, be that good or bad.
    private var arrow: String {
        guard let before, let after else { return "" }
        return after > before ? "▲" : after < before ? "▼" : ""
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
            "rows": rows.map(DisplayText.clean), "hasLog": !log.isEmpty,
            "log": log.map(DisplayText.clean),
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
