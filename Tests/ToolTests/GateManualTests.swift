import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The manual of gates says what the code does.
@Suite struct GateManualTests {
    private static func text(_ path: String) throws -> String {
        String(decoding: try Files.read(Tool.root.appending(path)), as: UTF8.self)
    }

    /// One of the page's sections.
    private static func body(_ section: String) throws -> String {
        let page = try text("man/man7/mlx-gates.7")
        guard let start = page.firstRange(of: ".Sh \(section)\n") else { return "" }
        let rest = page[start.upperBound...]
        let end = rest.firstRange(of: "\n.Sh ")?.lowerBound ?? rest.endIndex
        return "\n" + String(rest[..<end])
    }

    /// The keys that a section lists.
    private static func listed(_ section: String) throws -> [String] {
        try body(section).matches(of: /\n\.It Cm (.+)/).map { String($0.output.1) }
    }

    /// A line of a page as it is read.
    private static func plain(_ line: Substring) -> String {
        String(line).replacing("\\(dq", with: "\"").replacing("\\(aq", with: "'")
            .replacing("\\-", with: "-")
    }

    private static func words(_ text: some StringProtocol) -> [String] {
        String(text).matches(of: /"([a-z_]+)"/).map { String($0.output.1) }
    }

    @Test(arguments: [
        ("GATES", "Gates/Gate"), ("SLICES", "Slices/SliceDefinition"),
        ("CASES", "Behaviour/CaseReader"), ("COMMANDS", "Behaviour/BehaviourCommand"),
    ])
    func namesEveryKey(_ section: String, _ file: String) throws {
        let source = try Self.text("Sources/Evaluation/\(file).swift")
        let keys = try #require(
            source.firstMatch(of: /private static let keys = \[([^\]]+)\]/)?.output.1)
        #expect(try Self.listed(section).sorted() == Self.words(keys).sorted())
    }

    @Test func namesEveryKeyOfTheProjectFile() throws {
        let source = try Self.text("Sources/CommandLineTool/ProjectEval.swift")
        let read = source.matches(of: /try section\.[a-z]+\("([a-z_]+)"\)/)
        let keys = read.map { String($0.output.1) }
        #expect(keys.count > 10)
        #expect(try Self.listed("EVAL").sorted() == keys.sorted())
        for match in source.matches(of: /try part\.[a-z]+\("([a-z_]+)"\)/) {
            let page = try Self.text("man/man7/mlx-gates.7")
            #expect(page.contains(String(match.output.1)), "\(match.output.1)")
        }
    }

    /// Predictions of each kind, by the task.
    private static let predictions = [
        "binary": "label,score\n1,0.9\n0,0.2\n1,0.4\n",
        "multiclass": "label,score_a,score_b,score_c,score_d,score_e,score_f\n"
            + "a,0.5,0.1,0.1,0.1,0.1,0.1\nb,0.1,0.5,0.1,0.1,0.1,0.1\nc,0.1,0.1,0.5,0.1,0.1,0.1\n",
        "multilabel": "label_a,label_b,score_a,score_b\n1,0,0.9,0.2\n0,1,0.3,0.6\n",
        "regression": "label,prediction\n1.5,2\n3,2.5\n",
        "ranking": "query,label,score\n1,1,0.5\n1,0,0.4\n2,1,0.1\n",
    ]

    @Test(arguments: predictions.keys.sorted())
    func namesEveryMetric(_ task: String) async throws {
        let listed = Set(
            try Self.listed("METRICS").flatMap { $0.split(separator: " , Cm ").map(String.init) })
        try await withScratchDirectory { directory in
            let file = directory.appending("p.csv")
            try Files.write(file, (Self.predictions[task] ?? "").utf8)
            let result = try await Tool.run(
                "mlx-eval",
                ["--no-input", "--predictions", file.string, "--task", task, "--allow-empty"])
            #expect(result.status == 0, "\(result.errors)")
            let stage = try JSONValue(parsing: result.output)["stages"]?.arrayValue?.last
            let metrics = try #require(stage?["metrics"]?.objectValue)
            #expect(metrics.count > 3)
            #expect(Set(metrics.keys).subtracting(listed) == [])
        }
    }

    /// Every example of a gate is one, with what it needs to be whole.
    @Test func examplesOfGatesAreRead() async throws {
        let page = try Self.body("GATES")
        try await withScratchDirectory { directory in
            let file = directory.appending("p.csv")
            try Files.write(
                file, "label,score,island,sex\n1,0.9,Dream,f\n0,0.2,Dream,m\n1,0.4,B,f\n".utf8)
            for key in try Self.listed("GATES") where key != "metric" {
                let example = try #require(
                    page.matches(of: /\n\.Dl (.+)/).map { Self.plain($0.output.1) }
                        .first { $0.hasPrefix("\(key): ") }, "\(key)")
                let metric = key == "by" ? "demographic_parity_ratio" : "accuracy"
                let bound = key == "upper_bound" ? "" : ", upper_bound: 2"
                let result = try await Tool.run(
                    "mlx-eval",
                    [
                        "--no-input", "--predictions", file.string, "--fail-on", "never", "--gate",
                        "{metric: \(metric)\(bound), \(example)}",
                    ])
                #expect(result.status == 0, "\(example): \(result.errors)")
            }
        }
    }
}
