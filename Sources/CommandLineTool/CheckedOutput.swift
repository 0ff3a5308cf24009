import Glibc
package import RunDocument
package import SystemPackage

/// The output that does not lose a write: `print` would report success on a full disk.
package struct CheckedOutput: Sendable {
    package struct WriteFailure: Failure {
        package let name: String
        package let reason: Errno

        package var exitStatus: ExitStatus { .inputOutput }
        package var description: String { "cannot write \(name): \(reason)" }
    }

    let descriptor: FileDescriptor
    let name: String

    package static let standard = CheckedOutput(
        descriptor: .standardOutput,
        name: "standard output"
    )

    package var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

    package func write(_ text: String) throws(WriteFailure) { try write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) throws(WriteFailure) {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            throw WriteFailure(name: name, reason: error as? Errno ?? .ioError)
        }
    }
}
