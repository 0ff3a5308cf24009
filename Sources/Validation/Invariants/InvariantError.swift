package import RunDocument

/// A rule over many rows that cannot be decided.
package enum InvariantError: Failure, Equatable {
    /// More pairs of values than are remembered, and no contradiction among those that are.
    case tooManyPairs(determinant: String, dependent: String, limit: Int)

    package var exitStatus: ExitStatus { .configuration }

    package var description: String {
        switch self {
        case .tooManyPairs(let determinant, let dependent, let limit):
            "cannot tell whether '\(determinant)' decides '\(dependent)': "
                + "there are more than \(limit) pairs of values"
        }
    }

    package var hint: String? { "fields with so many values are keys; say 'uniqueKeys' of them" }
}
