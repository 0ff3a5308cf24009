import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Runs a script beside files.
private func shell(
    _ script: String, files: [String: String], environment: [String: String] = [:]
) async throws -> ToolResult {
    try await withScratchDirectory { directory in
        for (name, text) in files { try Files.write(directory.appending(name), text.utf8) }
        return try await Tool.shell(script, directory: directory, environment: environment)
    }
}

extension ToolResult {
    /// A check of the stage that the document must have.
    fileprivate func check(_ id: String) throws -> Check {
        let stage = try #require(document().stage(named: "validate"))
        return try #require(stage.checks.first { $0.id == id }, "\(stage.checks.map(\.id))")
    }
}

private let project = "apiVersion: mlx/v1\nkind: Pipeline\n"

/// Tables that foreign keys refer to, from the command line and from `mlx.yaml`.
@Suite struct ResourceToolTests {
    private static let files = [
        "t.csv": "id,region\n1,1\n2,7\n",
        "s.json": """
        {"fields":[{"name":"id","type":"integer"},{"name":"region","type":"integer"}],\
        "foreignKeys":[{"fields":["region"],"reference":{"resource":"regions","fields":["code"]}}]}
        """,
        "r1.csv": "code\n1\n", "r2.csv": "code\n7\n",
    ]
    private let check = "mlx-validate --no-input --data t.csv --schema s.json"

    @Test func rowsThatReferToNothingAreNamed() async throws {
        let result = try await shell("\(check) --resource regions=r1.csv", files: Self.files)
        #expect(result.status == 1)
        #expect(result.errors.contains("t.csv:3:2: '7' in 'region' is no value of 'code'"))
    }

    @Test(arguments: [
        "--resource 'regions=r*.csv'", "--resource regions=r1.csv --resource regions=r2.csv",
    ])
    func aTableMayBeSeveralFiles(options: String) async throws {
        let result = try await shell("\(check) \(options)", files: Self.files)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try result.check("foreign-key/region").status == .passed)
    }

    @Test func theCommandLineGoesBeforeTheProject() async throws {
        var files = Self.files
        files["mlx.yaml"] = project + "data: {resources: {regions: r1.csv, others: no.csv}}\n"
        #expect(try await shell(check, files: files).status == 1)
        let result = try await shell("\(check) --resource 'regions=r*.csv'", files: files)
        #expect(result.status == 0)
    }

    @Test func aTableThatIsNotNamedIsSkipped() async throws {
        let result = try await shell("\(check) --resource region=r1.csv", files: Self.files)
        #expect(result.status == 0)
        #expect(try result.check("foreign-key/region").status == .skipped)
        #expect(result.errors.contains("warning: no foreign key of the schema refers to 'region'"))
    }

    @Test(arguments: [
        ("regions=no.csv", 66, "'no.csv' does not exist"),
        ("regions=t.csv", 65, "'t.csv' has no column 'code'"),
        ("regions", 64, "the value 'regions' is invalid"),
        ("regions=-", 64, "the value 'regions=-' is invalid"),
    ])
    func whatCannotBeUsedIsSaid(option: String, status: Int, message: String) async throws {
        let result = try await shell("\(check) --resource \(option)", files: Self.files)
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}

/// Two splits in one table.
@Suite struct SplitKeyToolTests {
    private static let files = [
        "t.csv": "g,s\n1,train\n2,train\n1,test\n3,other\n",
        "s.json": """
        {"fields":[{"name":"g","type":"integer","mlx:field":{"role":"group"}},{"name":"s"}],\
        "mlx:dataset":{"version":1,"splitKey":{"field":"s"}}}
        """,
    ]

    @Test(arguments: ["--data t.csv", "--data - < t.csv"])
    func checkComparesThem(data: String) async throws {
        let result = try await shell(
            "mlx-validate --no-input --schema s.json \(data)", files: Self.files)
        #expect(result.status == 1)
        #expect(try result.check("group-leakage/g").status == .failed)
        #expect(try result.check("group-leakage/g").slice == ["split": "test"])
        #expect(try result.check("split-key/s").status == .warning)
    }

    @Test func splitsComparesThem() async throws {
        let result = try await shell(
            "mlx-validate splits --schema s.json --data t.csv", files: Self.files)
        #expect(result.status == 1)
        let checks = try #require(try JSONValue(parsing: result.output.utf8)["checks"]?.arrayValue)
        #expect(checks.first?["id"] == "split-key/s")
        #expect(checks.contains { $0["id"] == "group-leakage/g" && $0["status"] == "failed" })
    }

