import RunDocument
import Serving
import Testing

@Suite struct RouteTests {
    @Test func describesTheServer() async throws {
        let answer = try await conversation { try $0.get("/v2") }
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(
            try answer.json() == ["name": "mlx-serve", "version": "1.2.3", "extensions": []]
        )
    }

    @Test func tellsThatItLivesAndIsReady() async throws {
        let (live, ready) = try await conversation {
            (try $0.get("/v2/health/live"), try $0.get("/v2/health/ready"))
        }
        #expect(try live.json() == ["live": true])
        #expect(try ready.json() == ["ready": true, "name": "penguins", "version": "7"])
    }

    @Test(arguments: [
        "/v2/models/penguins", "/v2/models/penguins/versions/7", "/v2/models/penguins/?x=1",
    ])
    func describesTheModel(path: String) async throws {
        let answer = try await conversation { try $0.get(path) }
        let json = try answer.json()
        #expect(json["versions"] == ["7"])
        #expect(json["platform"] == "fake")
        #expect(
            json["inputs"]?.arrayValue?.map { $0["datatype"]?.stringValue }
                == ["FP64", "INT64", "BOOL", "BYTES"]
        )
        #expect(json["inputs"]?.arrayValue?[1]["parameters"] == ["required": true])
        #expect(
            json["outputs"]?.arrayValue?[1] == [
                "name": "probabilities", "datatype": "FP64", "shape": [-1, 2],
                "parameters": ["labels": ["Adelie", "Gentoo"]],
            ]
        )
    }

    @Test(arguments: ["/v2/models/penguins/ready", "/v2/models/penguins/versions/7/ready"])
    func tellsThatTheModelIsReady(path: String) async throws {
        let answer = try await conversation { try $0.get(path) }
        #expect(try answer.json() == ["name": "penguins", "version": "7", "ready": true])
    }

    @Test func answersHeadWithoutABody() async throws {
        let (head, next) = try await conversation { client in
            try client.send("HEAD /v2 HTTP/1.1\r\nhost: x\r\n\r\n")
            return (try client.response(hasBody: false), try client.get("/v2/health/live"))
        }
        #expect(head.headers["content-length"] != "0")
        #expect(next.status == 200)
    }

    @Test(arguments: [
        ("GET", "/", 404, "there is nothing at '/'"),
        ("GET", "/v2/models", 404, "there is nothing at '/v2/models'"),
        (
            "GET", "/v2/models/penguins/versions", 404,
            "there is nothing at '/v2/models/penguins/versions'"
        ),
        ("GET", "/v2//health/live", 404, "there is nothing at '/v2//health/live'"),
        (
            "GET", "/v2/models/puffins", 404,
            "the model 'puffins' is not served here; this is the service of 'penguins'"
        ),
        (
            "GET", "/v2/models/penguins/versions/6", 404,
            "version '6' of 'penguins' is not live; version '7' is"
        ),
        (
            "GET", "/v2/models/penguins/infer", 405,
            "the method is 'GET'; what is here takes POST"
        ),
        ("DELETE", "/v2", 405, "the method is 'DELETE'; what is here takes GET, HEAD"),
    ])
    func refusesWhatIsNotThere(method: String, path: String, status: Int, message: String)
        async throws
    {
        let answer = try await conversation { client in
            try client.send("\(method) \(path) HTTP/1.1\r\nhost: x\r\n\r\n")
            return try client.response()
        }
        #expect(answer.status == status)
        #expect(try answer.json() == ["error": .string(message)])
    }

    @Test func countsByModelVersionAndRoute() async throws {
        let text = try await conversation { client in
            _ = try client.infer(Body.one)
            _ = try client.infer("{}")
            _ = try client.get("/v2/models/puffins")
            return try client.get("/metrics").text
        }
        let lines = Set(text.split(separator: "\n").map(String.init))
        let infer = #"model="penguins",version="7",route="infer""#
        #expect(lines.contains("mlx_requests_total{\(infer),status=\"200\"} 1"))
        #expect(lines.contains("mlx_requests_total{\(infer),status=\"400\"} 1"))
        #expect(lines.contains("mlx_request_failures_total{\(infer)} 1"))
        #expect(lines.contains("mlx_requests_in_flight{\(infer)} 0"))
        #expect(lines.contains("mlx_request_duration_seconds_bucket{\(infer),le=\"+Inf\"} 2"))
        #expect(lines.contains("mlx_request_duration_seconds_count{\(infer)} 2"))
        let unknown = #"model="",version="",route="model""#
        #expect(lines.contains("mlx_requests_total{\(unknown),status=\"404\"} 1"))
        #expect(text.contains(#"mlx_model_info{model="penguins",version="7",format="fake""#))
    }
}
