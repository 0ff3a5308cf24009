package import ArgumentParser
import CommandLineTool
import Notification
import SystemPackage
import Transfer

/// How mail is handed over.
package struct MailServerOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The mail server: \"smtps://HOST\", \"smtp://HOST\" (STARTTLS, always), or \"smtp+plain://HOST\" for a relay without TLS.",
            valueName: "url"
        )
    )
    package var smtp: String?

    @Option(help: ArgumentHelp("The user at the mail server.", valueName: "name"))
    package var smtpUser: String?

    @Option(
        help: ArgumentHelp(
            "Where the password is: \"env:NAME\" or \"file:PATH\".",
            valueName: "secret"
        )
    )
    package var smtpPassword: String?

    @Option(
        help: ArgumentHelp(
            "Certificates of the authorities to trust, in place of the system's.",
            valueName: "file"
        )
    )
    package var smtpCa: String?

    package init() {}

    /// The address of the server that is named here or in the project.
    func url(_ project: Project) -> String? { smtp ?? project.notify.smtp }

    func client(_ url: String, _ project: Project, _ environment: [String: String]) throws
        -> SMTPClient
    {
        try SMTPClient(
            server: SMTPServer(url: url),
            credentials: try credentials(project, environment),
            certificateAuthorities: smtpCa.map { FilePath($0) }
        )
    }

    private func credentials(_ project: Project, _ environment: [String: String]) throws
        -> SMTPClient.Credentials?
    {
        guard let user = smtpUser ?? project.notify.user else { return nil }
        guard let name = smtpPassword ?? project.notify.password else {
            throw NotificationError.missingPassword(user: user)
        }
        let password = try SecretReference(name).read(environment: environment)
        return SMTPClient.Credentials(user: user, password: password)
    }
}
