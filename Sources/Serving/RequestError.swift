import NIOHTTP1
import RunDocument

/// A request that the service refuses, or cannot answer now.
enum RequestError: Error, Equatable {
    // What is asked for.
    case unknownPath(String)
    case methodNotAllowed(String, allowed: String)
    case unknownModel(String, served: String)
    case unknownVersion(model: String, version: String, live: String)
    // The request as a whole.
    case malformedHTTP
    case headerTooLarge
    case bodyTooLarge(limit: Int)
    case tooSlow
    case binaryTensors
    case malformedJSON(JSONSyntaxError)
    case wrongType(member: String, expected: String, got: String)
    case missingMember(String)
    case unknownOutput(String, known: [String])
    case tensor(String, TensorProblem)
    case noRows
    // The service.
    case notReady
    case busy
    case failed(String)

    var status: HTTPResponseStatus {
        switch self {
        case .unknownPath, .unknownModel, .unknownVersion: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .headerTooLarge: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .payloadTooLarge
        case .tooSlow: .requestTimeout
        case .malformedHTTP, .binaryTensors, .malformedJSON, .wrongType, .missingMember,
            .unknownOutput, .tensor, .noRows:
            .badRequest
        case .notReady: .serviceUnavailable
        case .busy: .tooManyRequests
        case .failed: .internalServerError
        }
    }

    /// The headers that the status asks for.
    var headers: [(String, String)] {
        switch self {
        case .methodNotAllowed(_, let allowed): [("allow", allowed)]
        case .busy: [("retry-after", "1")]
        default: []
        }
    }
}

extension RequestError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknownPath(let path): "there is nothing at '\(path)'"
        case .methodNotAllowed(let method, let allowed):
            "the method is '\(method)'; what is here takes \(allowed)"
        case .unknownModel(let name, let served):
            "the model '\(name)' is not served here; this is the service of '\(served)'"
        case .unknownVersion(let model, let version, let live):
            "version '\(version)' of '\(model)' is not live; version '\(live)' is"
        case .malformedHTTP: "the request is not HTTP/1.1"
        case .headerTooLarge: "the request's header is too large"
        case .bodyTooLarge(let limit): "the request's body is larger than \(limit) bytes"
        case .tooSlow: "the request did not arrive in time"
        case .binaryTensors: "binary tensors are not understood; send the data as JSON"
        case .malformedJSON(let error): "the body is not JSON: \(error)"
        case .wrongType(let member, let expected, let got):
            "\(member) is \(got), not \(expected)"
        case .missingMember(let member): "'\(member)' is missing"
        case .unknownOutput(let name, let known):
            "the output '\(name)' is unknown; the model gives \(known.quotedList)"
        case .tensor(let name, let problem): problem.description(of: name)
        case .noRows: "the request holds no row"
        case .notReady: "no model is loaded"
        case .busy: "too many requests wait for an answer; try again"
        case .failed(let reason): "the prediction failed: \(reason)"
        }
    }
}
