import ArgumentParser
import CommandLineTool
import FileStorage
import FoundationEssentials
import ProjectRegistries
import Promotion
import Registry
import RunDocument
import Signing

/// The signed consent that a policy can ask for.
struct ApprovalOptions: ParsableArguments, Sendable {
    @Flag(help: "Approve of the version with a signature by --key, and change nothing else.")
    var approve = false

    @Option(
        help: ArgumentHelp(
            "With --approve: the approver's private key, \"env:NAME\" or a PEM file.",
            valueName: "key"
        )
    )
    var key: String?

    @Option(
        help: ArgumentHelp(
            "With --approve: who approves; by default whom the policy names for the key.",
            valueName: "name"
        )
    )
    var approver: String?

    @Flag(
        help: "Exit with 77 when an approval is missing, also in a pipe; by default the run waits."
    )
    var requireApproved = false

    init() {}

    func validate() throws {
        if approve && key == nil { throw ValidationError("--approve needs --key") }
        if !approve && (key != nil || approver != nil) {
            throw ValidationError("--key and --approver need --approve")
        }
    }

    /// Writes the approval.
    ///
    /// - Parameter options: of the command that puts the version in production.
    /// - Throws: `RegistryError.notAnApprover` for a key that would not count.
    func approve(
        _ reference: String,
        in store: ModelStore,
        reason: String?,
        expecting digest: String?,
        promotingWith options: [String],
        _ context: StageContext,
        _ commit: CommitOptions
    ) throws -> StageOutcome {
        let key = try PrivateKey(KeyReference(key ?? ""), environment: context.environment)
        let policy = try Policy(context.project.registry.policy, environment: context.environment)
        let approver = try approver(of: key.publicKey, policy, commit)
        let version = try store.require(reference)
        let name = "\(store.model)@\(version.number)"
        if let digest, digest != version.modelDigest {
            throw RegistryError.changedModel(
                source: name, expected: digest, found: version.modelDigest)
        }
        let approval = Approval(approver: approver, time: context.now.timestamp, reason: reason)
        let isNew = try store.approve(version, approval, with: key, commit)
        let sentence =
            isNew ? "\(approver) approves of \(name)" : "\(approver) has approved of \(name)"
        let promotion = ShellWords.joined(["mlx-promote", name] + options)
        context.diagnostics.note("\(sentence); to put it in production: \(promotion)")
        return .checked(
            [
                Check(
                    id: "approval",
                    status: .passed,
                    observed: .string(version.manifestDigest.description),
                    message: sentence
                )
            ],
            details: [
                "action": "approve", "model": .string(store.model.description),
                "version": .integer(Int64(version.number)), "approver": .string(approver),
            ]
        )
    }

    /// The name that counts is the policy's; without a policy it is the one that is given.
    private func approver(of key: PublicKey, _ policy: Policy, _ options: CommitOptions) throws
        -> String
    {
        guard !policy.approvers.isEmpty else { return approver ?? options.context.actor }
        let names = policy.approvers.entries.filter { $0.key == key }.map(\.name)
        guard let known = names.first(where: { approver == nil || approver == $0 }) else {
            throw RegistryError.notAnApprover(
                key: self.key ?? "", named: names.isEmpty ? nil : approver)
        }
        return known
    }
}

extension StageOutcome {
    /// A promotion that waits for somebody's consent.
    ///
    /// - Parameter options: of the command that gives it.
    static func awaitingApproval(of version: String, with options: [String]) -> StageOutcome {
        let command = ShellWords.joined(
            ["mlx-promote", version, "--approve", "--key", "KEY"] + options)
        return StageOutcome(
            verdict: .awaitingApproval,
            checks: [
                Check(
                    id: "approval",
                    status: .inconclusive,
                    message: "'\(version)' waits for an approval; to approve: \(command)"
                )
            ],
            details: ["action": "promote", "approve": .string(command)]
        )
    }
}
