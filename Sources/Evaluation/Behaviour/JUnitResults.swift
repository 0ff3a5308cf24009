/// What a JUnit file says of its test cases.
struct JUnitResults: Hashable, Sendable {
    enum Outcome: Hashable, Sendable {
        case passed, skipped
        /// With the first words of what it says.
        case failed(String)
        case error(String)

        var isBad: Bool {
            switch self {
            case .passed, .skipped: false
            case .failed, .error: true
            }
        }
    }

    struct Case: Hashable, Sendable {
        var name: String
        var className: String
        var outcome: Outcome
        var seconds: Double?
        var file: String?
        var line: Int?
    }

    /// Cases at most; a file with more is refused.
    static let mostCases = 100_000
    private static let longestMessage = 1000

    private(set) var cases: [Case] = []
    /// Failures and errors that suites declare beyond those that their cases have.
    private(set) var undetailedFailures = 0

    /// - Throws: `XMLProblem`.
    init(_ bytes: [UInt8]) throws(XMLProblem) {
        let root = try XMLReader.read(bytes)
        guard root.name == "testsuites" || root.name == "testsuite" else {
            throw XMLProblem(line: 1, reason: "it begins with '\(root.name)', not 'testsuites'")
        }
        _ = try add(root)
    }

    /// Adds the cases of a suite and those within it.
    ///
    /// - Returns: how many of them failed or could not be run.
    private mutating func add(_ suite: XMLTree) throws(XMLProblem) -> Int {
        var bad = 0
        for child in suite.children {
            switch child.name {
            case "testsuite", "testsuites": bad += try add(child)
            case "testcase":
                guard cases.count < Self.mostCases else {
                    throw XMLProblem(line: 1, reason: "it has more than \(Self.mostCases) cases")
                }
                let found = Self.testCase(child)
                cases.append(found)
                if found.outcome.isBad { bad += 1 }
            default: continue
            }
        }
        let declared = ["failures", "errors"].reduce(0) { sum, key in
            sum + min(Self.mostCases, max(0, Int(suite.attributes[key] ?? "") ?? 0))
        }
        undetailedFailures = max(undetailedFailures, declared - bad)
        return bad
    }

    private static func testCase(_ tree: XMLTree) -> Case {
        var outcome = Outcome.passed
        for child in tree.children {
            switch (child.name, outcome) {
            case ("failure", .passed), ("failure", .skipped): outcome = .failed(message(child))
            case ("error", .passed), ("error", .skipped), ("error", .failed):
                outcome = .error(message(child))
            case ("skipped", .passed): outcome = .skipped
            default: continue
            }
        }
        return Case(
            name: tree.attributes["name"] ?? "", className: tree.attributes["classname"] ?? "",
            outcome: outcome, seconds: tree.attributes["time"].flatMap(Double.init),
            file: tree.attributes["file"], line: tree.attributes["line"].flatMap { Int($0) })
    }

    private static func message(_ tree: XMLTree) -> String {
        let text = tree.attributes["message"] ?? ""
        return String((text.isEmpty ? tree.text : text).prefix(longestMessage))
    }
}
