import Markup
package import RunDocument

/// A run as JUnit XML, for the test pages of Jenkins, GitLab and others.
///
/// One test suite per stage and one test case per check, in the elements and attributes that the
/// schema of Jenkins' xUnit plugin (`junit-10.xsd`) knows.
package enum JUnitReport {
    package static func text(_ run: Run) -> String {
        let suites = suites(of: run)
        var document = MarkupWriter(prologue: #"<?xml version="1.0" encoding="UTF-8"?>"#)
        let cases = suites.flatMap(\.cases)
        let attributes: MarkupWriter.Attributes = [
            "name": "mlx \(run.metadata.id)",
            "tests": "\(cases.count)",
            "failures": "\(cases.count(where: \.isFailure))",
            "errors": "\(cases.count(where: \.isError))",
            "time": NumberText.seconds(
                milliseconds: run.stages.reduce(0) { $0 + ($1.durationMs ?? 0) }
            ),
        ]
        document.element("testsuites", attributes) { document in
            document.newline()
            for suite in suites { write(suite, to: &document) }
        }
        document.newline()
        return document.text
    }

    /// A stage and its test cases.
    private struct Suite {
        let stage: Stage
        let name: String
        let cases: [JUnitTestCase]
    }

    private static func suites(of run: Run) -> [Suite] {
        var names = UniqueNames()
        return run.stages.map { stage in
            let name = names.next(stage.name.isEmpty ? "stage" : stage.name.printable())
            return Suite(stage: stage, name: name, cases: JUnitTestCase.cases(of: stage))
        }
    }

    private static func write(_ suite: Suite, to document: inout MarkupWriter) {
        let (stage, cases) = (suite.stage, suite.cases)
        let tool = stage.tool.isEmpty ? "mlx" : stage.tool.printable()
        let attributes: MarkupWriter.Attributes = [
            "name": suite.name,
            "tests": "\(cases.count)",
            "failures": "\(cases.count(where: \.isFailure))",
            "errors": "\(cases.count(where: \.isError))",
            "skipped": "\(cases.count(where: \.isSkipped))",
            "time": NumberText.seconds(milliseconds: stage.durationMs ?? 0),
            "timestamp": stage.startedAt?.printable(),
        ]
        document.element("testsuite", attributes) { document in
            document.newline()
            document.element("properties") { document in
                document.empty("property", ["name": "tool", "value": tool])
                document.empty(
                    "property", ["name": "version", "value": stage.version.printable()])
            }
            document.newline()
            for testCase in cases {
                testCase.write(className: "\(tool).\(suite.name)", to: &document)
                document.newline()
            }
        }
        document.newline()
    }
}

/// Gives each name once: GitLab takes two cases of one name for one.
struct UniqueNames {
    private var taken: Set<String> = []
    private var repeats: [String: Int] = [:]

    mutating func next(_ name: String) -> String {
        var candidate = name
        while !taken.insert(candidate).inserted {
            let number = repeats[name, default: 1] + 1
            repeats[name] = number
            candidate = "\(name) (\(number))"
        }
        return candidate
    }
}
