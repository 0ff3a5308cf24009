import Dataset
import LoadTest
import RunDocument
import TestSupport
import Testing

@Suite struct OpenInferenceTests {
    private static let table = Table(
        columns: [
            Column(name: "size", values: .numeric([0.5, 1, .nan, 3, 4])),
            Column(name: "count", values: .numeric([0, 1, 2, 3, 4])),
            Column(
                name: "color", values: .text(codes: [0, 1, -1, 0, 1], labels: ["red", "b\"\n"])),
        ],
        rowCount: 5
    )

    private static func input(
        _ name: String, _ datatype: String, shape: [Int64] = [-1], required: Bool = false
    ) -> JSONValue {
        [
            "name": .string(name), "datatype": .string(datatype),
            "shape": .array(shape.map(JSONValue.integer)),
            "parameters": ["required": .boolean(required)],
        ]
    }

    /// The bodies that a service with these inputs gets, and where.
    private func requests(
        _ inputs: [JSONValue], rows: Int = 1, url suffix: String = "", table: Table = table
    ) async throws -> [(line: String, body: JSONValue)] {
        try await withServer { exchange in
            if exchange.requestLine.hasPrefix("GET") {
                let model: JSONValue = ["name": "m", "inputs": .array(inputs)]
                exchange.answer(model.canonicalText())
            } else {
                let echo: JSONValue = [
                    "line": .string(exchange.requestLine), "body": .string(exchange.body),
                ]
                exchange.answer(echo.canonicalText(), status: "418 Teapot")
            }
            return .keep
        } _: { server in
            let url = try ServiceURL(server.url + suffix)
            let model = try OpenInferenceModel.fetch(url, model: "m")
            let messages = try OpenInferenceRequest.messages(
                for: model, rows: table, rowsPerRequest: rows)
            return try messages.texts.map { text in
                let parts = text.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
                let line = parts[0].split(separator: "\r\n").first.map(String.init) ?? ""
                return (line, try JSONValue(parsing: parts[1].utf8))
            }
        }
    }

    @Test func eachRowBecomesARequest() async throws {
        let requests = try await requests([
            Self.input("size", "FP64"), Self.input("color", "BYTES"),
            Self.input("count", "INT64", shape: [-1, 1]), Self.input("unknown", "FP32"),
        ])
        #expect(requests.count == 5)
        #expect(requests[0].line == "POST /v2/models/m/infer HTTP/1.1")
        #expect(
            requests[1].body == [
                "inputs": [
                    ["name": "size", "datatype": "FP64", "shape": [1], "data": [1.0]],
                    ["name": "color", "datatype": "BYTES", "shape": [1], "data": ["b\"\n"]],
                    ["name": "count", "datatype": "INT64", "shape": [1, 1], "data": [1]],
                ]
            ])
        let missing = requests[2].body["inputs"]?.arrayValue ?? []
        #expect(missing[0]["data"] == [nil])
        #expect(missing[1]["data"] == [nil])
    }

    @Test func rowsThatDoNotFillARequestAreLeftOut() async throws {
        let requests = try await requests([Self.input("count", "FP32")], rows: 2)
        #expect(
            requests.map { $0.body["inputs"]?.arrayValue?[0]["data"] } == [
                [0.0, 1.0], [2.0, 3.0],
            ])
    }

    @Test func tooFewRowsAreRepeated() async throws {
        let requests = try await requests([Self.input("count", "INT8")], rows: 7)
        #expect(requests.count == 1)
        #expect(
            requests[0].body["inputs"]?.arrayValue?[0]["data"] == [0, 1, 2, 3, 4, 0, 1])
    }

    @Test func oneInputCanTakeAllColumns() async throws {
        let table = Table(
            columns: [
                Column(name: "a", values: .numeric([1, 2])),
                Column(name: "b", values: .numeric([3, 4.5])),
            ], rowCount: 2)
        let requests = try await requests(
            [Self.input("X", "FP32", shape: [-1, 2])], rows: 2, table: table)
        let tensor = requests[0].body["inputs"]?.arrayValue?[0]
        #expect(tensor?["shape"] == [2, 2])
        #expect(tensor?["data"] == [1.0, 3.0, 2.0, 4.5])
    }

    @Test(arguments: [
        ("/", "/v2/models/m/infer"), ("/base/", "/base/v2/models/m/infer"),
        ("/v2", "/v2/models/m/infer"), ("/v2/models/other", "/v2/models/other/infer"),
        ("/v2/models/x/versions/3/infer", "/v2/models/x/versions/3/infer"),
    ])
    func aURLSaysWhatItCan(suffix: String, path: String) async throws {
        let requests = try await requests([Self.input("count", "INT64")], url: suffix)
        #expect(requests[0].line == "POST \(path) HTTP/1.1")
    }

    @Test(arguments: [
        (input("color", "INT64"), "row 1 has 'red' in 'color', which the model takes as INT64"),
        (input("size", "INT64"), "row 1 has 0.5 in 'size', which the model takes as INT64"),
        (input("count", "BOOL"), "row 3 has 2.0 in 'count', which the model takes as BOOL"),
        (
            input("size", "FP64", required: true),
            "row 3 has no value in 'size', which the model takes as FP64"
        ),
        (
            input("weight", "FP64", required: true),
            "the data has no column 'weight', which the model takes as FP64"
        ),
        (
            input("weight", "FP64"),
            "the data has no column 'weight', which the model takes as FP64"
        ),
        (
            input("count", "QUIPU"),
            "the model's input 'count' cannot be filled from rows: its datatype is 'QUIPU'"
        ),
        (
            input("image", "FP32", shape: [-1, 3, 224, 224]),
            "the model's input 'image' cannot be filled from rows: its shape is neither a column nor all columns"
        ),
        (
            input("X", "FP32", shape: [-1, 9]),
            "the model's input 'X' cannot be filled from rows: it takes 9 columns, and the data has 3"
        ),
    ])
    func rowsThatDoNotFitAreRefused(input: JSONValue, message: String) async throws {
        await #expect {
            _ = try await requests([input])
        } throws: { error in
            guard let failure = error as? LoadTestError else { return false }
            #expect(failure.description == message)
            return failure.exitStatus == .dataFormat
        }
    }

    @Test func aModelMustBeNamed() throws {
        let url = try ServiceURL("http://127.0.0.1:1")
        #expect(throws: LoadTestError.modelNotNamed(url: "http://127.0.0.1:1/")) {
            try OpenInferenceModel.fetch(url, model: nil)
        }
    }

    @Test(arguments: ["nothing", "[]", "{\"name\":\"m\"}", "{\"name\":\"m\",\"inputs\":[{}]}"])
    func whatIsNoDescriptionIsRefused(answer: String) async throws {
        await #expect {
            _ = try await withServer { exchange in
                exchange.answer(answer)
                return .keep
            } _: { server in
                try OpenInferenceModel.fetch(ServiceURL(server.url), model: "m")
            }
        } throws: { error in
            guard case .notADescription? = error as? LoadTestError else { return false }
            return true
        }
    }
}
