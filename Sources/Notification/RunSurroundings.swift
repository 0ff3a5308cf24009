/// What is known of a run beyond its document.
package struct RunSurroundings: Sendable, Hashable {
    /// Where a person approves of the run in the CI system.
    package var approvalURL: String?
    /// Whether the run of the same pipeline before this one failed.
    package var followsFailure = false

    package init() {}
}
