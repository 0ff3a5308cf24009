import Dataset
import FileStorage
import Glibc
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct CommandPredictorTests {
    private static let schema = TableSchema(fields: [
        TableField(name: "x", type: .number), TableField(name: "a \"name\"", type: .string),
        TableField(name: "y", type: .string, role: .target, categories: ["yes", "no"]),
    ])

    private static func table(rows: Int) -> Table {
        Table(
            columns: [
                Column(
                    name: "x", values: .numeric((0..<rows).map { $0 == 1 ? .nan : Double($0) / 4 })),
                Column(
                    name: "a \"name\"",
                    values: .text(
                        codes: (0..<rows).map { Int32($0 % 3) - 1 }, labels: ["plain", "a, \"b\""])),
                Column(
                    name: "y",
                    values: .text(codes: .init(repeating: 0, count: rows), labels: ["no"])),
            ], rowCount: rows)
    }

    private static func predictor(
        _ script: String, schema: TableSchema = schema, format: CommandRowFormat = .csv,
        timeout: Duration? = .seconds(30)
    ) throws -> any Predictor {
        let command = ["sh", "-c", script]
        let options = RuntimeOptions(
            schema: schema, command: command, rowFormat: format, timeout: timeout)
        return try Predictors.load(ModelDirectory(command: command, options), options)
    }

    private static func failure(
        rows: Int = 3, timeout: Duration? = .seconds(30), _ script: String
    ) -> CommandError? {
        do {
            _ = try predictor(script, timeout: timeout).predict(table(rows: rows))
            return nil
        } catch { return error as? CommandError }
    }

    // MARK: The contract

    @Test func rowsAreCSVWithAHeader() async throws {
        try await withScratchDirectory { parent in
            let script = "tee '\(parent)/rows' | sed -e 1s/.*/prediction/ -e '2,$s/.*/no/'"
            let predictions = try Self.predictor(script).predict(Self.table(rows: 3))
            let rows = try Files.read(parent.appending("rows"))
            #expect(
                String(decoding: rows, as: UTF8.self) == #"""
                    x,"a ""name"""
                    0,
                    ,plain
                    0.5,"a, ""b"""

                    """#)
            #expect(predictions.labels == ["no", "yes"])
            #expect(!predictions.hasScores)
            #expect(predictions.scores == [1, 0, 1, 0, 1, 0])
        }
    }

    @Test func rowsAreJSONLinesIfAskedFor() async throws {
        try await withScratchDirectory { parent in
            let script = "tee '\(parent)/rows' | sed 's/.*/{\"prediction\":\"yes\"}/'"
            _ = try Self.predictor(script, format: .jsonLines).predict(Self.table(rows: 3))
            let rows = try Files.read(parent.appending("rows"))
            #expect(
                String(decoding: rows, as: UTF8.self) == #"""
                    {"x":0,"a \"name\"":null}
                    {"x":null,"a \"name\"":"plain"}
                    {"x":0.5,"a \"name\"":"a, \"b\""}

                    """#)
        }
    }

    @Test(arguments: [
        "probability_yes,probability_no\n0.25,0.75\n1,0\n", "no,yes\n0.75,0.25\n0,1\n",
        "prediction,score_no,score_yes\nno,0.75,0.25\nyes,0,1", "score\r\n0.25\r\n1\r\n",
        "x,probability\n\"9\",\"0.25\"\n,1\n",
        #"{"prediction":"no","probabilities":{"no":0.75,"yes":0.25}}"# + "\n"
            + #"{"prediction":"yes","probabilities":{"no":0,"yes":1}}"#,
        #"{"probability_no":0.75,"probability_yes":0.25}"# + "\n\n"
            + #"{"probability_no":0,"probability_yes":1.0}"# + "\n",
    ])
    func scoresHaveAColumnForEachLabel(_ answer: String) async throws {
        try await withScratchDirectory { parent in
            try Files.write(parent.appending("answer"), answer.utf8)
            let predictor = try Self.predictor("cat > /dev/null; cat '\(parent)/answer'")
            let predictions = try predictor.predict(Self.table(rows: 2))
            #expect(predictions.scores == [0.75, 0.25, 0, 1])
            #expect(predictions.hasScores)
        }
    }

    /// A program may have a threshold of its own.
    @Test(arguments: [
        "prediction,probability_no,probability_yes\nyes,0.6,0.4\nno,0.75,0.25\n",
        "score,prediction\n0.4,yes\n0.25,no\n",
        #"{"prediction":"yes","probabilities":{"no":0.6,"yes":0.4}}"# + "\n"
            + #"{"prediction":"no","probabilities":{"no":0.75,"yes":0.25}}"# + "\n",
    ])
    func aPredictionBesideScoresIsTheLabel(_ answer: String) async throws {
        try await withScratchDirectory { parent in
            try Files.write(parent.appending("answer"), answer.utf8)
            let predictor = try Self.predictor("cat > /dev/null; cat '\(parent)/answer'")
            let predictions = try predictor.predict(Self.table(rows: 2))
            #expect((0..<2).map { predictions.label(ofRow: $0) } == ["yes", "no"])
            #expect(predictions.scores == [0.6, 0.4, 0.75, 0.25])
            #expect(predictions.hasScores)
        }
    }

    @Test func aRegressionGivesNumbersAndNaNStaysVisible() throws {
        let schema = TableSchema(fields: [
            TableField(name: "x", type: .number),
            TableField(name: "y", type: .number, role: .target),
        ])
        let predictor = try Self.predictor(
            "cat > /dev/null; printf 'any\\n1.5\\n-2e3\\nnan\\n'", schema: schema)
        let scores = try predictor.predict(Self.table(rows: 3)).scores
        #expect(scores.map(\.bitPattern) == [1.5, -2000, Double.nan].map(\.bitPattern))
    }

    /// Both kinds of program, with more rows than any pipe holds.
    @Test(arguments: [
        "awk 'NR==1 {print \"prediction\"; next} {print \"no\"; fflush()}'",
        "sort > /dev/null; awk 'BEGIN {print \"prediction\"; for (i=0;i<200000;i++) print \"no\"}'",
    ])
    func aPassIsOneProcess(_ script: String) throws {
        let stream = try #require(try Self.predictor(script).stream())
        let table = Self.table(rows: 20_000)
        for _ in 0..<10 { try stream.send(table) }
        #expect(try stream.finish().rowCount == 200_000)
    }

    @Test func noRowsNeedNoAnswers() throws {
        let predictor = try Self.predictor("cat > /dev/null")
        #expect(try predictor.predict(Self.table(rows: 0)).rowCount == 0)
    }

    // MARK: Programs that fail

    @Test func aProgramThatDiesIsQuoted() {
        #expect(
            Self.failure("read line; echo first >&2; echo 'no such model' >&2; exit 3")
                == .failed(
                    name: "sh", ending: "ended with exit status 3", message: "no such model"))
        #expect(
            Self.failure(rows: 50_000, "kill -9 $$")
                == .failed(name: "sh", ending: "was killed by signal 9", message: ""))
    }

    @Test func aProgramThatHangsIsStopped() {
        let error = Self.failure(timeout: .milliseconds(300), "echo waiting >&2; sleep 100")
        #expect(
            error == .stalled(name: "sh", after: .milliseconds(300), message: "waiting"))
        #expect(error?.exitStatus == .temporary)
        // One that never reads fills the pipe.
        #expect(
            Self.failure(rows: 100_000, timeout: .milliseconds(300), "sleep 100")
                == .stalled(name: "sh", after: .milliseconds(300), message: ""))
    }

    @Test func wrongNumbersOfRowsAreErrors() {
        #expect(
            Self.failure("cat >/dev/null; printf 'prediction\\nno\\nno\\n'")
                == .tooFewRows(name: "sh", expected: 3, found: 2))
        #expect(
            Self.failure("cat >/dev/null; yes no | sed 1s/no/prediction/")
                == .tooManyRows(name: "sh", expected: 3))
        #expect(Self.failure("cat >/dev/null") == .tooFewRows(name: "sh", expected: 3, found: 0))
    }

    @Test(arguments: [
        ("Loading model...", 1, "it has neither 'prediction' nor 'probability_no'"),
        ("prediction\\nno,yes", 2, "it has 2 cells, and the header 1"),
        ("probability_no,probability_yes\\n0.5,high", 2, "its 'probability_yes' is no number"),
        ("probability_no\\n1", 1, "it has 'probability_no' and no 'probability_yes'"),
        ("{\\n", 1, "a key in quotes is expected"),
        ("prediction\\n\\\"no", 2, "a quote is not closed"),
        ("prediction\\nno\\n\\\"\\\"", 3, "it has no 'prediction'"),
    ])
    func garbageIsNamed(_ answer: String, _ line: Int, _ reason: String) {
        let error = Self.failure("cat >/dev/null; printf \"\(answer)\"")
        guard case .unreadable("sh", line, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == reason || answer.hasPrefix("{"))
    }

    @Test func anUnknownLabelIsNamed() {
        #expect(
            Self.failure("cat >/dev/null; printf 'prediction\\nno\\nmaybe\\nno\\n'")
                == .unknownLabel(name: "sh", line: 3, label: "maybe", known: ["no", "yes"]))
        #expect(
            Self.failure(
                "cat >/dev/null; echo probability_no,probability_yes,probability_maybe; echo 1,0,0")
                == .unknownLabel(name: "sh", line: 1, label: "maybe", known: ["no", "yes"]))
    }

    @Test func aMissingProgramIsNamed() throws {
        let options = RuntimeOptions(schema: Self.schema, command: ["/nonexistent/predict"])
        let predictor = try Predictors.load(
            ModelDirectory(command: ["/nonexistent/predict"], options), options)
        #expect(throws: CommandError.missing(name: "/nonexistent/predict")) {
            try predictor.predict(Self.table(rows: 1))
        }
    }

    /// Whatever happens, nothing that the program started is left.
    @Test(arguments: [
        "sleep 300 & echo $! > PID; cat >/dev/null; yes no | head -4 | sed 1s/no/prediction/",
        "sleep 300 & echo $! > PID; exit 1", "sleep 300 & echo $! > PID; cat >/dev/null; echo x",
    ])
    func nothingIsLeft(_ script: String) async throws {
        try await withScratchDirectory { parent in
            let file = parent.appending("pid")
            let text = script.replacing("PID", with: "'\(file)'")
            _ = try? Self.predictor(text).predict(Self.table(rows: 3))
            let number = try #require(
                Int32(String(decoding: try Files.read(file), as: UTF8.self).dropLast()))
            // What is killed may take a moment to be gone, or wait for init.
            for _ in 0..<200 where Self.isRunning(number) { usleep(10_000) }
            #expect(!Self.isRunning(number))
        }
    }

    @Test func theProgramItselfIsWaitedFor() async throws {
        try await withScratchDirectory { parent in
            let file = parent.appending("pid")
            let script = "echo $$ > '\(file)'; sed -e 1s/.*/prediction/ -e '2,$s/.*/no/'"
            _ = try Self.predictor(script).predict(Self.table(rows: 3))
            let number = try #require(
                Int32(String(decoding: try Files.read(file), as: UTF8.self).dropLast()))
            #expect(kill(number, 0) == -1 && errno == ESRCH)
        }
    }

    private static func isRunning(_ process: pid_t) -> Bool {
        guard let status = try? Files.read(FilePath("/proc/\(process)/stat")) else { return false }
        let fields = String(decoding: status, as: UTF8.self).split(separator: ")")
        return fields.last?.dropFirst().first != "Z"
    }
}
