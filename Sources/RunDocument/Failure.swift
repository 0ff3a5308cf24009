/// An error that a user can act on: it has a wording, an exit status and maybe a hint.
///
/// Each domain module has one enum of failures. Their wording is git's: lower case, no full stop,
/// what failed first, the subject quoted.
package protocol Failure: Error, CustomStringConvertible, Sendable {
    var exitStatus: ExitStatus { get }
    /// What the user does next, where that is not plain from the description.
    var hint: String? { get }
}

extension Failure {
    package var hint: String? { nil }
}
