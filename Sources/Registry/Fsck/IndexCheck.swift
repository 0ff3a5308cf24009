import FileStorage
import RunDocument
import SystemPackage

/// `index.json`: what it says of itself, of its manifests and of its tags.
extension LayoutCheck {
    mutating func checkIndex(_ index: Reading, _ log: Reading) {
        var entries: [Descriptor] = []
        switch index {
        case .missing:
            if case .bytes(let log) = log, !log.isEmpty {
                damage(.index, layout.index, "is missing")
                isComplete = false
            } else if !stored.isEmpty || isBegun {
                note(.index, layout.index, "is missing: nothing was registered yet")
            }
        case .unreadable(let reason):
            damage(.index, layout.index, "cannot be read: \(reason)")
            isComplete = false
        case .bytes(let bytes):
            entries = parse(bytes)
        }
        checkTags(entries)
        for entry in entries { follow(entry) }
        for entry in entries { check(entry) }
        checkSubjects(entries)
        checkAudit(log)
    }

    private mutating func parse(_ bytes: [UInt8]) -> [Descriptor] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            damage(.index, layout.index, "is not JSON: \(error)")
            isComplete = false
            return []
        }
        guard value["schemaVersion"] == 2, let manifests = value["manifests"]?.arrayValue else {
            damage(.index, layout.index, "is not an OCI image index")
            isComplete = false
            return []
        }
        if value["mediaType"]?.stringValue != MediaType.index {
            let found = value["mediaType"]?.canonicalText() ?? "nothing"
            damage(
                .index,
                layout.index,
                "has the media type \(found) and not '\(MediaType.index)'",
                remedy: .annotations
            )
        }
        if bytes != value.canonicalBytes() {
            note(.index, layout.index, "was written by another tool", remedy: .annotations)
        }
        var entries: [Descriptor] = []
        for (position, manifest) in manifests.enumerated() {
            do {
                entries.append(try Descriptor(manifest, in: layout.index.string))
            } catch {
                damage(.index, layout.index, "manifests[\(position)]: \(Self.reason(error))")
                isComplete = false
            }
        }
        do {
            let index = try Index(parsing: bytes, in: layout.index.string)
            referrers = ReferrerTable(of: index)
            self.index = index
        } catch {
            if entries.count == manifests.count {
                damage(.index, layout.index, Self.reason(error))
            }
        }
        return entries
    }

    /// What is wrong, without the path that stands before it anyway.
    static func reason(_ error: any Error) -> String {
        switch error {
        case RegistryError.damaged(_, let reason): reason
        case let failure as any Failure: failure.description
        default: "\(error)"
        }
    }

    /// What the index repeats of a manifest must be what the manifest says.
    private mutating func check(_ entry: Descriptor) {
        guard let document = documents[entry.digest] else { return }
        let (path, name) = (layout.index, Self.name(of: entry))
        func differ(_ what: String, _ found: String?, _ expected: String) -> String {
            "\(name): \(what) is \(found.map { "'\($0)'" } ?? "not said") and not '\(expected)'"
        }
        if let mediaType = document.mediaType, mediaType != entry.mediaType {
            let message = differ("its media type", entry.mediaType, mediaType)
            damage(.descriptor, path, digest: entry.digest, message)
        }
        let isOwn = document.isModel || document.subject != nil
        if let type = document.artifactType, entry.artifactType != type,
            isOwn || entry.artifactType != nil
        {
            let message = differ("its artifact type", entry.artifactType, type)
            damage(.descriptor, path, digest: entry.digest, message, remedy: .annotations)
        }
        if entry.tag == nil, let subject = document.subject?.digest.description,
            entry.annotations[Annotation.subject] != subject
        {
            let message = differ(
                "'\(Annotation.subject)'", entry.annotations[Annotation.subject], subject)
            damage(.referrer, path, digest: entry.digest, message, remedy: .annotations)
        }
        if entry.tag.flatMap(Tag.number) != nil || document.isModel { checkVersion(entry) }
    }

    private mutating func checkVersion(_ entry: Descriptor) {
        let name = Self.name(of: entry)
        do {
            _ = try store.manifest(entry)
        } catch {
            let path = layout.blobs.appending(entry.digest.hex)
            let reason = Self.reason(error)
            return damage(
                .manifest, path, digest: entry.digest, "\(name) is no model: \(reason)")
        }
        // What its runs say is not known while one of them is damaged.
        let isVersion = entry.tag.flatMap(Tag.number) != nil
        guard let referrers, let notes = isVersion ? try? store.notes(of: entry, referrers) : [:]
        else { return }
        for key in VersionSummary.annotations where entry.annotations[key] != notes[key] {
            let words = [entry.annotations[key], notes[key]].map {
                $0.map { "'\($0)'" } ?? "nothing"
            }
            damage(
                .descriptor, layout.index, digest: entry.digest,
                "\(name): '\(key)' says \(words[0]), the version \(words[1])",
                remedy: .annotations)
        }
    }
}
