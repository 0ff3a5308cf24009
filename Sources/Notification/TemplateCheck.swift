import RunDocument

/// Finds what a template asks for that no report has: Mustache leaves such places empty.
package struct TemplateCheck {
    /// A name in a template that means nothing.
    package struct Unknown: Sendable, Hashable {
        package let name: String
        package let line: Int
        package let hint: String
    }

    private let known: KnownWords
    private let names: Set<String>

    /// - Parameter reports: which together have all that a report can have.
    package init(_ reports: [RunReport]) {
        names = reports.reduce(into: []) { Self.collect($1.templateValues(plotDomain: "mlx"), &$0) }
        known = KnownWords(names.sorted())
    }

    /// The unknown names of a template, in their order.
    package func unknownNames(in source: String) -> [Unknown] {
        var unknown: [Unknown] = []
        var line = 1
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            line += rest[..<open.lowerBound].count(where: \.isNewline)
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { break }
            let tag = rest[..<close.lowerBound]
            // Other marks from here on.
            if tag.first == "=" { break }
            if let name = Self.name(tag), !isKnown(name) {
                let found = Unknown(name: name, line: line, hint: known.hint(for: name))
                if unknown.last != found { unknown.append(found) }
            }
            line += tag.count(where: \.isNewline)
            rest = rest[close.upperBound...]
        }
        return unknown
    }

    /// A name may lead into sections, as `failure.stage`.
    private func isKnown(_ name: String) -> Bool {
        name.split(separator: ".").allSatisfy { names.contains(String($0)) }
    }

    /// What a tag asks for; nil for a comment, the end of a section, the item itself, and a call
    /// of a function.
    private static func name(_ tag: Substring) -> String? {
        guard let mark = tag.first, !"!%>/".contains(mark) else { return nil }
        let name = tag.filter { !$0.isWhitespace && !"#^&{".contains($0) }
        guard name != ".", !name.contains("(") else { return nil }
        return String(name)
    }

    private static func collect(_ value: Any, _ names: inout Set<String>) {
        switch value {
        case let members as [String: Any]:
            names.formUnion(members.keys)
            for member in members.values { collect(member, &names) }
        case let items as [[String: Any]]:
            for item in items { collect(item, &names) }
        default: break
        }
    }
}
