import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Every way to change a log by lines: which line is named.
@Suite struct AuditChainTests {
    /// Six records.
    private func withLog(
        _ body: (ModelStore, [[UInt8]]) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let store = try KeptRegistry(in: scratch).testing
            try store.setAlias("champion", to: "2", .test)
            try store.setAlias("champion", to: "3", .test)
            let lines = try Files.read(store.audit).split(separator: 0x0A).map {
                Array($0) + [0x0A]
            }
            try #require(lines.count == 6)
            try await body(store, lines)
        }
    }

    private func expectDamage(
        to lines: [[UInt8]],
        in store: ModelStore,
        at numbers: [Int?],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Files.replace(store.audit, with: lines.flatMap(\.self))
        let findings = try store.fsck().findings.filter(\.isDamage)
        #expect(findings.map(\.line) == numbers, sourceLocation: sourceLocation)
        let paths = Set(findings.map(\.path))
        #expect(paths == [store.audit.string], sourceLocation: sourceLocation)
    }

    @Test func `a line that is removed`() async throws {
        try await withLog { store, lines in
            for removed in 0..<5 {
                var left = lines
                left.remove(at: removed)
                try expectDamage(to: left, in: store, at: [removed + 1])
            }
        }
    }

    @Test func `a line that is changed`() async throws {
        try await withLog { store, lines in
            for changed in 0..<6 {
                var left = lines
                let text = String(decoding: left[changed], as: UTF8.self)
                left[changed] = Array(text.replacing("tester", with: "nobody").utf8)
                // The next line no longer follows it; the last one is in the index.
                try expectDamage(to: left, in: store, at: [min(changed + 2, 6)])
            }
        }
    }

    @Test func `two lines that are swapped`() async throws {
        try await withLog { store, lines in
            for first in 0..<4 {
                var left = lines
                left.swapAt(first, first + 1)
                try expectDamage(to: left, in: store, at: [first + 1, first + 2, first + 3])
            }
        }
    }

    @Test func `a log that is cut in the middle`() async throws {
        try await withLog { store, lines in
            for kept in 0..<5 {
                let left = Array(lines[..<kept])
                try expectDamage(to: left, in: store, at: [max(1, kept)])
                try expectDamage(
                    to: left + [Array(lines[kept].dropLast(9))], in: store, at: [kept + 1])
            }
        }
    }

    @Test func `a line that is added at the end`() async throws {
        try await withLog { store, lines in
            try expectDamage(to: lines + [lines[5]], in: store, at: [7])
            try expectDamage(to: lines + [Array("{}\n".utf8)], in: store, at: [7, 7, 7])
            try expectDamage(to: lines + [Array("not a record\n".utf8)], in: store, at: [7, 7])
        }
    }

    @Test func `a line that is put in between, or stands there twice`() async throws {
        try await withLog { store, lines in
            for place in 1..<6 {
                var more = lines
                more.insert(lines[place - 1], at: place)
                try expectDamage(to: more, in: store, at: [place + 1])
                more[place] = Array("\n".utf8)
                try expectDamage(to: more, in: store, at: [place + 1, place + 2])
            }
        }
    }

    @Test func `a chain that somebody has made anew`() async throws {
        try await withLog { store, lines in
            // Another actor in the third line, and all that follows with the digests it then needs.
            var forged = lines
            let text = String(decoding: lines[2], as: UTF8.self)
            forged[2] = Array(text.replacing("tester", with: "nobody").utf8)
            for place in 3..<6 {
                let (old, new) = (Digest(of: lines[place - 1]), Digest(of: forged[place - 1]))
                let text = String(decoding: forged[place], as: UTF8.self)
                forged[place] = Array(text.replacing(old.hex, with: new.hex).utf8)
            }
            // The index holds the last line.
            try expectDamage(to: forged, in: store, at: [6])
            let checkpoint = try store.checkpoint(of: lines)
            #expect(throws: RegistryError.self) {
                try store.audit(since: checkpoint, lockTimeout: .seconds(1))
            }
        }
    }

    @Test func `the log of another model`() async throws {
        try await withLog { store, lines in
            let other = lines.map {
                Array(
                    String(decoding: $0, as: UTF8.self)
                        .replacing(#""model":"penguins""#, with: #""model":"birds""#).utf8)
            }
            try expectDamage(to: other, in: store, at: [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6])
        }
    }

    @Test func `the command that checks the log says the same`() async throws {
        try await withLog { store, lines in
            let good = try store.audit(lockTimeout: .seconds(1))
            #expect(good.isIntact && good.records.count == 6)
            try Files.replace(store.audit, with: lines[1...].flatMap(\.self))
            let bad = try store.audit(lockTimeout: .seconds(1))
            #expect(!bad.isIntact)
            #expect(bad.faults.map(\.line) == [1])
        }
    }

    @Test func `a checkpoint holds as long as the log is only appended to`() async throws {
        try await withLog { store, lines in
            let checkpoint = try store.audit(lockTimeout: .seconds(1)).checkpoint()
            #expect(checkpoint.records == 6)
            #expect(checkpoint.digest == Digest(of: lines.flatMap(\.self)))
            let read = try AuditCheckpoint(parsing: checkpoint.line, in: "file")
            #expect(read == checkpoint)
            try store.setAlias("champion", to: "1", .test)
            #expect(try store.audit(since: read, lockTimeout: .seconds(1)).isIntact)
            try Files.replace(store.audit, with: lines[..<5].flatMap(\.self))
            #expect(throws: RegistryError.self) {
                try store.audit(since: read, lockTimeout: .seconds(1))
            }
        }
    }
}

extension ModelStore {
    /// A checkpoint of a log as it was.
    fileprivate func checkpoint(of lines: [[UInt8]]) throws -> AuditCheckpoint {
        let now = try Files.read(audit)
        defer { try? Files.replace(audit, with: now) }
        try Files.replace(audit, with: lines.flatMap(\.self))
        return try audit(lockTimeout: .seconds(1)).checkpoint()
    }
}
