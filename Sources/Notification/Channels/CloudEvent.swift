import FileStorage
import FoundationEssentials
import RunDocument

/// A run as an event of CloudEvents 1.0, in its structured JSON.
enum CloudEvent {
    /// Receivers must take events of 64 KB, and often take four times that; a longer document is
    /// named by its digest.
    private static let documentLimit = 1 << 18

    /// - Parameter key: the event's identifier; a repeat has the same.
    static func content(_ run: Run, event: RunReport.Event, key: String) -> JSONValue {
        var members: JSONObject = [
            "specversion": "1.0", "id": .string(key),
            "source": .string("/mlx/\(MailMessage.thread(of: run.metadata.model))"),
            "type": .string("dev.mlx.run.\(word(for: event))"),
            "datacontenttype": "application/json", "data": data(run),
        ]
        if let model = run.metadata.model {
            members["subject"] = .string(ChatText.plain(model, limit: 200))
        }
        if let time = try? Date(run.metadata.createdAt, strategy: .iso8601) {
            members["time"] = .string(time.timestamp)
        }
        return .object(members)
    }

    private static func data(_ run: Run) -> JSONValue {
        let bytes = run.json.canonicalBytes()
        guard bytes.count > documentLimit else { return run.json }
        var members: JSONObject = [
            "run": .string(run.metadata.id), "phase": .string(run.status.phase.rawValue),
            "document": [
                "digest": .string(Digest(of: bytes).description),
                "size": .integer(Int64(bytes.count)),
            ],
        ]
        members["model"] = run.model?.json
        members["url"] = RunReport.build(run).map { .string($0.url) }
        return .object(members)
    }

    private static func word(for event: RunReport.Event) -> String {
        switch event {
        case .success: "succeeded"
        case .failure: "failed"
        case .approval: "awaiting-approval"
        case .promoted: "promoted"
        case .rolledBack: "rolled-back"
        case .unchanged: "unchanged"
        }
    }
}
