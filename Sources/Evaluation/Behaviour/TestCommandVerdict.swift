import FileStorage
import ProcessControl
import RunDocument
import SystemPackage

/// What the ending of a test command and the file that it left mean together.
struct TestCommandVerdict {
    private static let limit = 1 << 26

    let name: String
    let ending: Ending
    /// As the user named it.
    let file: String

    /// - Parameter before: of the file before the command ran.
    func checks(before: FileStamp?, path: FilePath) -> [Check] {
        guard let after = FileStamp(path) else { return [failed("left no '\(file)'")] }
        guard after != before else {
            return [failed("left '\(file)' as it was before, so it says nothing of this run")]
        }
        let results: JUnitResults
        do {
            results = try JUnitResults(try Files.read(path, limit: Self.limit))
        } catch let problem as XMLProblem {
            return [
                failed("left '\(file)', which is no JUnit: line \(problem.line): \(problem.reason)")
            ]
        } catch {
            return [failed("left '\(file)', which cannot be read: \(error)")]
        }
        return [check(results)] + cases(results)
    }

    /// The command as a whole.
    private func check(_ results: JUnitResults) -> Check {
        let bad = results.cases.count(where: \.outcome.isBad)
        if results.cases.isEmpty { return failed("left no test case in '\(file)'") }
        switch ending {
        case .signaled, .timedOut: return failed("left '\(file)' before it ended")
        case .exited(let status):
            if results.undetailedFailures > 0 {
                return failed(
                    "says in '\(file)' that \(results.undetailedFailures) more failed than it lists"
                )
            }
            if status != 0, bad == 0 { return failed("says in '\(file)' that no test failed") }
            if status == 0, bad > 0 { return failed("says in '\(file)' that \(bad) failed") }
        }
        if results.cases.allSatisfy({ $0.outcome == .skipped }) {
            return failed("skipped every test")
        }
        var check = Check(
            id: name, status: bad == 0 ? .passed : .failed,
            observed: .integer(Int64(bad)), expected: "no test fails")
        if bad > 0 { check.message = "\(bad) of \(results.cases.count) tests failed" }
        check["tests"] = .integer(Int64(results.cases.count))
        return check
    }

    private func failed(_ complaint: String) -> Check {
        Check(
            id: name, status: .failed, observed: .string(ending.description),
            expected: "it ends well and leaves its results",
            message: "'\(name)' \(ending.description) and \(complaint)")
    }

    private func cases(_ results: JUnitResults) -> [Check] {
        var counts: [String: Int] = [:]
        for testCase in results.cases { counts[testCase.name, default: 0] += 1 }
        return results.cases.map { testCase in
            let isUnique = counts[testCase.name] == 1
            let prefix = isUnique || testCase.className.isEmpty ? "" : "\(testCase.className)."
            var check = Check(
                id: "\(name)::\(prefix)\(testCase.name)", status: .passed, file: testCase.file,
                line: testCase.line)
            switch testCase.outcome {
            case .passed: break
            case .skipped: check.status = .skipped
            case .failed(let message), .error(let message):
                check.status = .failed
                check.message = message
            }
            check["seconds"] = testCase.seconds.map(JSONValue.number)
            return check
        }
    }
}
