import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct PredictTests {
    private static func predict(
        _ input: String,
        _ arguments: [String] = ["--model-directory", "model1"],
        files: [String: String] = [:]
    ) async throws -> ToolResult {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            try TrainedModel.promote(1, in: directory)
            for (name, text) in files {
                try Files.replace(directory.appending(name), with: text.utf8)
            }
            // A file, not a pipe: a tool that fails early leaves a pipe's writer without a reader.
            try Files.replace(directory.appending("input"), with: input.utf8)
            return try await Tool.shell(
                "mlx-predict \(arguments.joined(separator: " ")) < input",
                directory: directory
            )
        }
    }

    static let header = #"prediction,"probability_big ""B""",probability_small"#

    @Test func addsColumnsToEachRowAsItWas() async throws {
        let result = try await Self.predict(
            "note,size,count,color\r\n\"a\nb\"\"\",10,1,\"green, light\"\r\n,1,2,\r\nx,NA,3,red"
        )
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        #expect(lines.count == 6)
        #expect(lines[0] == "note,size,count,color,\(Self.header)")
        #expect(lines[1] == "\"a")
        #expect(lines[2].hasPrefix("b\"\"\",10,1,\"green, light\",\"big \"\"B\"\"\",0."))
        #expect(lines[3].hasPrefix(",1,2,,small,0."))
        #expect(lines[4].hasPrefix("x,NA,3,red,"))
        #expect(lines[5] == "")
        let scores = lines[3].split(separator: ",").suffix(2).compactMap { Double($0) }
        #expect(abs(scores.reduce(0, +) - 1) < 1e-6)
    }

    @Test func addsMembersToEachObject() async throws {
        let result = try await Self.predict(
            """
            {"count":1,"size":10,"color":"red"}
            { "count": 2, "size": null }

            """
        )
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(
            lines[0].hasPrefix(#"{"count":1,"size":10,"color":"red","prediction":"big \"B\"","#)
        )
        #expect(lines[1].hasPrefix(#"{ "count": 2, "size": null ,"prediction":"#))
        for line in lines {
            #expect(
                try JSONValue(parsing: line)["probability_small"]?.doubleValue != nil
            )
        }
    }

    @Test func givesTheServicesAnswers() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            let rows = "count,size\n1,10\n2,1\n3,\n"
            let result = try await Tool.run(
                "mlx-predict",
                ["--model-directory", "model1"],
                input: rows,
                directory: directory
            )
            let scores = result.output.split(separator: "\n").dropFirst()
                .flatMap { $0.split(separator: ",").suffix(2).compactMap { Double($0) } }
            try await ServiceProcess.run(
                ["--model-directory", "model1", "--name", "island"],
                in: directory
            ) { service in
                let body = """
                    {"inputs":[{"name":"count","datatype":"INT64","shape":[3],"data":[1,2,3]},
                    {"name":"size","datatype":"FP64","shape":[3],"data":[10,1,null]}],
                    "outputs":[{"name":"probabilities"}]}
                    """
                let answer = try await onThread {
                    try HTTPClient(port: service.port).infer(body, path: ReloadTests.path)
                }
                let data = try answer.json()["outputs"]?.arrayValue?.first?["data"]?.arrayValue
                #expect(data?.compactMap(\.doubleValue) == scores)
            }
        }
    }

    @Test func keepsTheOrderOfManyBatches() async throws {
        let rows = (0..<20_000).map { "\($0),\($0 % 7)\n" }.joined()
        let result = try await Self.predict("count,size\n\(rows)")
        let counts = result.output.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: ",").first.flatMap { Int($0) } }
        #expect(result.status == 0)
        #expect(counts == Array(0..<20_000))
    }

    @Test(arguments: [
        ["--model", "island", "--registry", "registry"],
        ["--model", "island@1", "--registry", "registry"],
        ["--config", "mlx.yaml"],
        ["--model", "island@production", "--registry", "registry", "rows.tsv"],
    ])
    func findsTheModel(arguments: [String]) async throws {
        let yaml = """
            apiVersion: mlx/v1
            kind: Pipeline
            model: island
            registry: {production: registry}
            """
        let tabs = "count\tsize\n1\t10\n"
        let result = try await Self.predict(
            tabs.replacing("\t", with: ","),
            arguments,
            files: ["mlx.yaml": yaml, "rows.tsv": tabs]
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("big"))
        #expect(result.errors.contains("no column 'color': it is scored as missing"))
    }

    @Test func givesAHeaderForAHeader() async throws {
        let result = try await Self.predict("count,size,color\n")
        #expect(result.status == 0)
        #expect(result.output == "count,size,color,\(Self.header)\n")
    }

    @Test func tellsOfCategoriesThatTheModelHasNotSeen() async throws {
        let result = try await Self.predict("count,size,color\n1,1,pink\n2,2,red\n3,1,pink\n")
        #expect(result.status == 0)
        #expect(
            result.errors.contains(
                "column 'color': 2 values that the model has not seen, as 'pink'"
            )
        )
    }

    @Test func readsMissingValuesAsASchemaSays() async throws {
        let schema = #"{"fields":[{"name":"size","type":"number"}],"missingValues":["?"]}"#
        let arguments = ["--model-directory", "model1", "--schema", "other.json"]
        let files = ["other.json": schema]
        let good = try await Self.predict("count,size,color\n1,?,red\n", arguments, files: files)
        let bad = try await Self.predict("count,size,color\n1,NA,red\n", arguments, files: files)
        #expect(good.status == 0)
        #expect(bad.status == 65)
    }

    @Test(arguments: [
        ("", 65, "'-' is empty: it has no header"),
        ("size,color\n1,red\n", 65, "'-', line 1: the column 'count' is missing"),
        ("count,size\n1,1\nx,1\n", 65, "'-', line 3, column 'count': 'x' is not an integer"),
        ("count,size\n1,1\n,1\n", 65, "'-', row 2, column 'count': there is no value"),
        ("count,size\n1\n", 65, "'-', line 2: 1 cells, but the header has 2"),
        ("count,prediction\n1,1\n", 65, "'-' has a column 'prediction' already"),
        (#"{"count":1,"probability_small":1}"#, 65, "'-' has a column 'probability_small' already"),
        (#"{"count":1,"#, 65, "'-', line 1, column"),
        (#"{"size":1}"#, 65, "'-', row 1, column 'count': there is no value"),
    ])
    func refusesRowsThatCannotBeScored(input: String, status: Int, message: String) async throws {
        let result = try await Self.predict(input)
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test(arguments: [
        (["--model", "island@9", "--registry", "registry"], 66),
        (["--model", "puffin", "--registry", "registry"], 66),
        (["--model", "../x"], 64),
        (["--model-directory", "nowhere"], 66),
        (["--model-directory", "model1", "nowhere.csv"], 66),
    ])
    func refusesWhatIsNotThere(arguments: [String], status: Int) async throws {
        let result = try await Self.predict("count\n1\n", arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.output == "")
    }

    @Test(arguments: ["> /dev/full", ">&-"]) func tellsThatItCannotWrite(redirection: String)
        async throws
    {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            let result = try await Tool.shell(
                "mlx-predict --model-directory model1 rows.csv \(redirection)",
                directory: directory
            )
            #expect(result.status == 74)
            #expect(result.errors.contains("cannot write standard output"))
        }
    }
}
