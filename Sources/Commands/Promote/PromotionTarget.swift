import CommandLineTool
import Registry
import RunDocument

/// Which version of which model is meant, and the digest that it must have.
struct PromotionTarget {
    let model: ModelName
    /// A number or a tag.
    let version: String
    let digest: String?

    /// From the command line, else from the document that came in.
    ///
    /// - Throws: `PromoteError`, `RegistryError`.
    init(_ command: DeployCommand, _ context: StageContext) throws {
        if let version = command.version {
            let reference = try VersionReference(version)
            (model, self.version, digest) = (reference.model, reference.version, command.expect)
            return
        }
        guard let name = context.modelName else { throw PromoteError.noModel }
        model = try ModelName(name)
        if command.rollback || command.reconcile {
            (version, digest) = (Tag.production, command.expect)
            return
        }
        guard let registered = context.run.model, let number = registered.version else {
            throw PromoteError.notRegistered
        }
        version = String(number)
        digest = command.expect ?? registered.digest
    }
}
