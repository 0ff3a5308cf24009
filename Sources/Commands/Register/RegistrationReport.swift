import CommandLineTool
import FileStorage
import Registry
import RunDocument
import Signing
import SystemPackage

/// What the stage says of a registration.
struct RegistrationReport {
    private let registration: Registration
    private let store: ModelStore
    private let evaluated: String?

    init(_ registration: Registration, _ store: ModelStore, evaluated: String?) {
        self.registration = registration
        self.store = store
        self.evaluated = evaluated
    }

    var outcome: StageOutcome {
        let version = registration.version
        return .checked(
            [unchanged, stored],
            metrics: ["model_bytes": Double(version.size)],
            artifacts: [
                Artifact(
                    name: "model",
                    uri: "oci:\(store.path):\(version.number)",
                    mediaType: "application/vnd.oci.image.manifest.v1+json",
                    digest: version.manifestDigest.description
                )
            ],
            details: [
                "registry": .string(store.registry),
                "model": .string(store.model.description),
                "version": .integer(Int64(version.number)),
                "manifest": .string(version.manifestDigest.description),
                "outcome": .string(registration.outcome.rawValue),
            ]
        )
    }

    /// The outcome of a registration that ended with a signature.
    func signed(by key: PublicKey, isNew: Bool) -> StageOutcome {
        var outcome = outcome
        outcome.checks.append(
            Check(
                id: "signature",
                status: .passed,
                observed: .string("sha256:\(key.hint)"),
                message: isNew ? "signed" : "the key has signed it already"
            )
        )
        return outcome
    }

    /// Registering has refused other bytes already; the check says which ones they are.
    private var unchanged: Check {
        Check(
            id: "model-digest",
            status: evaluated == nil ? .skipped : .passed,
            observed: .string(registration.version.modelDigest),
            expected: evaluated
        )
    }

    private var stored: Check {
        Check(
            id: "stored",
            status: .passed,
            observed: .integer(Int64(registration.version.number)),
            message: "version \(registration.version.number) \(registration.outcome.words)"
        )
    }
}

extension Registration.Outcome {
    var words: String {
        switch self {
        case .created: "registered"
        case .attached: "is registered; the new run is attached to it"
        case .unchanged: "is registered already"
        }
    }
}
