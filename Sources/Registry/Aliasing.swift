package import FileStorage
import RunDocument
import SystemPackage

/// What an alias must stand on before it is moved.
package enum AliasExpectation: Hashable, Sendable {
    case nothing
    case version(Int)
    case manifest(Digest)

    /// Reads `none`, a version's number or the digest of a manifest; nil for anything else.
    package init?(_ text: String) {
        if text == "none" {
            self = .nothing
        } else if let number = Tag.number(text) {
            self = .version(number)
        } else if let digest = Digest(text) {
            self = .manifest(digest)
        } else {
            return nil
        }
    }
}

extension Tag {
    /// Whether a user may give a tag of this name.
    ///
    /// Numbers are versions, `sha256-…` is where older registries keep referrers.
    package static func isAlias(_ text: String) -> Bool {
        isValid(text) && ![production, previous, latest, index].contains(text)
            && !text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && !text.hasPrefix("sha256-")
    }
}

extension ModelStore {
    /// Lets an alias stand on a version.
    ///
    /// - Parameters:
    ///   - reference: a number, `latest` or a tag.
    ///   - expectation: what it must stand on now; nil for anything.
    /// - Throws: `RegistryError.reservedTag`, `.unknownVersion`, `.tagMoved`.
    /// - Returns: the version, and whether anything changed.
    @discardableResult
    package func setAlias(
        _ alias: String,
        to reference: String,
        expecting expectation: AliasExpectation? = nil,
        _ options: CommitOptions
    ) throws -> (version: Int, isMoved: Bool) {
        guard Tag.isAlias(alias) else { throw RegistryError.reservedTag(alias) }
        try requireModel()
        return try commit(options) { index in
            guard let number = index.number(for: reference),
                let entry = index.entry(tagged: String(number))
            else {
                throw RegistryError.unknownVersion(
                    reference, model: model.description, known: index.numbers)
            }
            try index.check(alias, expectation)
            let before = index.version(tagged: alias)
            guard index.entry(tagged: alias)?.digest != entry.digest else {
                return (nil, (number, false))
            }
            index.move(alias, to: entry.descriptor)
            var event = AuditEvent(.alias, version: number)
            event.digest = entry.digest.description
            event.tag = alias
            event.from = before
            return (event, (number, true))
        }
    }

    /// Takes an alias away.
    ///
    /// - Throws: `RegistryError.reservedTag`, `.unknownAlias`, `.tagMoved`.
    package func removeAlias(
        _ alias: String,
        expecting expectation: AliasExpectation? = nil,
        _ options: CommitOptions
    ) throws {
        guard Tag.isAlias(alias) else { throw RegistryError.reservedTag(alias) }
        try requireModel()
        try commit(options) { index in
            guard index.entry(tagged: alias) != nil else {
                throw RegistryError.unknownAlias(alias, model: model.description)
            }
            try index.check(alias, expectation)
            var event = AuditEvent(.alias)
            event.from = index.version(tagged: alias)
            event.tag = alias
            index.move(alias, to: nil)
            return (event, ())
        }
    }

    /// - Throws: `RegistryError.unknownModel` where nothing was ever registered.
    package func requireModel() throws {
        guard try exists else {
            throw RegistryError.unknownModel(model.description, registry: registry)
        }
    }
}

extension Index {
    /// The version that a reference stands for.
    func number(for reference: String) -> Int? {
        if reference == Tag.latest { return numbers.last }
        if let number = Tag.number(reference) { return number }
        return version(tagged: reference)
    }

    fileprivate func check(_ alias: String, _ expectation: AliasExpectation?) throws {
        let entry = entry(tagged: alias)
        let isMet =
            switch expectation {
            case nil: true
            case .nothing: entry == nil
            case .version(let number): entry != nil && version(tagged: alias) == number
            case .manifest(let digest): entry?.digest == digest
            }
        guard !isMet else { return }
        var expected: Int?
        switch expectation {
        case .version(let number): expected = number
        case .manifest(let digest):
            expected =
                manifests.first { $0.digest == digest && $0.tag.flatMap(Tag.number) != nil }?
                .tag.flatMap(Tag.number)
        case .nothing, nil: break
        }
        throw RegistryError.tagMoved(
            tag: alias, expected: expected, found: version(tagged: alias))
    }
}
