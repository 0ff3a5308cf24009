package import RunDocument

/// A load that cannot be put on a service, or a service that does not bear the first request.
package enum LoadTestError: Failure, Equatable {
    // What is asked for.
    case notAURL(String, reason: String)
    case encrypted(url: String)
    case modelNotNamed(url: String)
    case invalidPlan(reason: String)
    case tooManyConnections(Int, allowed: Int)
    // The service.
    case unknownHost(String, reason: String)
    case unreachable(url: String, reason: String)
    case noAnswer(url: String, seconds: Double)
    case brokenAnswer(url: String, reason: String)
    case refused(url: String, status: Int, message: String)
    // The model and the rows.
    case notADescription(url: String, reason: String)
    case unsupportedInput(name: String, reason: String)
    case missingColumn(input: String, datatype: String)
    case wrongValue(input: String, datatype: String, row: Int, value: String)
    case noRows
    // The machine.
    case system(operation: String, reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .notAURL, .encrypted, .modelNotNamed, .invalidPlan, .tooManyConnections: .usage
        case .unknownHost, .unreachable, .noAnswer, .brokenAnswer, .refused: .unavailable
        case .notADescription, .unsupportedInput, .missingColumn, .wrongValue, .noRows:
            .dataFormat
        case .system: .internalError
        }
    }

    package var description: String {
        switch self {
        case .notAURL(let text, let reason): "'\(text)' is no URL of a service: \(reason)"
        case .encrypted(let url): "cannot put load on '\(url)': https is not supported"
        case .modelNotNamed(let url): "'\(url)' does not say which model is meant"
        case .invalidPlan(let reason): reason
        case .tooManyConnections(let count, let allowed):
            "cannot open \(count) connections: this process may have \(allowed) files open"
        case .unknownHost(let host, let reason): "cannot find the host '\(host)': \(reason)"
        case .unreachable(let url, let reason): "cannot connect to '\(url)': \(reason)"
        case .noAnswer(let url, let seconds):
            "'\(url)' did not answer within \(JSONValue.number(seconds).canonicalText()) s"
        case .brokenAnswer(let url, let reason): "the answer of '\(url)' is broken: \(reason)"
        case .refused(let url, let status, let message):
            "'\(url)' answers with status \(status)\(message.isEmpty ? "" : ": \(message)")"
        case .notADescription(let url, let reason):
            "what '\(url)' answers is no description of a model: \(reason)"
        case .unsupportedInput(let name, let reason):
            "the model's input '\(name)' cannot be filled from rows: \(reason)"
        case .missingColumn(let input, let datatype):
            "the data has no column '\(input)', which the model takes as \(datatype)"
        case .wrongValue(let input, let datatype, let row, let value):
            "row \(row) has \(value) in '\(input)', which the model takes as \(datatype)"
        case .noRows: "there is no row to make a request of"
        case .system(let operation, let reason): "cannot \(operation): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .encrypted:
            "measure the service behind its TLS-terminating proxy, at its http:// address"
        case .modelNotNamed: "end the URL with /v2/models/NAME, or name the model"
        case .unreachable, .noAnswer: "is the service running, and is this its port?"
        case .tooManyConnections: "raise the limit with 'ulimit -n', or take fewer connections"
        case .notADescription:
            "the service must speak the Open Inference Protocol, as mlx-serve does"
        case .notAURL, .invalidPlan, .unknownHost, .brokenAnswer, .refused, .unsupportedInput,
            .missingColumn, .wrongValue, .noRows, .system:
            nil
        }
    }
}
