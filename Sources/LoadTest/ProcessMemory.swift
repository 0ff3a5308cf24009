import FileStorage
package import Glibc
import SystemPackage

/// The memory of a process, as Linux tells it.
package struct ProcessMemory: Hashable, Sendable {
    /// The most bytes that were resident at any time since the process began.
    package let peak: Int
    /// Bytes that are resident now.
    package let resident: Int

    /// Reads the memory of a process on this machine; nil if there is none with that number, or the
    /// system does not tell.
    ///
    /// - Parameter process: nil for this process.
    package static func read(of process: pid_t? = nil) -> ProcessMemory? {
        let path = FilePath("/proc/\(process.map(String.init) ?? "self")/status")
        guard let bytes = try? Files.read(path) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func size(_ name: String) -> Int? {
            guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { return nil }
            return line.split(whereSeparator: \.isWhitespace).dropFirst().first
                .flatMap { Int($0) }.map { $0 * 1024 }
        }
        guard let peak = size("VmHWM"), let resident = size("VmRSS") else { return nil }
        return ProcessMemory(peak: peak, resident: resident)
    }
}
