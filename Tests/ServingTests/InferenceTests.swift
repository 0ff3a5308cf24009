import RunDocument
import Serving
import Testing

@Suite struct InferenceTests {
    @Test func answersWithLabelsAndProbabilities() async throws {
        let answer = try await conversation { client in
            try client.infer(
                #"{"id":"a\"b","inputs":[{"name":"year","shape":[2],"datatype":"INT64","data":[0,1]}]}"#
            )
        }
        #expect(answer.status == 200)
        #expect(
            try answer.json() == [
                "model_name": "penguins", "model_version": "7", "id": "a\"b",
                "outputs": [
                    [
                        "name": "species", "datatype": "BYTES", "shape": [2],
                        "data": ["Adelie", "Gentoo"],
                    ],
                    [
                        "name": "probabilities", "datatype": "FP64", "shape": [2, 2],
                        "parameters": ["labels": ["Adelie", "Gentoo"]],
                        "data": [0.993, 0.007, .number(1 - 1.007), 1.007],
                    ],
                ],
            ]
        )
    }

    @Test func answersARegressionWithValues() async throws {
        let answer = try await conversation(regression: true) { try $0.infer(Body.one) }
        #expect(
            try answer.json()["outputs"] == [
                ["name": "mass", "datatype": "FP64", "shape": [1], "data": [0.007]]
            ]
        )
    }

    @Test func givesOnlyTheOutputsAskedFor() async throws {
        let answer = try await conversation { client in
            try client.infer(Body.one.dropLast() + #","outputs":[{"name":"probabilities"}]}"#)
        }
        let outputs = try answer.json()["outputs"]?.arrayValue
        #expect(outputs?.map { $0["name"]?.stringValue } == ["probabilities"])
    }

    /// Each tensor adds 1 to the first row's score and nothing to the second's.
    @Test(arguments: [
        #"{"name":"length","shape":[2],"datatype":"FP64","data":[1.0,0]}"#,
        #"{"name":"length","shape":[2,1],"datatype":"FP32","data":[[1],[0.0]]}"#,
        #"{"name":"length","shape":[2,1],"datatype":"INT32","data":[1,0]}"#,
        #"{"name":"length","shape":[2],"datatype":"INT64","data":[1,null]}"#,
        #"{"name":"wild","shape":[2],"datatype":"BOOL","data":[true,false]}"#,
        #"{"name":"wild","shape":[2],"datatype":"BOOL","data":[1,null]}"#,
        #"{"name":"island","shape":[2],"datatype":"BYTES","data":["Dream \"D\"","Biscoe"]}"#,
        #"{"name":"island","shape":[2,1],"datatype":"BYTES","data":[["Dream \"D\""],[null]]}"#,
    ])
    func takesEachDatatype(tensor: String) async throws {
        let answer = try await conversation(regression: true) {
            try $0.infer(Body.with(tensor))
        }
        #expect(try answer.json()["outputs"]?.arrayValue?.first?["data"] == [1.007, 0.007])
    }

    @Test func takesALargeBatchOnAnotherThread() async throws {
        let years = repeatElement("1", count: 20_000).joined(separator: ",")
        let answer = try await conversation(regression: true) { client in
            try client.infer(
                #"{"inputs":[{"name":"year","shape":[20000],"datatype":"INT64","data":[\#(years)]}]}"#
            )
        }
        let data = try answer.json()["outputs"]?.arrayValue?.first?["data"]?.arrayValue
        #expect(data == [JSONValue](repeating: 1.007, count: 20_000))
    }

    static let refusals: [(String, String)] = [
        ("", "the body is not JSON: line 1, column 1: the text ends where a value should be"),
        ("[]", "the body is an array, not an object"),
        ("{}", "'inputs' is missing"),
        (#"{"inputs":{}}"#, "'inputs' is an object, not an array"),
        (#"{"inputs":[]}"#, "the tensor 'year' (INT64) is missing"),
        (#"{"inputs":[7]}"#, "'inputs[0]' is a number, not an object"),
        (#"{"inputs":[{"shape":[1]}]}"#, "'inputs[0].name' is missing"),
        (#"{"id":7,"inputs":[]}"#, "'id' is a number, not a string"),
        (
            #"{"inputs":[],"outputs":[{"name":"x"}]}"#,
            "the output 'x' is unknown; the model gives 'species', 'probabilities'"
        ),
        (
            #"{"inputs":[{"name":"year","shape":[0],"datatype":"INT64","data":[]}]}"#,
            "the request holds no row"
        ),
        (
            Body.with(#"{"name":"wing","shape":[2],"datatype":"FP64","data":[1,2]}"#),
            "the tensor 'wing' is unknown; the model takes 'length', 'year', 'wild', 'island'"
        ),
        (
            Body.with(#"{"name":"year","shape":[2],"datatype":"INT64","data":[1,2]}"#),
            "the tensor 'year' stands twice"
        ),
        (
            Body.with(#"{"name":"length","shape":[1],"datatype":"FP64","data":[1]}"#),
            "the tensor 'length' has 1 rows, and 'year' has 2"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"data":[1,2]}"#),
            "the tensor 'length' has no 'datatype'"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"BYTES","data":["1","2"]}"#),
            "the tensor 'length' has the datatype 'BYTES', not FP64 or FP32 or INT64 or INT32"
        ),
        (
            Body.with(#"{"name":"island","shape":[2],"datatype":"FP16","data":[1,2]}"#),
            "the tensor 'island' has the datatype 'FP16', not BYTES"
        ),
        (
            Body.with(#"{"name":"length","shape":[2,2],"datatype":"FP64","data":[1,2,3,4]}"#),
            "the tensor 'length' has the shape [2,2], not [n] or [n,1]"
        ),
        (
            Body.with(#"{"name":"length","shape":[-1],"datatype":"FP64","data":[1]}"#),
            "the tensor 'length' has the shape [-1], not [n] or [n,1]"
        ),
        (
            Body.with(
                #"{"name":"length","shape":[9223372036854775807],"datatype":"FP64","data":[1]}"#
            ),
            "the tensor 'length' has the shape [9223372036854775807] and 1 values"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP64","data":[1,2,3]}"#),
            "the tensor 'length' has the shape [2] and 3 values"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP64","data":[[1],[2]]}"#),
            "the tensor 'length': 'data' is not nested as the shape [2] says"
        ),
        (
            Body.with(#"{"name":"length","shape":[2,1],"datatype":"FP64","data":[[1],2]}"#),
            "the tensor 'length': 'data' is not nested as the shape [2, 1] says"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP64","data":"xx"}"#),
            "the tensor 'length': 'data' is a string, not an array"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP64","data":[1,"2"]}"#),
            "the tensor 'length', row 1: expected a number (FP64), got \"2\""
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP64","data":[1,1e999]}"#),
            "the tensor 'length', row 1: expected a number (FP64), got 1e999"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"FP32","data":[1e39,1]}"#),
            "the tensor 'length', row 0: expected a number (FP32), got 1e+39"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"INT32","data":[1,2147483648]}"#),
            "the tensor 'length', row 1: expected an integer (INT32), got 2147483648"
        ),
        (
            Body.with(#"{"name":"length","shape":[2],"datatype":"INT64","data":[1,0.5]}"#),
            "the tensor 'length', row 1: expected an integer (INT64), got 0.5"
        ),
        (
            #"{"inputs":[{"name":"year","shape":[1],"datatype":"FP64","data":[0.5]}]}"#,
            "the tensor 'year', row 0: expected a whole number, got 0.5"
        ),
        (
            #"{"inputs":[{"name":"year","shape":[1],"datatype":"INT64","data":[null]}]}"#,
            "the tensor 'year', row 0: a value is required, got null"
        ),
        (
            Body.with(#"{"name":"wild","shape":[2],"datatype":"BOOL","data":[true,2]}"#),
            "the tensor 'wild', row 1: expected true or false, got 2"
        ),
        (
            Body.with(#"{"name":"island","shape":[2],"datatype":"BYTES","data":["Biscoe",3]}"#),
            "the tensor 'island', row 1: expected a string, got 3"
        ),
        (
            Body.with(#"{"name":"island","shape":[2],"datatype":"BYTES","data":["Biscoe","X"]}"#),
            "the tensor 'island', row 1: expected one of 'Biscoe', 'Dream \"D\"', got 'X'"
        ),
    ]

    @Test func refusesWhatTheSignatureDoesNotAllow() async throws {
        let answers = try await conversation { client in
            try Self.refusals.map { try client.infer($0.0) }
        }
        for (answer, refusal) in zip(answers, Self.refusals) {
            #expect(answer.status == 400)
            #expect(try answer.json() == ["error": .string(refusal.1)])
        }
    }

    @Test func refusesBinaryTensors() async throws {
        let answer = try await conversation { client in
            try client.post(
                "/v2/models/penguins/infer",
                Body.one,
                headers: "inference-header-content-length: 10\r\n"
            )
            return try client.response()
        }
        #expect(answer.status == 400)
        #expect(answer.text.contains("send the data as JSON"))
    }

    @Test func saysWhatThePredictionFailedOn() async throws {
        struct Broken: Error, CustomStringConvertible { let description = "no more ink" }
        let model = try ServedModel.fake { throw Broken() }
        let answer = try await withService(model) { server, _ in
            try await onThread { try HTTPClient(port: server.port).infer(Body.one) }
        }
        #expect(answer.status == 500)
        #expect(try answer.json() == ["error": "the prediction failed: no more ink"])
    }
}
