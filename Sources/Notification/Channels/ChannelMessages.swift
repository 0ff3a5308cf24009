import FileStorage
import RunDocument
import Transfer

/// Makes the messages about one run.
struct ChannelMessages {
    let run: Run
    let report: RunReport
    let environment: [String: String]
    let webhookSecret: SecretReference?

    /// The message, or why there is none.
    func message(to target: ChannelTarget) throws(NotificationError)
        -> Result<ChannelMessage, Absence>
    {
        switch target {
        case .change(let forge, let change):
            let place = environment(of: forge)
            switch change.map(Result.success) ?? place.change {
            case .failure(let absence): return .failure(absence)
            case .success(let change):
                return .success(comment(.change(forge, change), at: try place.api()))
            }
        case .commit(let forge, let commit):
            let place = environment(of: forge)
            switch commit.map(Result.success) ?? place.commit {
            case .failure(let absence): return .failure(absence)
            case .success(let commit):
                return .success(status(.commit(forge, commit), at: try place.api()))
            }
        case .hook(let hook, _): return .success(post(hook, to: target))
        }
    }

    private func comment(_ target: ChannelTarget, at api: HTTPAddress)
        -> ChannelMessage
    {
        let thread = MailMessage.thread(of: run.metadata.model)
        let body = CommentBody(report, link: report.link, thread: thread)
        let limit = target.forge?.commentLimit ?? 0
        return ChannelMessage(
            // Not of the run: a newer comment takes the place of one that waits.
            key: MailMessage.key(
                run: "", event: thread, channel: "comment",
                recipient: "\(target.reference) \(api)"),
            target: target,
            body: Array(body.text(limit: limit).utf8),
            api: api,
            marker: CommentBody.marker(thread: thread)
        )
    }

    private func status(_ target: ChannelTarget, at api: HTTPAddress)
        -> ChannelMessage
    {
        let content = CommitStatus.content(report, run, at: target.forge ?? .github)
        return ChannelMessage(
            // Not of the event: a newer status takes the place of one that waits.
            key: MailMessage.key(
                run: "", event: MailMessage.thread(of: run.metadata.model), channel: "status",
                recipient: "\(target.reference) \(api)"),
            target: target, body: content.canonicalBytes(), api: api
        )
    }

    private func post(_ hook: Hook, to target: ChannelTarget) -> ChannelMessage {
        let key = key(report.event, target)
        let content: JSONValue
        switch hook {
        case .slack: content = SlackMessage.content(ChatReport(report), link: report.link)
        case .teams: content = TeamsMessage.content(ChatReport(report), link: report.link)
        case .mattermost:
            content = MattermostMessage.content(report, ChatReport(report), link: report.link)
        case .webhook: content = CloudEvent.content(run, event: report.event, key: key)
        }
        return ChannelMessage(
            key: key, target: target, body: content.canonicalBytes(),
            secret: hook == .webhook ? webhookSecret : nil)
    }

    private func key(_ event: RunReport.Event, _ target: ChannelTarget) -> String {
        MailMessage.key(
            run: run.metadata.id, event: event.rawValue, channel: "http",
            recipient: target.reference)
    }

    private func environment(of forge: Forge) -> ForgeEnvironment {
        ForgeEnvironment(forge: forge, environment: environment, ci: run.metadata.ci)
    }
}
