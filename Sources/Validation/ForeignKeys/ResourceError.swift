package import RunDocument

/// A table that foreign keys refer to and that cannot be what they mean.
package enum ResourceError: Failure, Equatable {
    case missingColumn(resource: String, file: String, column: String)

    package var exitStatus: ExitStatus { .dataFormat }

    package var description: String {
        switch self {
        case .missingColumn(let resource, let file, let column):
            "'\(file)' has no column '\(column)', which a foreign key to '\(resource)' names"
        }
    }

    package var hint: String? { "is this the table that the schema calls so?" }
}
