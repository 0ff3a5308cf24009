import FileStorage
import ProcessControl
import RunDocument
import SystemPackage

/// Holds what a program's JUnit file says against how the program ended.
///
/// What does not fit together fails: a test that did not run must not look like one that passed.
struct CommandVerdict {
    let name: String
    let ending: Ending
    let junit: FilePath?
    /// What stood at the JUnit file's place before.
    let earlier: FileIdentity?

    func checks() -> [Check] {
        switch ending {
        case .exited(let status): checks(exited: status)
        case .signaled, .timedOut: [check("the command \(ending.description)")]
        }
    }

    private func checks(exited status: Int) -> [Check] {
        guard let junit, let earlier else {
            guard status == 0 else { return [check("the command \(ending.description)")] }
            return [Check(id: name, status: .passed, observed: 0, expected: "exit status 0")]
        }
        let results: JUnitResults
        switch read(junit, earlier) {
        case .success(let found): results = found
        case .failure(let fault):
            return [check("the command \(ending.description), and \(fault.reason)", file: junit)]
        }
        var checks = JUnitChecks.checks(of: results, tool: name)
        if let fault = contradiction(status, results) { checks.append(check(fault, file: junit)) }
        if results.cases.allSatisfy({ $0.outcome == .skipped }) {
            var warning = check("every test was skipped", file: junit)
            warning.status = .warning
            checks.append(warning)
        }
        return checks
    }

    /// Why a JUnit file cannot be used.
    private struct Fault: Error { let reason: String }

    private func read(_ path: FilePath, _ earlier: FileIdentity) -> Result<JUnitResults, Fault> {
        func fault(_ reason: String) -> Result<JUnitResults, Fault> {
            .failure(Fault(reason: reason))
        }
        let found = FileIdentity(path)
        guard found.exists else { return fault("its JUnit file '\(path)' is missing") }
        guard Files.kind(of: path) == .regular else {
            return fault("its JUnit file '\(path)' is not a regular file")
        }
        guard !found.isLeftOver(from: earlier) else {
            return fault("its JUnit file '\(path)' is older than the run")
        }
        do {
            let bytes = try Files.read(path, limit: JUnitResults.byteLimit)
            guard !bytes.isEmpty else { return fault("its JUnit file '\(path)' is empty") }
            let results = try JUnitResults(parsing: bytes)
            guard !results.cases.isEmpty else {
                return fault("its JUnit file '\(path)' has no test case")
            }
            return .success(results)
        } catch let error as XMLSyntaxError {
            return fault("its JUnit file '\(path)' cannot be read: \(error.description)")
        } catch {
            return fault("its JUnit file cannot be read: \(error)")
        }
    }

    private func contradiction(_ status: Int, _ results: JUnitResults) -> String? {
        let failed = results.cases.count { $0.outcome >= .failure }
        if status == 0, failed > 0 {
            return "the command ended with exit status 0 although \(failed) of its tests failed"
        }
        if status != 0, failed == 0 {
            return "the command ended with exit status \(status) although none of its tests failed"
        }
        return results.contradiction
    }

    private func check(_ message: String, file: FilePath? = nil) -> Check {
        var check = Check(
            id: name, status: .failed, expected: "exit status 0", message: message,
            file: file?.string)
        if case .exited(let status) = ending { check.observed = .integer(Int64(status)) }
        return check
    }
}
