/// Collects test cases from the tags of a JUnit file.
///
/// Suites may stand in suites. What is not known is passed over: writers add much of their own.
struct JUnitBuilder {
    /// A suite that is open.
    private struct Suite {
        let name: String
        /// How many failures and errors it says it has.
        let claimed: Int
        /// How many there were when it began.
        let before: Int
    }

    private(set) var cases: [JUnitResults.TestCase] = []
    private(set) var contradiction: String?
    private var suites: [Suite] = []
    private var testCase: JUnitResults.TestCase?
    /// The text of the outcome that is open; nil if none is.
    private var output: String?
    /// How deep the reader is inside of something unknown.
    private var unknownDepth = 0
    /// Failures and errors so far.
    private var faults = 0

    /// - Returns: what is wrong, or nil.
    mutating func take(_ event: XMLEvent) -> String? {
        switch event {
        case .text(let text):
            if unknownDepth == 0, let known = output, known.utf8.count < JUnitResults.textLimit {
                output = known + text.prefix(JUnitResults.textLimit)
            }
        case .end:
            end()
        case .start(let name, let attributes):
            return start(name, attributes)
        }
        return nil
    }

    private mutating func start(_ name: String, _ attributes: [String: String]) -> String? {
        if unknownDepth > 0 || output != nil {
            unknownDepth += 1
            return nil
        }
        switch (name, testCase == nil) {
        case ("testsuites", true) where suites.isEmpty, ("testsuite", true):
            let claims = ["failures", "errors"].map { attributes[$0].flatMap { Int($0) } ?? 0 }
            suites.append(
                Suite(
                    name: attributes["name", default: name],
                    claimed: max(claims[0], 0).addingReportingOverflow(max(claims[1], 0)).0,
                    before: faults))
        case ("testcase", true) where !suites.isEmpty:
            guard cases.count < JUnitResults.caseLimit else {
                return "more than \(JUnitResults.caseLimit) test cases"
            }
            testCase = .init(attributes)
        case ("failure", false): begin(.failure, attributes)
        case ("error", false): begin(.error, attributes)
        case ("skipped", false): begin(.skipped, attributes)
        case ("testcase", false), ("testsuite", false):
            return "'\(name)' inside of a test case"
        default:
            if suites.isEmpty { return "'\(name)' is not the root of a JUnit file" }
            unknownDepth += 1
        }
        return nil
    }

    private mutating func begin(
        _ outcome: JUnitResults.Outcome, _ attributes: [String: String]
    ) {
        if outcome >= .failure { faults += 1 }
        output = ""
        guard var current = testCase, outcome > current.outcome else { return }
        current.outcome = outcome
        current.message = attributes.text("message")
        testCase = current
    }

    private mutating func end() {
        if unknownDepth > 0 {
            unknownDepth -= 1
        } else if let text = output {
            if testCase?.output.isEmpty == true {
                testCase?.output = String(text.prefix(JUnitResults.textLimit))
            }
            output = nil
        } else if let finished = testCase {
            cases.append(finished)
            testCase = nil
        } else if let suite = suites.popLast(), faults - suite.before < suite.claimed {
            contradiction =
                contradiction
                ?? "the suite '\(suite.name)' says that \(suite.claimed) failed, and its test cases tell of \(faults - suite.before)"
        }
    }
}

extension JUnitResults.TestCase {
    fileprivate init(_ attributes: [String: String]) {
        name = attributes.text("name")
        className = attributes.text("classname")
        file = attributes["file"].map { String($0.prefix(JUnitResults.textLimit)) }
        line = attributes["line"].flatMap { Int($0) }
        seconds = attributes["time"].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        // GoogleTest's way to say that a test was left out.
        let isLeftOut =
            attributes["status"] == "notrun"
            || ["skipped", "suppressed"].contains(attributes["result"])
        if isLeftOut { outcome = .skipped }
    }
}

extension [String: String] {
    fileprivate func text(_ key: String) -> String {
        String(self[key, default: ""].prefix(JUnitResults.textLimit))
    }
}
