import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A report as parsers in Python read it; see `Fixtures/markup.py`.
enum MarkupReader {
    enum Kind: String {
        case html, xml, markdown, junit, openmetrics
    }

    /// The Python that `share/test` prepares.
    private static let python = ProcessInfo.processInfo.environment["MLX_TEST_PYTHON"]

    static let isAvailable: Bool = python != nil

    static let absence: Comment = "MLX_TEST_PYTHON names no Python with html5lib; run share/test"

    static func read(_ text: String, as kind: Kind) async throws -> JSONValue {
        let script = Tool.root.appending("Tests/ReportingTests/Fixtures/markup.py")
        let python = try #require(Self.python)
        let result = try await Tool.run(python, [script.string, kind.rawValue], input: text)
        try #require(result.status == 0, "\(result.errors)")
        return try JSONValue(parsing: result.output.utf8)
    }
}

/// Texts that mean something to HTML, XML, Markdown, a terminal or a CI service.
enum Hostile {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "]]><x/>", "--><b>bold</b><!--", "</style></title></pre></code></details><h1>",
        "a\u{301}\"\u{301}<\u{338}img\u{301}>", "\u{202E}reversed\u{2066}",
        "\u{0}\u{1}\u{B}\u{FFFE}\u{85}",
        "| cell | cell |\n|---|---|", "```\n`code`\n~~~", "@octocat #1 GH-1 !2 :smile:",
        "www.evil.example https://evil.example a@evil.example", "\r\n\r\n# heading\n\n- item\n\n",
        "&lt;b&gt; &#60;i&#62; &amp;", "[[ATTACHMENT|/etc/passwd]]",
        "![x](http://evil.example/x.png)",
        "[x](javascript:alert(1)) <https://evil.example>", "**bold** _it_ ~~gone~~ \\| \\` $x$",
        String(repeating: "long ", count: 2_000), "\u{1F468}\u{200D}\u{1F469} fine",
        "::error::stop", "{{7*7}}${7*7}", " ",
    ]

    /// As many that mean nothing.
    static let plain = texts.indices.map { "plain\($0)" }
}

/// A run with a stage whose checks say the given texts everywhere.
func sampleRun(_ texts: [String]) -> Run {
    var run = Run(metadata: RunMetadata(id: "run-1", createdAt: "2026-01-02T03:04:05Z"))
    var stage = Stage(
        name: texts[0], tool: texts[1], version: texts[2], status: .failed, exitCode: 1)
    stage.startedAt = texts[3]
    let statuses: [Check.Status] = [.failed, .warning, .skipped, .passed, .inconclusive]
    for (index, text) in texts.enumerated() {
        var check = Check(
            id: "\(text)/\(text)",
            status: statuses[index % statuses.count],
            observed: .string(text),
            expected: text,
            message: text,
            slice: ["column": .string(text)],
            file: text,
            line: index
        )
        check["column"] = .string(text)
        check["count"] = 2
        check["rows"] = [["file": .string(text), "line": 3, "column": "c", "value": .string(text)]]
        stage.checks.append(check)
    }
    run.append(stage)
    var broken = Stage(
        name: "broken", tool: "mlx-train", version: "1", status: .error, exitCode: 66)
    broken.problem = Problem(type: "x", title: texts[4], detail: texts[9], hint: texts[10])
    run.append(broken)
    return run
}
