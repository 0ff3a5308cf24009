package import RunDocument

/// A service that cannot start, or a model that it cannot take.
package enum ServingError: Failure, Equatable {
    case addressInUse(host: String, port: Int)
    case addressDenied(host: String, port: Int)
    case unusableAddress(host: String, port: Int, reason: String)
    case warmUp(model: String, reason: String)
    case noProductionVersion(model: String, registry: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .addressInUse, .unusableAddress: .unavailable
        case .addressDenied: .denied
        case .warmUp: .dataFormat
        case .noProductionVersion: .missingInput
        }
    }

    package var description: String {
        switch self {
        case .addressInUse(let host, let port): "cannot listen on \(host):\(port): it is in use"
        case .addressDenied(let host, let port):
            "cannot listen on \(host):\(port): permission denied"
        case .unusableAddress(let host, let port, let reason):
            "cannot listen on '\(host)', port \(port): \(reason)"
        case .warmUp(let model, let reason): "'\(model)' does not predict: \(reason)"
        case .noProductionVersion(let model, let registry):
            "'\(model)' has no production version in '\(registry)'"
        }
    }

    package var hint: String? {
        switch self {
        case .addressInUse:
            "stop what listens there ('ss -ltnp' shows it), or choose another port with --port; 0 is any free one"
        case .addressDenied: "ports below 1024 need a privilege; choose another one with --port"
        case .noProductionVersion: "mlx-promote puts a version into production"
        case .unusableAddress, .warmUp: nil
        }
    }
}
