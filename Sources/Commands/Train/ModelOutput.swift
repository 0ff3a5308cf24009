import FileStorage
import Model
import RunDocument
import SystemPackage
import Training

/// Where a new model is made, and where it stands when it is whole.
struct ModelOutput {
    let final: FilePath
    /// On the same file system as `final`.
    let staging: FilePath
    /// Files beside the model: the log and what a command wrote for people.
    let artifacts: FilePath

    /// - Parameter named: a directory that a user chose, which must not exist; otherwise one of
    ///   the run's own, which a repetition of the run replaces.
    init(named: String?, runID: String, environment: [String: String]) throws {
        let runs = environment["MLX_RUN_DIR"].map { FilePath($0) } ?? ".mlx/runs"
        let own = runs.appending(runID)
        artifacts = own.appending("output")
        final = named.map { FilePath($0) } ?? own.appending("model")
        guard named == nil || Files.kind(of: final, followLinks: false) == nil else {
            throw TrainingError.outputExists(path: final.string)
        }
        let parent = final.removingLastComponent()
        staging = parent.appending(".\(final.lastComponent?.string ?? "model").\(runID)")
        try Files.makeDirectory(parent)
        try Files.makeDirectory(artifacts)
        Files.removeTreeIfPossible(staging)
        try Files.makeDirectory(staging)
    }

    /// Moves the finished model into place.
    func commit() throws -> ModelReference {
        let directory = try ModelDirectory(loading: staging)
        // A file that is no model must fail here, and not in the next stage.
        _ = try Predictors.load(directory)
        let digest = try TreeDigest.of(directory: staging)
        try Files.synchronize(tree: staging)
        let old = final.removingLastComponent().appending(".old.\(UInt64.random(in: 0 ... .max))")
        if Files.exists(final) { try Files.rename(final, to: old) }
        try Files.rename(staging, to: final)
        Files.removeTreeIfPossible(old)
        try Files.synchronize(directory: final.removingLastComponent())
        return ModelReference(
            uri: final.string,
            digest: digest.description,
            format: directory.metadata.format
        )
    }

    /// Removes what is not finished.
    func discard() { Files.removeTreeIfPossible(staging) }
}
