import RunDocument
import RunReporting
import TestSupport
import Testing

@Suite("What a CI system is told of a stage")
struct CIAnnotationTests {
    private static func stage(_ checks: [Check], _ status: StageStatus = .failed) -> Stage {
        var stage = Stage(
            name: "validate", tool: "mlx-validate", version: "1", status: status, exitCode: 1)
        stage.checks = checks
        return stage
    }

    @Test("a failed check is an error at its line, a doubtful one a warning, a passed one nothing")
    func kinds() {
        let annotations = CIAnnotation.all(
            of: Self.stage([
                Check(id: "rows", status: .passed),
                Check(
                    id: "type/age", status: .failed, observed: "x", expected: "an integer",
                    message: "'x' is no integer", file: "data/a.csv", line: 2),
                Check(id: "auc", status: .inconclusive, message: "too few rows"),
                Check(id: "twice", status: .warning),
            ]))
        #expect(annotations.map(\.severity) == [.error, .warning, .warning])
        #expect(annotations.map(\.title).first == "mlx-validate: type/age")
        #expect(
            GitHubCommands.text(annotations[0])
                == "::error file=data/a.csv,line=2,title=mlx-validate%3A type/age"
                + "::'x' is no integer%0Aobserved: x%0Aexpected: an integer")
        #expect(
            AzureCommands.text(annotations[0])
                == "##vso[task.logissue type=error;sourcepath=data/a.csv;linenumber=2]"
                + "mlx-validate: type/age: 'x' is no integer%0Aobserved: x%0Aexpected: an integer")
        #expect(
            TeamCityMessages.text(annotations[1], failsBuild: true)
                == "##teamcity[message text='mlx-validate: auc: too few rows' status='WARNING']")
    }

    @Test("a problem is an error with its hint, and a skipped stage says nothing")
    func problems() {
        var stage = Self.stage([], .error)
        stage.problem = Problem(
            type: "x", title: "cannot read 'a'", detail: "it is gone", hint: "look for it")
        #expect(
            CIAnnotation.all(of: stage).map(\.message)
                == ["cannot read 'a'\nit is gone\nhint: look for it"])
        let check = Check(id: "rows", status: .failed)
        #expect(CIAnnotation.all(of: Self.stage([check], .skipped)).isEmpty)
    }

    @Test("there are at most ten of a kind, and the last one counts the others")
    func limit() {
        let checks = (1...25).map { Check(id: "c\($0)", status: .failed) }
        let annotations = CIAnnotation.all(of: Self.stage(checks))
        #expect(annotations.count == 10)
        #expect(annotations.last?.message == "and 16 more; see the run document")
        #expect(CIAnnotation.all(of: Self.stage(Array(checks.prefix(10)))).count == 10)
    }

    @Test("no build fails for a step that passes")
    func passingStep() {
        let annotation = CIAnnotation(.error, title: "t", lines: ["m"])
        #expect(TeamCityMessages.text(annotation, failsBuild: false).contains("status='WARNING'"))
        #expect(TeamCityMessages.text(annotation, failsBuild: true).contains("[buildProblem "))
    }

    @Test("10,000 hostile texts make no command but the annotation's own, which says them")
    func hostileAnnotations() throws {
        let texts = HostileText.texts(10_000)
        for (index, text) in texts.enumerated() {
            let next = texts[(index + 1) % texts.count]
            let check = Check(id: text, status: .failed, message: next, file: text, line: 3)
            let annotation = try #require(CIAnnotation.all(of: Self.stage([check])).first)
            // What is empty is no property.
            let file = annotation.file.map(seen).flatMap { $0.isEmpty ? nil : $0 }
            let github = GitHubLog.commands(in: GitHubCommands.text(annotation) + "\n")
            let azure = AzureLog.commands(in: AzureCommands.text(annotation) + "\n")
            let teamCity = TeamCityLog.commands(
                in: TeamCityMessages.text(annotation, failsBuild: true) + "\n")
            #expect(github.map(\.name) == ["error"], "\(text.debugDescription)")
            #expect(github.first?.properties["title"] == seen(annotation.title))
            #expect(github.first?.properties["file"] == file)
            #expect(github.first?.data == seen(annotation.message))
            #expect(azure.map(\.name) == ["task.logissue"], "\(text.debugDescription)")
            #expect(azure.first?.properties["sourcepath"] == file)
            #expect(azure.first?.data == seen("\(annotation.title): \(annotation.message)"))
            #expect(teamCity.map(\.name) == ["buildProblem"], "\(text.debugDescription)")
            // By scalars: the first one may go with what stands before it.
            let description = (teamCity.first?.properties["description"] ?? "").unicodeScalars
            #expect(
                description.reversed().starts(with: annotation.message.unicodeScalars.reversed()))
        }
    }

    /// What is left when a reader passes over what is not seen.
    private func seen(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
    }
}