    @Test func twoFilesHaveTheirOwnRowsOnly() async throws {
        var files = Self.files
        files["e.csv"] = "g,s\n4,test\n"
        let result = try await shell(
            "mlx-validate --no-input --schema s.json --data t.csv --test e.csv", files: files)
        let stage = try #require(result.document().stage(named: "validate"))
        let checks = stage.checks.filter { $0.id == "split-key/s" }
        #expect(checks.map { $0["count"] } == [2, 0])
        #expect(checks.map(\.status) == [.warning, .passed])
    }

    @Test func withoutAKeyASecondTableIsNeeded() async throws {
        let result = try await shell(
            "mlx-validate splits --schema s.json --data t.csv",
            files: Self.files.merging(["s.json": #"{"fields":[{"name":"g"},{"name":"s"}]}"#]) { $1 }
        )
        #expect(result.status == 64)
        #expect(result.errors.contains("'mlx:dataset.splitKey' in the schema"))
    }
}

/// Training data against what a model is served with.
@Suite struct SkewToolTests {
    private static let schema = """
        {"fields":[{"name":"c","mlx:field":{"skew":{"method":"l_infinity","threshold":0.01}}},\
        {"name":"d"}]}
        """

    private static func table(_ shareOfA: Double) -> String {
        "c,d\n" + (0..<2000).map { Double($0) < 2000 * shareOfA ? "a,\($0)\n" : "b,1\n" }.joined()
    }

    private let check = "mlx-validate --no-input --data t.csv --schema s.json"
    private let files = [
        "t.csv": table(0.5), "near.csv": table(0.509), "far.csv": table(0.52), "s.json": schema,
    ]

    @Test(arguments: [("near.csv", Check.Status.passed), ("far.csv", .failed)])
    func itIsTheLargestDifferenceOfShares(file: String, status: Check.Status) async throws {
        let result = try await shell("\(check) --serving \(file)", files: files)
        let check = try result.check("skew/c")
        #expect(check.status == status)
        #expect(check["method"] == "l_infinity")
        #expect(check["threshold"] == 0.01)
        #expect(result.status == (status == .passed ? 0 : 1))
        let stage = try #require(result.document().stage(named: "validate"))
        #expect(stage.checks.map(\.id).filter { $0.hasPrefix("skew") } == ["skew/c"])
    }

    @Test func theServingDataMayBeAProfileThatTheProjectNames() async throws {
        var files = files
        files["mlx.yaml"] = project + "data: {serving: far.json}\n"
        let result = try await shell(
            "mlx-validate profile far.csv --schema s.json --out far.json; \(check)", files: files)
        #expect(result.status == 1)
        #expect(result.errors.contains("'c' is not the same in the serving data: l_infinity 0.02"))
    }

    @Test func withoutServingDataItIsSkipped() async throws {
        let result = try await shell(check, files: files)
        #expect(result.status == 0)
        let found = try result.check("skew/c")
        #expect(found.status == .skipped)
        #expect(found.message?.contains("say --serving FILE") == true)
    }

    @Test func aColumnThatIsNotServedIsSkipped() async throws {
        let result = try await shell(
            "\(check) --serving o.csv", files: files.merging(["o.csv": "d\n1\n"]) { $1 })
        #expect(try result.check("skew/c").status == .skipped)
    }
}

/// Readers that do not end by themselves, or not well.
@Suite struct EndingReaderToolTests {
    @Test(arguments: ["profile t.data", "--no-input --data t.data --schema s.json"])
    func aReaderEndsWithTheToolThatIsEnded(command: String) async throws {
        let files = [
            "mlx.yaml": project + "readers: {data: [./reader, '{path}']}\n", "t.data": "",
            "s.json": #"{"fields":[{"name":"a"}]}"#,
            "reader": "#!/bin/sh\necho $$ > new; mv new pid; echo a; exec sleep 600\n",
        ]
        let script = """
            chmod +x reader
            mlx-validate \(command) > /dev/null &
            while [ ! -e pid ]; do sleep 0.01; done
            kill -TERM $!
            wait $! || echo "$?"
            kill -0 "$(cat pid)" 2>/dev/null || echo gone
            """
        let result = try await shell(script, files: files)
        #expect(result.output == "143\ngone\n", "\(result.errors)")
        #expect(result.errors.contains("interrupted"))
    }

    /// The system takes the exit statuses of children whose ends are ignored, as some parents have it.
    @Test func aReaderThatFailsIsNoticedWhateverTheParentIgnores() async throws {
        let files = [
            "mlx.yaml": project + "readers: {data: [./reader, '{path}']}\n", "t.data": "",
            "reader": "#!/bin/sh\nprintf 'a\\n1\\n'\necho lost >&2\nexit 3\n",
        ]
        // Not dash, which does not pass that on.
        let script = """
            chmod +x reader
            exec bash -c "trap '' CHLD; exec mlx-validate profile t.data"
            """
        let result = try await shell(script, files: files)
        #expect(result.status == 65)
        #expect(result.errors.contains("ended with exit status 3: lost"))
    }
}

/// DuckDB's command line, which `share/test` installs beside its Python.
private enum DuckDB {
    static let directory = ProcessInfo.processInfo.environment["MLX_TEST_PYTHON"].map {
        FilePath($0).removingLastComponent()
    }
    static let isAvailable = directory.map { Files.exists($0.appending("duckdb")) } ?? false
    static let absence: Comment = "no duckdb beside the Python of MLX_TEST_PYTHON; run share/test"
}

/// Parquet through DuckDB, as the manual has it.
@Suite(.enabled(if: DuckDB.isAvailable, DuckDB.absence))
struct ReaderToolTests {
    private static let files = [
        "mlx.yaml": project + """
            data: {train: table.parquet, schema: s.json}
            readers:
              parquet: [duckdb, -csv, -nullvalue, "", -c, "FROM '{path}'"]

            """,
        "s.json": """
        {"fields":[{"name":"id","type":"integer"},{"name":"weight","type":"number"},\
        {"name":"name","type":"string"},{"name":"day","type":"date"},\
        {"name":"ok","type":"boolean"}],\
        "foreignKeys":[{"fields":"id","reference":{"resource":"ids","fields":"id"}}]}
        """,
    ]

    private func run(_ script: String) async throws -> ToolResult {
        let table = Tool.root.appending("Tests/ValidationTests/Fixtures/table.parquet")
        let directory = try #require(DuckDB.directory)
        return try await shell(
            "cp \(table) table.parquet; PATH=\"$PATH:\(directory)\"; \(script)", files: Self.files)
    }

    @Test func aParquetFileIsChecked() async throws {
        let result = try await run("mlx-validate --no-input --resource ids=table.parquet")
        #expect(result.status == 0, "\(result.errors)")
        let data = try #require(try result.document().inputs.data["train"])
        let table = Tool.root.appending("Tests/ValidationTests/Fixtures/table.parquet")
        #expect(data.digest == Digest(of: try Files.read(table)).description)
        #expect(data.rows == 4)
        #expect(try result.check("foreign-key/id").status == .passed)
        #expect(try result.check("type-error/weight").status == .passed)
    }

    @Test func itsProfileHoldsWhatTheFileHolds() async throws {
        let result = try await run("mlx-validate profile table.parquet --schema s.json")
        let profile = try JSONValue(parsing: result.output.utf8)
        #expect(profile["rows"] == 4)
        let columns = try #require(profile["columns"]?.arrayValue)
        #expect(columns.map { $0["name"] } == ["id", "weight", "name", "day", "ok"])
        #expect(columns.map { $0["missing"] } == [0, 1, 1, 0, 1])
        #expect(columns[1]["numbers"]?["max"] == 1e300)
    }

    @Test(arguments: [
        "infer", "drift --reference table.parquet", "splits --test table.parquet",
        "profile 'table.parq*'",
    ])
    func allCommandsReadIt(command: String) async throws {
        let result = try await run("mlx-validate \(command)")
        #expect(result.status <= 1, "\(result.errors)")
        #expect(try JSONValue(parsing: result.output.utf8).objectValue != nil)
    }

    @Test(arguments: [
        ("cp table.parquet \"a'b.parquet\"; f=\"a'b.parquet\"", 65, "it has the character '"),
        ("head -c 100 table.parquet > f.parquet; f=f.parquet", 65, "ended with exit status 1: "),
        ("f=no.parquet", 66, "'no.parquet' does not exist"),
        ("PATH=\"${PATH%:*}\"; f=table.parquet", 69, "was not found"),
    ])
    func whatCannotBeReadIsSaid(script: String, status: Int, message: String) async throws {
        let result = try await run("\(script); mlx-validate profile \"$f\"")
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output == "")
    }
}
