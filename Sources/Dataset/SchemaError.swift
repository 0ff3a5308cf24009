package import RunDocument

/// A Table Schema that is wrong.
package enum SchemaError: Failure, Equatable {
    case syntax(JSONSyntaxError)
    /// `place` is a path of keys, as `fields[2].constraints`.
    case wrongType(place: String, expected: String, found: String)
    case missing(place: String)
    case unknownValue(place: String, value: String, known: [String])
    case unknownType(field: String, type: String)
    case unknownFormat(field: String, type: FieldType, format: String)
    case unknownConstraint(field: String, key: String)
    case misplacedConstraint(field: String, key: String, type: FieldType)
    /// A constraint beside `constraints` instead of in it.
    case strayConstraint(field: String, key: String)
    /// A property that only fields of some types have.
    case misplacedProperty(field: String, key: String, type: FieldType)
    /// The same value twice where each must be unique.
    case repeated(place: String, value: String)
    /// An `enum` value that is not among the `categories`.
    case notACategory(field: String, value: String)
    /// A foreign key with more or fewer fields than those it refers to.
    case unequalKeys(place: String, fields: Int, referenced: Int)
    case badJSONSchema(field: String, place: String, reason: String)
    /// A value of the right type that cannot stand here.
    case badValue(place: String, value: String, expected: String)
    case badConstraint(field: String, key: String, value: String, type: FieldType)
    case badPattern(field: String, pattern: String, reason: String)
    case unknownKey(place: String, key: String, known: [String])
    case duplicateField(String)
    case unknownField(place: String, name: String)
    case twoTargets(String, String)
    indirect case inFile(String, SchemaError)

    package var exitStatus: ExitStatus { .configuration }

    package var description: String {
        switch self {
        case .syntax(let error): "the schema is not JSON: \(error)"
        case .wrongType(let place, let expected, let found):
            place.isEmpty
                ? "the schema is \(found), not \(expected)"
                : "the schema's '\(place)' is \(found), not \(expected)"
        case .missing(let place): "the schema has no '\(place)'"
        case .unknownValue(let place, let value, _):
            "the schema's '\(place)' is '\(value)', which is not known"
        case .unknownType(let field, let type):
            "the field '\(field)' has the unknown type '\(type)'"
        case .unknownFormat(let field, let type, let format):
            "the field '\(field)' has the format '\(format)', which \(type.phrase) does not have"
        case .unknownConstraint(let field, let key):
            "the field '\(field)' has the unknown constraint '\(key)'"
        case .misplacedConstraint(let field, let key, let type):
            "the field '\(field)' has the constraint '\(key)', which \(type.phrase) cannot have"
        case .strayConstraint(let field, let key):
            "the field '\(field)' has '\(key)' beside its constraints"
        case .misplacedProperty(let field, let key, let type):
            "the field '\(field)' has '\(key)', which \(type.phrase) cannot have"
        case .repeated(let place, let value): "the schema's '\(place)' has '\(value)' twice"
        case .notACategory(let field, let value):
            "the field '\(field)' has '\(value)' as 'enum', which is none of its categories"
        case .unequalKeys(let place, let fields, let referenced):
            "the schema's '\(place)' has \(fields) fields that refer to \(referenced)"
        case .badJSONSchema(let field, let place, let reason):
            "the field '\(field)' has a 'jsonSchema' that cannot be used: '\(place)' \(reason)"
        case .badValue(let place, let value, let expected):
            "the schema's '\(place)' is '\(value)', not \(expected)"
        case .badConstraint(let field, let key, let value, let type):
            "the field '\(field)' has '\(value)' as '\(key)', which is not \(type.phrase)"
        case .badPattern(let field, let pattern, let reason):
            "the field '\(field)' has the pattern '\(pattern)', which cannot be read: \(reason)"
        case .unknownKey(let place, let key, _):
            "the schema's '\(place)' has the unknown key '\(key)'"
        case .duplicateField(let name): "the schema has the field '\(name)' twice"
        case .unknownField(let place, let name):
            "the schema's '\(place)' names the field '\(name)', which it does not have"
        case .twoTargets(let first, let second):
            "the schema has two targets, '\(first)' and '\(second)'"
        case .inFile(let file, let error): "cannot use '\(file)': \(error)"
        }
    }

    package var hint: String? {
        switch self {
        case .inFile(_, let error): error.hint
        case .unknownType:
            "known types: \(FieldType.allCases.map(\.rawValue).joined(separator: ", "))"
        case .unknownConstraint:
            "known constraints: \(Constraints.keys.joined(separator: ", "))"
        case .strayConstraint(_, let key): "put '\(key)' into 'constraints'"
        case .unknownKey(_, _, let known), .unknownValue(_, _, let known):
            "known: \(known.joined(separator: ", "))"
        default: nil
        }
    }
}
