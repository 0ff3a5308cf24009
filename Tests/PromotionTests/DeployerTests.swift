import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What comes before and after the commit.
@Suite struct DeployerTests {
    private func request(_ goal: PromotionRequest.Goal, _ deployer: any Deployer)
        -> PromotionRequest
    {
        var request = PromotionRequest(goal)
        request.deployer = deployer
        return request
    }

    @Test func `a deployer is asked before anything is done, and acts after the commit`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let deployer = FakeDeployer()
            for version in ["1", "2"] {
                _ = try registered.promoter.run(request(.promote(version), deployer))
            }
            #expect(
                deployer.calls == [
                    "prepare 1 while none is live", "apply 1 while 1 is live",
                    "prepare 2 while 1 is live", "apply 2 while 2 is live",
                ])
        }
    }

    @Test func `a release that is not brought is taken back, and that is on record`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let deployer = FakeDeployer(refusing: [2])
            #expect {
                _ = try registered.promoter.run(request(.promote("2"), deployer))
            } throws: { error in
                guard case .takenBack(2, 1, let reason, nil, let checks)? = error as? PromotionError
                else { return false }
                return reason == "the platform is full" && checks.map(\.id) == ["deployment"]
            }
            #expect(
                deployer.calls.suffix(2).map { String($0.prefix(7)) } == ["apply 2", "apply 1"])
            #expect(try registered.live == 1)
            #expect(try registered.served == "{0")
            let records = try registered.production.history()
            #expect(records.suffix(2).map(\.action) == [.promote, .rollback])
            #expect(records.last?.reason == "the platform is full")
            #expect(records.last?.json["automatic"] == true)
            #expect(records.last?.outcome == .done)
        }
    }

    @Test func `a release that failed takes no version out that somebody else let live`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed", "passed"], in: scratch)
            for version in [3, 1] { try registered.promote(version) }
            let (production, options) = (registered.production, registered.options)
            let deployer = FakeDeployer(refusing: [2]) {
                _ = try production.setProduction(
                    production.require("3"), expecting: 2, recording: AuditEvent(.promote), options)
            }
            let error = try #require(throws: RegistryError.self) {
                try registered.promoter.run(request(.promote("2"), deployer))
            }
            guard case .tagMoved = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.exitStatus == .temporary)
            #expect(try registered.live == 3)
        }
    }

    @Test func `a release that failed is told of also when the way back is damaged`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let good = try registered.damage(1)
            let error = try #require(throws: PromotionError.self) {
                _ = try registered.promoter.run(
                    request(.promote("2"), FakeDeployer(refusing: [2])))
            }
            guard case .notTakenBack(2, 1, "the platform is full", let trouble, let checks) = error
            else {
                Issue.record("\(error)")
                return
            }
            #expect(trouble.contains("is damaged"))
            #expect(checks.map(\.id) == ["deployment"])
            #expect(error.exitStatus == .negative && error.hint?.contains("fsck") == true)
            #expect(error.description.contains("the platform is full"))
            #expect(error.description.contains(trouble))
            #expect(try registered.live == 2)
            let records = try registered.production.history().suffix(3)
            #expect(records.map(\.action) == [.promote, .promote, .rollback])
            #expect(records.map(\.outcome) == [.done, .failed, .failed])
            #expect(records.map(\.version) == [2, 2, 1])
            #expect(records.suffix(2).map(\.reason) == ["the platform is full", trouble])
            // As the hint says.
            try good()
            try registered.rollBack()
            #expect(try registered.live == 1)
        }
    }

    @Test func `a way back that is not brought is not taken back in its turn`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            for version in 1...2 { try registered.promote(version) }
            #expect(throws: FakeDeployer.Refusal.self) {
                _ = try registered.promoter.run(
                    request(.rollBack(to: nil), FakeDeployer(refusing: [1])))
            }
            #expect(try registered.live == 1)
        }
    }

    @Test func `the first release that is not brought stays, for there is no other`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            #expect(throws: FakeDeployer.Refusal.self) {
                _ = try registered.promoter.run(
                    request(.promote("1"), FakeDeployer(refusing: [1])))
            }
            #expect(try registered.live == 1)
            #expect(try registered.production.history().last?.outcome == .failed)
            let deployer = FakeDeployer()
            let result = try registered.promoter.run(request(.reconcile, deployer))
            #expect(result.deployment?.deployer == "fake")
            #expect(deployer.calls.last == "apply 1 while 1 is live")
            #expect(try registered.production.history().last?.action == .reconcile)
        }
    }

    @Test func `reconciling mends what a crash left behind, and is quiet when nothing is amiss`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            #expect(throws: PromotionError.nothingLive(model: "penguins")) {
                _ = try registered.promoter.run(PromotionRequest(.reconcile))
            }
            for version in 1...2 { try registered.promote(version) }
            let before = try registered.production.history().count
            _ = try registered.promoter.run(PromotionRequest(.reconcile))
            #expect(try registered.production.history().count == before)
            // As a kill after the commit leaves it.
            try registered.production.setCurrent(try registered.production.require("1"))
            #expect(try registered.served == "{0")
            _ = try registered.promoter.run(PromotionRequest(.reconcile))
            #expect(try registered.served == "{1")
            #expect(try registered.production.history().count == before + 1)
        }
    }

    @Test func `going back twice goes there and back, but never to what was taken back`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed", "passed"], in: scratch)
            for version in 1...2 { try registered.promote(version) }
            try registered.rollBack()
            #expect(try registered.live == 1)
            try registered.rollBack()
            #expect(try registered.live == 2)
            _ = try? registered.promoter.run(
                request(.promote("3"), FakeDeployer(refusing: [3])))
            #expect(try registered.live == 2)
            #expect(try registered.production.resolve("previous")?.number == 3)
            try registered.rollBack()
            #expect(try registered.live == 1)
        }
    }

    @Test func `a command is told what to bring, and no shell reads its words`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let out = scratch.appending("out")
            let word = "$(touch \(scratch)/pwned); `id`"
            let deployer = CommandDeployer(
                [
                    "sh", "-c",
                    #"env | grep ^MLX_ | sort >"$1"; echo "$2" >>"$1"; cat "$MLX_MODEL_DIRECTORY"/*"#,
                    "sh", out.string, word,
                ],
                ProgramSettings(environment: ["PATH": "/usr/bin:/bin"]))
            var request = self.request(.promote("2"), deployer)
            request.url = "http://there"
            _ = try registered.promoter.run(request)
            let version = try registered.production.require("2")
            let lines = String(decoding: try Files.read(out), as: UTF8.self)
            let variables = [
                "MLX_ACTION=promote", "MLX_MANIFEST_DIGEST=\(version.manifestDigest)",
                "MLX_MODEL=penguins",
                "MLX_MODEL_DIGEST=\(version.modelDigest)",
                "MLX_MODEL_DIRECTORY=\(registered.production.servingPath(of: version))",
                "MLX_PREVIOUS_VERSION=1", "MLX_PRODUCTION_REGISTRY=\(scratch)/production",
                "MLX_URL=http://there", "MLX_VERSION=2",
            ]
            #expect(lines == (variables + [word]).joined(separator: "\n") + "\n")
            #expect(!Files.exists(scratch.appending("pwned")))
            let log = registered.production.serviceDirectory.appending("promote.log")
            #expect(String(decoding: try Files.read(log), as: UTF8.self) == "{1")
        }
    }

    @Test func `a command that fails is taken back with its last words`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let script = #"test "$MLX_VERSION" = 1 || { echo begun; echo no room >&2; exit 3; }"#
            let deployer = CommandDeployer(
                ["sh", "-c", script], ProgramSettings(environment: ["PATH": "/usr/bin:/bin"]))
            #expect {
                _ = try registered.promoter.run(request(.promote("2"), deployer))
            } throws: { error in
                guard case .takenBack(2, 1, let reason, nil, _)? = error as? PromotionError else {
                    return false
                }
                return reason.hasSuffix("ended with status 3: no room")
            }
            #expect(try registered.live == 1)
        }
    }

    @Test func `a command that never ends is ended, and what it brought is taken back`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let pid = scratch.appending("pid")
            let script = #"test "$MLX_VERSION" = 1 || { echo $$ >"$1"; exec sleep 600; }"#
            let deployer = CommandDeployer(
                ["sh", "-c", script, "sh", pid.string],
                ProgramSettings(
                    environment: ["PATH": "/usr/bin:/bin"], timeout: .seconds(2)))
            #expect(throws: PromotionError.self) {
                _ = try registered.promoter.run(request(.promote("2"), deployer))
            }
            #expect(try registered.live == 1)
            let number = String(decoding: try Files.read(pid), as: UTF8.self).dropLast()
            #expect(!Files.exists(FilePath("/proc/\(number)")))
        }
    }

    @Test func `a program that is not there is found out before anything is copied`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed"], in: scratch)
            let settings = ProgramSettings(environment: ["PATH": "/usr/bin:/bin"])
            let missing = PromotionError.programMissing("no-such-program")
            #expect(throws: missing) {
                _ = try registered.promoter.run(
                    self.request(.promote("1"), CommandDeployer(["no-such-program"], settings)))
            }
            var request = PromotionRequest(.promote("1"))
            request.hooks = [.command(["no-such-program"], settings)]
            #expect(throws: missing) { _ = try registered.promoter.run(request) }
            #expect(!Files.exists(scratch.appending("production")))
        }
    }

    @Test func `a rehearsal says each step and takes none`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let settings = ProgramSettings(environment: ["PATH": "/usr/bin:/bin"])
            var request = self.request(.promote("2"), CommandDeployer(["false", "a b"], settings))
            request.hooks = [.command(["false"], settings)]
            request.isRehearsal = true
            let state = {
                try TreeDigest.files(in: registered.production.path.appending("blobs"))
                    .map(\.path)
                    + Files.names(in: registered.production.serviceDirectory)
                    + Files.names(in: registered.production.serviceDirectory.appending("serving"))
            }
            let index = try Files.read(registered.production.path.appending("index.json"))
            let before = try state()
            let plan = try #require(try registered.promoter.run(request).plan)
            #expect(try state() == before)
            #expect(try Files.read(registered.production.path.appending("index.json")) == index)
            #expect(plan.map(\.kind) == [.verify, .hook, .copy, .prepare, .commit, .deploy])
            #expect(plan.last?.text == "run false 'a b'")
            let bytes = try #require(plan[2].bytes)
            request.isRehearsal = false
            request.hooks = []
            request.deployer = nil
            let blobs = registered.production.path.appending("blobs")
            let size = { try TreeDigest.files(in: blobs).reduce(0) { $0 + $1.size } }
            let old = try size()
            _ = try registered.promoter.run(request)
            #expect(try size() == old + bytes)
        }
    }
}
