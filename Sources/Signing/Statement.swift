import FileStorage
package import RunDocument

/// An in-toto statement, version 1: what is claimed of some bytes.
package struct Statement: Hashable, Sendable {
    package static let type = "https://in-toto.io/Statement/v1"
    package static let mediaType = "application/vnd.in-toto+json"

    /// What it is about: a name, and SHA-256 in hexadecimal digits.
    package struct Subject: Hashable, Sendable {
        package let name: String
        package let sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    package var subjects: [Subject]
    package var predicateType: String
    package var predicate: JSONObject

    package init(subjects: [Subject], predicateType: String, predicate: JSONObject) {
        self.subjects = subjects
        self.predicateType = predicateType
        self.predicate = predicate
    }

    /// Reads a statement strictly: no key twice, all subjects with SHA-256.
    ///
    /// - Throws: `SigningError.malformed`.
    package init(parsing bytes: [UInt8]) throws(SigningError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw .malformed(reason: "its payload, \(error)")
        }
        guard json["_type"]?.stringValue == Self.type else {
            throw .malformed(reason: "its payload is not an in-toto statement of version 1")
        }
        guard let predicateType = json["predicateType"]?.stringValue,
            let predicate = json["predicate"]?.objectValue,
            let subjects = json["subject"]?.arrayValue, !subjects.isEmpty
        else { throw .malformed(reason: "its statement lacks a subject or a predicate") }
        self.predicateType = predicateType
        self.predicate = predicate
        self.subjects = []
        for subject in subjects {
            guard let name = subject["name"]?.stringValue,
                let hex = subject["digest"]?["sha256"]?.stringValue, Digest("sha256:\(hex)") != nil
            else { throw .malformed(reason: "a subject has no name or no SHA-256 digest") }
            self.subjects.append(Subject(name: name, sha256: hex))
        }
    }

    package var json: JSONValue {
        [
            "_type": .string(Self.type),
            "subject": .array(
                subjects.map {
                    ["name": .string($0.name), "digest": ["sha256": .string($0.sha256)]]
                }),
            "predicateType": .string(predicateType),
            "predicate": .object(predicate),
        ]
    }
}
