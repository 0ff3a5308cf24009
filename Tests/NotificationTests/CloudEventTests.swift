import FileStorage
import FoundationEssentials
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Events to webhooks, read by the libraries that their receivers use.
@Suite("A CloudEvent to a webhook", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct CloudEventTests {
    private static let secret = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="

    /// Sends a run and has the request read in Python.
    private func event(
        about run: Run, secret: String = secret, program: String, in directory: FilePath
    ) async throws -> JSONValue {
        let servers = try await ChannelServers.start(in: directory)
        let environment = ["SIGNING": secret]
        let result = try await servers.notify(
            run,
            ["--to", "webhook+\(servers.hooks)/webhook/a", "--webhook-secret", "env:SIGNING"],
            environment)
        try #require(result.status == run.status.exitCode, "\(result.errors)")
        let request = try #require(try servers.requests("hooks").first)
        let input: JSONValue = ["body": .string(request.body), "headers": request.headers]
        let script = "import json, sys\nrequest = json.load(sys.stdin)\n\(program)"
        let output = try await TestPython.run(
            ["-c", script, secret], input: input.canonicalText())
        return try JSONValue(parsing: output.utf8)
    }

    private static let reading = """
        from cloudevents.core.bindings.http import HTTPMessage, from_structured
        from cloudevents.core.formats.json import JSONFormat
        from cloudevents.core.v1.event import CloudEvent
        from standardwebhooks import Webhook
        Webhook(sys.argv[1]).verify(request["body"], request["headers"])
        message = HTTPMessage(headers=request["headers"], body=request["body"].encode())
        event = from_structured(message, JSONFormat(), CloudEvent)
        attributes = {k: str(v) for k, v in event.get_attributes().items()}
        json.dump({"attributes": attributes, "data": event.get_data()}, sys.stdout)
        """

    @Test("The libraries of CloudEvents and Standard Webhooks read and verify it")
    func verified() async throws {
        try await withScratchDirectory { directory in
            let run = SampleRuns.registered
            let event = try await event(about: run, program: Self.reading, in: directory)
            let attributes = event["attributes"]
            #expect(attributes?["type"] == "dev.mlx.run.succeeded")
            #expect(
                attributes?["source"] == "/mlx/penguins" && attributes?["subject"] == "penguins")
            #expect(attributes?["time"]?.stringValue?.hasPrefix("2026-11-20 12:00:00") == true)
            let data = try Run(try #require(event["data"]))
            #expect(data.metadata.id == run.metadata.id && data.stages.count == run.stages.count)
        }
    }

    @Test(
        "Each end of a run has its type",
        arguments: [
            (SampleRuns.brokenData, "failed"), (SampleRuns.promoted(), "promoted"),
            (SampleRuns.promoted(action: "rollback"), "rolled-back"),
        ]
    )
    func types(run: Run, type: String) async throws {
        try await withScratchDirectory { directory in
            let event = try await event(about: run, program: Self.reading, in: directory)
            #expect(event["attributes"]?["type"]?.stringValue == "dev.mlx.run.\(type)")
        }
    }

    @Test("A secret that is no base64 is the key itself, and three lines verify it")
    func plainSecret() async throws {
        let program = """
            import base64, hashlib, hmac
            headers, body, key = request["headers"], request["body"].encode(), sys.argv[1].encode()
            signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            code = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
            same = hmac.compare_digest("v1," + code, headers["webhook-signature"])
            json.dump({"same": same, "type": headers["content-type"]}, sys.stdout)
            """
        try await withScratchDirectory { directory in
            let result = try await event(
                about: SampleRuns.registered, secret: "correct horse", program: program,
                in: directory)
            #expect(result["same"] == true)
            #expect(result["type"] == "application/cloudevents+json; charset=utf-8")
        }
    }

    @Test("A document that is too long for an event is named by its digest")
    func long() async throws {
        try await withScratchDirectory { directory in
            var run = SampleRuns.registered
            run.stages[0].details["note"] = .string(String(repeating: "x", count: 300_000))
            let event = try await event(about: run, program: Self.reading, in: directory)
            let document = event["data"]?["document"]
            #expect(document?["size"]?.integerValue ?? 0 > 300_000)
            #expect(document?["digest"]?.stringValue?.hasPrefix("sha256:") == true)
            #expect(event["data"]?["phase"] == "Succeeded")
        }
    }
}
