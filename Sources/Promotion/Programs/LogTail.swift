import FileStorage
import SystemPackage

/// The end of a log, for a message.
enum LogTail {
    /// The last line that is not empty.
    ///
    /// - Parameter start: the bytes before it were there already.
    static func lastLine(of log: FilePath, from start: Int = 0) -> String {
        let lines = text(of: log, from: start).split(separator: "\n")
        return lines.last { $0.contains { !$0.isWhitespace } }.map { String($0.prefix(500)) } ?? ""
    }

    /// What was written since, its last 64 KiB at most.
    static func text(of log: FilePath, from start: Int = 0) -> String {
        guard let file = try? FileDescriptor.open(log, .readOnly, options: .closeOnExec) else {
            return ""
        }
        let bytes = try? file.closeAfter {
            let size = try file.seek(offset: 0, from: .end)
            try file.seek(offset: max(Int64(start), size - 1 << 16), from: .start)
            return try Files.readAll(file, path: log, limit: 1 << 20)
        }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
