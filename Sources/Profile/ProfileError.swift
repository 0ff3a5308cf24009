package import RunDocument
package import SystemPackage

/// A profile that cannot be computed, read or merged.
package enum ProfileError: Failure, Equatable {
    /// What did not fit into memory could not be written to, or read back from, a directory.
    case scratch(directory: String, Errno)
    /// Bytes of a profile that no profile holds.
    case malformed(part: String, reason: String)
    /// Two parts that were made with different parameters.
    case mismatch(part: String, parameter: String, Int, Int)
    case notProfile
    case version(Int, supported: Int)
    /// Two profiles whose cells were read by different schemas.
    case otherSchema

    package var exitStatus: ExitStatus {
        switch self {
        case .scratch: .inputOutput
        default: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .scratch(let directory, let error):
            "cannot keep temporary data in '\(directory)': \(error)"
        case .notProfile: "this is not a profile"
        case .version(let version, let supported):
            "the profile has version \(version) of the format, not \(supported)"
        case .otherSchema: "the profiles were made with different schemas"
        case .malformed(let part, let reason): "cannot read the profile's '\(part)': \(reason)"
        case .mismatch(let part, let parameter, let left, let right):
            "cannot merge '\(part)': '\(parameter)' is \(left) in one profile"
                + " and \(right) in the other"
        }
    }

    package var hint: String? {
        switch self {
        case .scratch(_, .noSpace): "free some space, or set TMPDIR to a directory that has more"
        case .scratch: nil
        case .malformed: "make the profile anew"
        case .notProfile: "'mlx-validate profile' writes one"
        case .version: "make the profile anew with this version"
        case .mismatch, .otherSchema: "make both profiles with the same options"
        }
    }
}
