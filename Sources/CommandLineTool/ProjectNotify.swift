import RunDocument
import Yams

extension Project.Notify {
    init(_ section: inout ConfigurationReader, resolve: (String) -> String) throws(ProjectError) {
        from = try section.string("from")
        to = try Self.targets(&section, resolve)
        smtp = try section.string("smtp")
        user = try section.string("user")
        password = try section.string("password").map { Self.resolved($0, resolve) }
        templates = try section.string("templates").map(resolve)
        webhookSecret = try section.string("webhook_secret").map { Self.resolved($0, resolve) }
    }

    /// A target, a list of targets, or a list in which some say `on` what they are told.
    private static func targets(
        _ section: inout ConfigurationReader, _ resolve: (String) -> String
    ) throws(ProjectError) -> [Target] {
        guard case .sequence(let sequence)? = section.peek("to"),
            sequence.contains(where: { $0.mapping != nil }), !section.isOverridden("to")
        else {
            return try section.strings("to").map {
                Target(name: resolved($0, resolve), file: section.file)
            }
        }
        _ = section.node("to")
        var targets: [Target] = []
        for element in sequence {
            var rule = try section.element(element, of: "to", shortFor: "target")
            guard let name = try rule.string("target") else {
                throw section.error("a target of 'notify.to' has no 'target'", at: element)
            }
            let occasions = try rule.strings("on")
            try rule.finish()
            targets.append(
                Target(
                    name: resolved(name, resolve), occasions: occasions, file: section.file,
                    line: element.mark?.line))
        }
        return targets
    }

    /// A target or a secret, where `file:PATH`, also after a plus sign, is as the project means it.
    private static func resolved(_ text: String, _ resolve: (String) -> String) -> String {
        guard let mark = text.firstRange(of: "file:") else { return text }
        let scheme = text[..<mark.lowerBound]
        guard scheme.isEmpty || scheme.hasSuffix("+") else { return text }
        return "\(scheme)file:\(resolve(String(text[mark.upperBound...])))"
    }
}
