import RunDocument

extension ExitStatus {
    init(code: Int32) {
        self =
            ExitStatus.documented.first { $0.code == code }
            ?? (code > 128 ? .signal(code - 128) : .other(code))
    }

    /// The word in a problem's `type`.
    var problemType: String {
        switch self {
        case .success, .negative, .internalError: "internal-error"
        case .usage: "usage"
        case .dataFormat: "data-format"
        case .missingInput: "missing-input"
        case .unavailable: "unavailable"
        case .cannotCreate: "cannot-create"
        case .inputOutput: "input-output"
        case .temporary: "temporary"
        case .denied: "denied"
        case .configuration: "configuration"
        case .signal: "interrupted"
        case .other: "failed"
        }
    }
}
