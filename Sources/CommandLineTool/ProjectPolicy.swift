import RunDocument

extension Project {
    /// `registry.policy`: what a version must have before it may go to production.
    package struct Policy: Sendable {
        package enum Requirement: String, CaseIterable, Sendable {
            case evaluation, signature, approval
        }

        /// Nil if the project does not say.
        package var requirements: [Requirement]?
        /// Where the public keys are that models are signed with.
        package var trust: [String] = []
        /// By name, where the public keys of those are who may approve.
        package var approvers: [String: [String]] = [:]
    }
}

extension Project.Registry {
    /// Reads `registry.sign` and `registry.policy`.
    mutating func readPolicy(
        _ section: inout ConfigurationReader,
        resolve: (String) -> String
    ) throws(ProjectError) {
        func key(_ text: String) -> String {
            if text.hasPrefix("env:") { return text }
            return text.hasPrefix("file:")
                ? "file:\(resolve(String(text.dropFirst(5))))" : resolve(text)
        }
        var sign = try section.section("sign")
        signingKey = try sign.string("key").map(key)
        try sign.finish()

        var part = try section.section("policy")
        // An empty list asks for nothing, which is something else than no list.
        let isListed = part.holds("require")
        let requirements: [Project.Policy.Requirement] = try part.words("require")
        policy.requirements = isListed || !requirements.isEmpty ? requirements : nil
        policy.trust = try part.strings("trust").map(key)
        policy.approvers = try part.namedStrings("approvers").mapValues { $0.map(key) }
        try part.finish()
    }
}

extension ConfigurationReader {
    /// A list of words of which only some are known.
    fileprivate mutating func words<Word: RawRepresentable & CaseIterable>(_ key: String)
        throws(ProjectError) -> [Word] where Word.RawValue == String
    {
        var words: [Word] = []
        for text in try strings(key) {
            guard let word = Word(rawValue: text) else {
                let name = (path + [key]).joined(separator: ".")
                let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw error("'\(name)' holds '\(text)', which is none of \(known)", at: nil)
            }
            words.append(word)
        }
        return words
    }
}
