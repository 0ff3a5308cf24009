import FileStorage
import Promotion
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct HookTests {
    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "CHECKPOINT_DISABLE": "1", "HOME": "/nonexistent",
    ]
    private static let settings = ProgramSettings(environment: environment)

    private func request(_ hooks: [Hook]) -> PromotionRequest {
        var request = PromotionRequest(.promote("2"))
        request.hooks = hooks
        return request
    }

    @Test func `hooks run in their order, before anything is copied`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let out = scratch.appending("out")
            let hooks = (1...2).map { number in
                Hook.command(
                    [
                        "sh", "-c",
                        #"ls "$MLX_PRODUCTION_REGISTRY/penguins/.mlx/serving" | wc -l >>"$1""#,
                        "sh", out.string, "\(number)",
                    ], Self.settings)
            }
            _ = try registered.promoter.run(request(hooks))
            #expect(String(decoding: try Files.read(out), as: UTF8.self) == "1\n1\n")
            #expect(try registered.live == 2)
        }
    }

    @Test func `a hook that says no leaves the old version live, and is on record`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            try registered.promote(1)
            let hooks = [
                Hook.command(["sh", "-c", "echo the cluster is full; exit 4"], Self.settings),
                Hook.command(["touch", scratch.appending("second").string], Self.settings),
            ]
            #expect {
                _ = try registered.promoter.run(request(hooks))
            } throws: { error in
                guard case .hookFailed(_, 4, "the cluster is full", _)? = error as? PromotionError
                else { return false }
                return true
            }
            #expect(try registered.live == 1)
            #expect(try registered.production.versions().map(\.number) == [1])
            #expect(!Files.exists(scratch.appending("second")))
            let record = try registered.production.history().last
            #expect(record?.outcome == .failed)
            #expect(record?.reason?.contains("the cluster is full") == true)
        }
    }

    @Test func `a hook that never ends is ended`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let settings = ProgramSettings(environment: Self.environment, timeout: .seconds(1))
            #expect {
                _ = try registered.promoter.run(
                    request([.command(["sleep", "600"], settings)]))
            } throws: { error in
                guard case .programTimedOut("sleep", 1, false, _)? = error as? PromotionError else {
                    return false
                }
                return true
            }
            #expect(try registered.live == nil)
        }
    }

    @Test func `a hook that does not end when it is asked to is killed, and that is said`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            var settings = ProgramSettings(
                environment: Self.environment, timeout: .seconds(1))
            settings.patience = .milliseconds(100)
            let deaf = ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"]
            #expect {
                _ = try registered.promoter.run(request([.command(deaf, settings)]))
            } throws: { error in
                (error as? PromotionError)?.description
                    == "'sh' did not end within 1 s, nor when it was asked to, and was killed"
            }
        }
    }

    @Test func `neither a way back nor the same promotion again asks the hooks`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            for version in 1...2 { try registered.promote(version) }
            let no = [Hook.command(["false"], Self.settings)]
            _ = try registered.promoter.run(request(no))
            var back = PromotionRequest(.rollBack(to: nil))
            back.hooks = no
            _ = try registered.promoter.run(back)
            #expect(try registered.live == 1)
        }
    }

    // MARK: Terraform

    /// A stand-in plays the faults; the real one shows that what it is asked for is understood.
    private static let hasTerraform = Files.exists("/usr/local/bin/terraform")
    private static let terraformAbsence: Comment = """
        needs /usr/local/bin/terraform, which share/test does not install, as neither Debian nor \
        PyPI has it; see developer.hashicorp.com/terraform/install
        """

    private func terraform(
        _ directory: FilePath, applies: Bool, program: String = "terraform"
    ) -> Hook {
        .terraform(
            Hook.Terraform(
                directory: directory, applies: applies, program: [program],
                settings: Self.settings))
    }

    /// What a stand-in ends with, and what the promotion says to it.
    @Test(arguments: [(0, true), (1, false), (2, false)])
    func `the status of a plan decides`(status: Int, passes: Bool) async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let program = scratch.appending("terraform")
            try Files.write(
                program,
                """
                #!/bin/sh
                echo "$*" >>\(scratch)/calls
                echo 'Plan: 1 to add, 0 to change, 0 to destroy.'
                echo '│ Error: no credentials'
                exit \(status)\n
                """.utf8, permissions: .init(rawValue: 0o755))
            let hook = terraform("infra dir", applies: false, program: program.string)
            do {
                _ = try registered.promoter.run(request([hook]))
                #expect(passes)
            } catch let error as PromotionError {
                #expect(!passes)
                switch error {
                case .terraformFailed("infra dir", 1, "Error: no credentials", _):
                    #expect(status == 1)
                    #expect(error.exitStatus == .unavailable)
                case .infrastructureChanges(
                    "infra dir", "1 to add, 0 to change, 0 to destroy", _):
                    #expect(status == 2)
                    #expect(error.exitStatus == .negative)
                default: Issue.record("\(error)")
                }
            }
            #expect(try registered.live == (passes ? 2 : nil))
            let calls = String(
                decoding: try Files.read(scratch.appending("calls")), as: UTF8.self)
            #expect(
                calls.hasPrefix(
                    "-chdir=infra dir plan -detailed-exitcode -input=false -no-color "))
            #expect(calls.split(separator: "\n").count == 1)
        }
    }

    @Test func `Terraform may write its state when its time is over`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed"], in: scratch)
            let terraform = try StandIn(
                "terraform", in: scratch,
                script: """
                    case "$*" in
                        *" plan "*) exit 2 ;;
                        *" apply "*) trap 'sleep 1; echo saved >"$0.state"; exit 1' TERM
                            sleep 600 & wait ;;
                    esac
                    """)
            var settings = ProgramSettings(environment: Self.environment, timeout: .seconds(1))
            settings.patience = .milliseconds(100)
            let hook = Hook.terraform(
                Hook.Terraform(
                    directory: scratch, applies: true, program: [terraform.path.string],
                    settings: settings))
            #expect {
                _ = try registered.promoter.run(request([hook]))
            } throws: { error in
                guard case .programTimedOut(_, 1, false, _)? = error as? PromotionError else {
                    return false
                }
                return true
            }
            #expect(Files.exists(FilePath("\(terraform.path).state")))
        }
    }

    @Test(.enabled(if: hasTerraform, terraformAbsence), .timeLimit(.minutes(5)))
    func `Terraform's changes are refused, or applied as planned`() async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(["passed", "passed", "passed"], in: scratch)
            let infra = scratch.appending("infra")
            try Files.makeDirectory(infra)
            try Files.write(
                infra.appending("main.tf"),
                "resource \"terraform_data\" \"bucket\" { input = \"models\" }\n".utf8)
            let begun = try await Tool.run(
                "/usr/local/bin/terraform", ["-chdir=\(infra)", "init", "-input=false"],
                environment: Self.environment)
            try #require(begun.status == 0, "\(begun.errors)")
            #expect {
                _ = try registered.promoter.run(request([terraform(infra, applies: false)]))
            } throws: { error in
                guard
                    case .infrastructureChanges(
                        _, "1 to add, 0 to change, 0 to destroy", _)? = error as? PromotionError
                else { return false }
                return true
            }
            #expect(try registered.live == nil)
            #expect(!Files.exists(infra.appending("terraform.tfstate")))
            _ = try registered.promoter.run(request([terraform(infra, applies: true)]))
            #expect(try registered.live == 2)
            #expect(Files.exists(infra.appending("terraform.tfstate")))
            // Now there is nothing to change.
            var third = PromotionRequest(.promote("3"))
            third.hooks = [terraform(infra, applies: false)]
            _ = try registered.promoter.run(third)
            #expect(try registered.live == 3)
            try Files.replace(infra.appending("main.tf"), with: "resource {\n".utf8)
            #expect {
                _ = try registered.promoter.run(request([terraform(infra, applies: true)]))
            } throws: { error in
                guard case .terraformFailed(_, 1, let output, _)? = error as? PromotionError else {
                    return false
                }
                return output.hasPrefix("Error: ")
            }
        }
    }
}
