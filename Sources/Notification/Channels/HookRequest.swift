import RunDocument
import Transfer

/// One POST to a hook.
struct HookRequest {
    let hook: Hook
    let url: HTTPAddress
    /// With what a webhook is signed.
    let secret: String?

    /// - Throws: `Undeliverable` for any answer that is no success.
    func send(_ message: ChannelMessage, through session: HTTPSession) throws -> Delivery.Result {
        var headers: [(name: String, value: String)] = [("Content-Type", hook.mediaType)]
        if let secret {
            headers += WebhookSignature.headers(
                id: message.key, time: session.retries.clock(), body: message.body, secret: secret)
        }
        var request = HTTPRequest("POST", url, headers: headers, body: .bytes(message.body))
        request.maximumAnswer = 1 << 16
        let answer = try session.send(request)
        guard !(200..<300).contains(answer.status) else { return .sent }
        throw refusal(answer)
    }

    private func refusal(_ answer: HTTPAnswer) -> Undeliverable {
        // The address is a secret, and an answer may have any part of it.
        let parts = url.description.split(whereSeparator: { "/?&=".contains($0) }).dropFirst(2)
        let secrets = parts.map(String.init).filter { $0.utf8.count >= 6 } + [secret ?? ""]
        let text = answer.body.quoted(without: secrets, member: "message")
        let reason = "'\(url.host)' answered \(answer.status)\(text.map { ", '\($0)'" } ?? "")"
        return switch answer.status {
        case 408, 429, 500...: .deferred(reason)
        case 401, 403: .refused(reason, .denied)
        default: .refused(reason, .unavailable)
        }
    }
}
