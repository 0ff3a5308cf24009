import RunDocument

/// Test cases of another program as checks of ours.
enum JUnitChecks {
    /// - Parameter tool: what stands before the name of each check, as `pytest`.
    static func checks(of results: JUnitResults, tool: String) -> [Check] {
        var repeats: [String: Int] = [:]
        return results.cases.map { testCase in
            let parts = [testCase.className, testCase.name].filter { !$0.isEmpty }
            let id = "\(tool)::\(parts.isEmpty ? "test" : parts.joined(separator: "."))"
            let number = repeats[id, default: 0] + 1
            repeats[id] = number
            return check(testCase, id: number == 1 ? id : "\(id) (\(number))")
        }
    }

    private static func check(_ testCase: JUnitResults.TestCase, id: String) -> Check {
        let status: Check.Status =
            switch testCase.outcome {
            case .passed: .passed
            case .skipped: .skipped
            case .failure, .error: .failed
            }
        var check = Check(id: id, status: status, file: testCase.file, line: testCase.line)
        if let seconds = testCase.seconds { check["durationMs"] = .number(seconds * 1000) }
        guard status != .passed else { return check }
        let firstLine = testCase.output.split(separator: "\n").first.map(String.init) ?? ""
        let message = testCase.message.isEmpty ? firstLine : testCase.message
        check.message =
            testCase.outcome == .error ? "error: \(message)" : message.isEmpty ? nil : message
        if !testCase.output.isEmpty { check["output"] = .string(testCase.output) }
        return check
    }
}
