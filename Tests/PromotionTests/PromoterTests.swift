import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct PromoterTests {
    @Test func `a promotion copies, switches and keeps the version before`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let first = try registered.promote(1)
            #expect(first.before == nil)
            #expect(first.copied > 0)
            let second = try registered.promote(2)
            #expect(second.before == 1)
            #expect(try registered.live == 2)
            #expect(try registered.production.resolve("previous")?.number == 1)
            #expect(try registered.served == "{1")
            let records = try registered.production.history()
            #expect(records.map(\.action) == [.copy, .promote, .copy, .promote])
            #expect(records.last?.from == 1)
        }
    }

    @Test func `the same promotion again changes nothing and mends what is missing`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            try registered.promote(1)
            let index = registered.production.path.appending("index.json")
            let before = try Files.read(index)
            Files.removeTreeIfPossible(registered.production.path.appending(".mlx/serving"))
            Files.removeIfPossible(registered.production.path.appending(".mlx/current"))
            let again = try registered.promote(1)
            #expect(again.isUnchanged)
            #expect(again.copied == 0)
            #expect(try Files.read(index) == before)
            #expect(try registered.served == "{0")
        }
    }

    @Test func `a version without a passed evaluation is denied, and the denial is on record`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", nil, "skipped"], in: scratch)
            try registered.promote(1)
            for version in [2, 3] {
                #expect(throws: PromotionError.notEvaluated("penguins@\(version)")) {
                    try registered.promote(version)
                }
            }
            #expect(PromotionError.notEvaluated("").exitStatus == .denied)
            #expect(try registered.live == 1)
            #expect(try registered.production.versions().map(\.number) == [1])
            let denials = try registered.production.history().filter { $0.outcome == .denied }
            #expect(denials.map(\.version) == [2, 3])
        }
    }

    @Test func `the first denial is on record in the testing registry`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered([nil], in: scratch)
            #expect(throws: PromotionError.self) { try registered.promote(1) }
            #expect(!Files.exists(scratch.appending("production")))
            #expect(try registered.testing.history().last?.outcome == .denied)
        }
    }

    @Test func `a later test of the version lets it pass`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered([nil], in: scratch)
            let version = try registered.testing.require("1")
            let run = try Registered.run(id: "run-9", evaluation: "passed")
            _ = try registered.testing.attach(run, to: version, registered.options)
            try registered.promote(1)
            #expect(try registered.live == 1)
        }
    }

    @Test func `an override is on record with its reason`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered([nil], in: scratch)
            var request = PromotionRequest(.promote("1"))
            request.overrideReason = "the owner said so"
            _ = try registered.promoter.run(request)
            #expect(try registered.live == 1)
            let record = try #require(try registered.production.history().last)
            #expect(record.json["override"] == "the owner said so")
        }
    }

    @Test func `another digest than the caller means is refused`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            var request = PromotionRequest(.promote("1"))
            request.expectedDigest = Digest(of: "other".utf8).description
            #expect(throws: RegistryError.self) { try registered.promoter.run(request) }
            #expect(!Files.exists(scratch.appending("production")))
        }
    }

    @Test func `a rehearsal changes nothing`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed", nil], in: scratch)
            try registered.promote(1)
            let before = try TreeDigest.files(in: registered.production.path.appending("blobs"))
            let index = try Files.read(registered.production.path.appending("index.json"))
            for (version, works) in [(2, true), (3, false)] {
                var request = PromotionRequest(.promote("\(version)"))
                request.isRehearsal = true
                #expect(((try? registered.promoter.run(request)) != nil) == works)
            }
            #expect(
                try TreeDigest.files(in: registered.production.path.appending("blobs")) == before
            )
            #expect(try Files.read(registered.production.path.appending("index.json")) == index)
        }
    }

    @Test func `a damaged blob leaves the old version live`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let version = try registered.testing.require("2")
            let blob = registered.testing.path
                .appending("blobs/sha256/\(version.files[0].digest.hex)")
            Files.removeIfPossible(blob)
            try Files.write(blob, "{X".utf8)
            #expect {
                try registered.promote(2)
            } throws: { error in
                guard case .damaged? = error as? RegistryError else { return false }
                return true
            }
            #expect(try registered.live == 1)
            #expect(try registered.served == "{0")
            #expect(try registered.production.history().last?.outcome == .failed)
        }
    }

    @Test func `rolling back is a promotion of the version before, and a record of its own`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed", "passed"], in: scratch)
            for version in 1...3 { try registered.promote(version) }
            try registered.rollBack()
            #expect(try registered.live == 2)
            #expect(try registered.production.resolve("previous")?.number == 3)
            try registered.rollBack(to: 1)
            #expect(try registered.live == 1)
            #expect(try registered.served == "{0")
            let actions = try registered.production.history().map(\.action)
            #expect(actions.suffix(2) == [.rollback, .rollback])
            #expect(throws: RegistryError.self) { try registered.rollBack(to: 9) }
        }
    }

    @Test func `a reason is on record, and a person's way back is not the machine's`() async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            for version in 1...2 {
                var request = PromotionRequest(.promote("\(version)"))
                request.reason = "release \(version)"
                _ = try registered.promoter.run(request)
            }
            var back = PromotionRequest(.rollBack(to: nil))
            back.reason = "too slow"
            _ = try registered.promoter.run(back)
            let records = try registered.production.history().filter { $0.action != .copy }
            #expect(records.map(\.reason) == ["release 1", "release 2", "too slow"])
            // Only what was taken back by itself is never gone to again.
            try registered.rollBack()
            #expect(try registered.live == 2)
        }
    }

    @Test func `there is nothing to roll back to before the second promotion`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            for _ in 1...2 {
                #expect(throws: PromotionError.nothingToRollBack(model: "penguins")) {
                    try registered.rollBack()
                }
                try registered.promote(1)
            }
        }
    }

    @Test func `a missing service program is found out before anything is copied`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            var request = PromotionRequest(.promote("1"))
            request.trial = Trial(
                ServiceSettings(
                    host: "127.0.0.1",
                    port: 1,
                    program: scratch.appending("no-such-program"),
                    environment: [:]
                ))
            #expect(
                throws: PromotionError.noService(
                    tried: [scratch.appending("no-such-program").string]
                )
            ) { try registered.promoter.run(request) }
            #expect(!Files.exists(scratch.appending("production")))
        }
    }

    @Test func `a service that ends at once leaves the old version live`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let program = scratch.appending("serve")
            try Files.write(
                program,
                "#!/bin/sh\necho first; echo cannot load it >&2; exit 3\n".utf8,
                permissions: .init(rawValue: 0o755)
            )
            var request = PromotionRequest(.promote("2"))
            request.trial = Trial(
                ServiceSettings(
                    host: "127.0.0.1",
                    port: 1,
                    program: program,
                    environment: [:]
                ))
            #expect(
                throws: PromotionError.candidateDied(
                    version: 2,
                    status: 3,
                    output: "cannot load it"
                )
            ) { try registered.promoter.run(request) }
            #expect(try registered.live == 1)
            #expect(try registered.served == "{0")
            #expect(
                try Files.names(in: registered.production.path.appending(".mlx/tmp")).isEmpty
            )
            // It was copied, and that is all: there is no way back to it.
            #expect(try registered.production.versions().map(\.number) == [1, 2])
            let refusal = PromotionError.neverLive("penguins@2")
            #expect(throws: refusal) { try registered.rollBack(to: 2) }
            #expect(refusal.exitStatus == .denied)
            #expect(try registered.production.history().last?.outcome == .denied)
            #expect(try registered.live == 1)
        }
    }

    @Test func `a service that is never ready is given up and ended`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let program = scratch.appending("serve")
            let pid = scratch.appending("pid")
            try Files.write(
                program,
                "#!/bin/sh\necho $$ >\(pid)\nexec sleep 600\n".utf8,
                permissions: .init(rawValue: 0o755)
            )
            var request = PromotionRequest(.promote("1"))
            request.trial = Trial(
                ServiceSettings(
                    host: "127.0.0.1",
                    port: 1,
                    program: program,
                    patience: .seconds(4),
                    environment: ["PATH": "/usr/bin:/bin"]
                ))
            #expect(
                throws: PromotionError.candidateNotReady(version: 1, seconds: 4, output: "")
            ) { try registered.promoter.run(request) }
            #expect(try registered.live == nil)
            let number = String(decoding: try Files.read(pid), as: UTF8.self)
            #expect(!Files.exists(FilePath("/proc/\(number.dropLast())")))
        }
    }
}
