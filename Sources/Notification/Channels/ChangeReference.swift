/// A pull or merge request: `OWNER/REPO#7`, at GitLab `GROUP/PROJECT!7`.
package struct ChangeReference: Sendable, Hashable {
    let project: String
    let number: Int

    init(project: String, number: Int) {
        self.project = project
        self.number = number
    }

    /// Nil if the text is no such reference.
    init?(_ text: String, at forge: Forge) {
        guard let mark = text.lastIndex(of: forge.changeMark),
            let number = Int(text[text.index(after: mark)...]), number > 0,
            forge.isProject(String(text[..<mark]))
        else { return nil }
        self.init(project: String(text[..<mark]), number: number)
    }
}

/// A commit of a project: `OWNER/REPO@SHA`.
package struct CommitReference: Sendable, Hashable {
    let project: String
    let commit: String

    /// Nil for what is no project, or no commit's whole name.
    init?(project: String, commit: String) {
        guard [40, 64].contains(commit.utf8.count), commit.allSatisfy(\.isHexDigit) else {
            return nil
        }
        self.project = project
        self.commit = commit.lowercased()
    }

    /// Nil if the text is no such reference.
    init?(_ text: String, at forge: Forge) {
        guard let mark = text.lastIndex(of: "@"), forge.isProject(String(text[..<mark])) else {
            return nil
        }
        self.init(
            project: String(text[..<mark]), commit: String(text[text.index(after: mark)...]))
    }
}
