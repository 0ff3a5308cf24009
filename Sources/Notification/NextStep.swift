import RunDocument

/// What the owner does now.
package struct NextStep: Sendable, Hashable {
    package let text: String
    /// To be pasted into a shell.
    package let command: String?

    private init(_ text: String, command: String? = nil) {
        self.text = text
        self.command = command
    }

    init(_ event: RunReport.Event, of subject: RunSubject, failure: FailureReport?) {
        self =
            switch event {
            case .failure: Self.afterFailure(failure, subject)
            case .approval: Self.approval(subject)
            case .promoted: Self.afterPromotion(subject)
            case .rolledBack: Self.afterRollback(subject)
            case .unchanged: NextStep("Nothing.")
            case .success: Self.afterSuccess(subject)
            }
    }

    private static func approval(_ subject: RunSubject) -> NextStep {
        guard subject.promotion?.details["approve"] != nil else {
            return NextStep(
                "It is registered and tested. To put it in production, run:",
                command: subject.promoteCommand)
        }
        return NextStep(
            "It waits for an approval. To approve of it with your private key KEY and put it in "
                + "production, run:",
            command: subject.promoteCommand.map { "\($0) --approve --key KEY && \($0)" })
    }

    private static func afterPromotion(_ subject: RunSubject) -> NextStep {
        guard subject.promotion?.details["changed"] != false else {
            return NextStep("Nothing: it was in production already.")
        }
        guard let before = subject.versionBefore, let command = subject.rollbackCommand else {
            return NextStep("Nothing. No version was in production before it.")
        }
        return NextStep(
            "Nothing. If it misbehaves, go back to version \(before) with:", command: command)
    }

    private static func afterRollback(_ subject: RunSubject) -> NextStep {
        let gone =
            subject.versionBefore.map { "version \($0)" } ?? "the version that was taken back"
        return NextStep("Find out why \(gone) had to go.")
    }

    private static func afterSuccess(_ subject: RunSubject) -> NextStep {
        guard let command = subject.promoteCommand else {
            return NextStep("Nothing: no version was registered.")
        }
        if subject.retested == .production {
            return NextStep("Nothing: it is in production, and passes the tests as they are now.")
        }
        return NextStep(
            "It is in the testing registry. To put it in production, run:", command: command)
    }

    private static func afterFailure(_ failure: FailureReport?, _ subject: RunSubject) -> NextStep {
        guard let failure else { return NextStep("Look at the attached run.json.") }
        if failure.stage == "eval", let place = subject.retested {
            return afterRetest(place, subject)
        }
        let effect = "Nothing after '\(failure.stage)' had an effect; production is what it was."
        switch failure.stage {
        case "validate": return NextStep("\(effect) Mend the data and run the pipeline again.")
        case "train":
            return NextStep(
                "\(effect) Mend the training code or its data and run the pipeline again.")
        case "eval":
            return NextStep(
                "\(effect) The model was not registered. Improve it, or change its gates.")
        case "promote": return afterFailedPromotion(subject)
        default: return NextStep("\(effect) Mend the cause and run the pipeline again.")
        }
    }

    /// A registered version that new tests have shown to be worse than was known.
    private static func afterRetest(_ place: RunSubject.Place, _ subject: RunSubject) -> NextStep {
        switch place {
        case .production:
            NextStep(
                "It is still in production. Train a better one, or mend the tests if they are "
                    + "wrong. To go back to the version before it, run:",
                command: subject.rollbackCommand)
        case .testing:
            NextStep("Do not promote it: train a better one, or mend the tests if they are wrong.")
        }
    }

    private static func afterFailedPromotion(_ subject: RunSubject) -> NextStep {
        let details = subject.promotion?.details
        if let way = details?["takenBack"], let version = way["to"]?.integerValue {
            return NextStep("Version \(version) serves again. Mend the cause and promote again.")
        }
        if details?["notTakenBack"] != nil {
            return NextStep(
                "The version that failed may still serve. Look at the service, then run:",
                command: subject.rollbackCommand)
        }
        return NextStep("The version before still serves. Mend the cause and promote again.")
    }
}
