/// A service that takes a message as one POST to an address.
package enum Hook: String, CaseIterable, Sendable {
    case slack, teams, mattermost, webhook

    /// What the body is, for the service.
    var mediaType: String {
        self == .webhook
            ? "application/cloudevents+json; charset=utf-8" : "application/json; charset=utf-8"
    }
}
