import Glibc
package import SystemPackage

/// One line of the journal: a stage that started, knew its run, or finished.
package struct JournalEntry: Hashable, Sendable {
    package enum Event: String, Sendable { case started, working, finished }

    package var event: Event
    package var stage: String
    package var tool: String
    package var processID: Int
    package var time: String
    /// The identity of what the stage reads from and writes to: the same pipe has the same
    /// identity at both of its ends, so a stage can tell which one stood before it.
    package var input: String
    package var output: String
    package var runID: String?
    package var model: String?
    package var status: String?
    package var exitCode: Int?

    package init(
        event: Event,
        stage: String,
        tool: String,
        processID: Int,
        time: String,
        input: String,
        output: String
    ) {
        self.event = event
        self.stage = stage
        self.tool = tool
        self.processID = processID
        self.time = time
        self.input = input
        self.output = output
    }

    init?(_ value: JSONValue) {
        guard let event = value["event"]?.stringValue.flatMap(Event.init(rawValue:)),
            let stage = value["stage"]?.stringValue, let tool = value["tool"]?.stringValue,
            let processID = value["pid"]?.integerValue, let time = value["time"]?.stringValue,
            let input = value["input"]?.stringValue, let output = value["output"]?.stringValue
        else { return nil }
        self.init(
            event: event,
            stage: stage,
            tool: tool,
            processID: processID,
            time: time,
            input: input,
            output: output
        )
        runID = value["run"]?.stringValue
        model = value["model"]?.stringValue
        status = value["status"]?.stringValue
        exitCode = value["exitCode"]?.integerValue
    }

    var json: JSONValue {
        var members: JSONObject = [
            "event": .string(event.rawValue), "stage": .string(stage), "tool": .string(tool),
            "pid": .integer(Int64(processID)), "time": .string(time), "input": .string(input),
            "output": .string(output),
        ]
        members.set("run", runID)
        members.set("model", model)
        members.set("status", status)
        members.set("exitCode", exitCode)
        return .object(members)
    }
}

/// `$MLX_RUN_DIR/journal.ndjson`: what started and what finished, one line each.
package struct Journal: Sendable {
    let path: FilePath

    package init(directory: FilePath) { path = directory.appending("journal.ndjson") }

    /// Appends one line with one `write`, so that lines of parallel stages never mix.
    package func append(_ entry: JournalEntry) throws(Errno) {
        let line = entry.json.canonicalBytes() + [0x0A]
        do {
            let file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.append, .create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            )
            let written = try file.closeAfter {
                try line.withUnsafeBytes { try file.write($0) }
            }
            guard written == line.count else { throw Errno.noSpace }
        } catch let error as Errno {
            throw error
        } catch {
            throw Errno.ioError
        }
    }

    /// The lines that can be read; one that was cut off by a crash is passed over.
    package func entries() -> [JournalEntry] {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec),
            let bytes = try? file.closeAfter({ try Self.readAll(file) })
        else { return [] }
        return bytes.split(separator: 0x0A).compactMap { line in
            (try? JSONValue(parsing: line)).flatMap(JournalEntry.init)
        }
    }

    /// The stage that should have written what is read from `input`, and ended without a word.
    package func writer(of input: String) -> JournalEntry? {
        let entries = entries().filter { $0.output == input }
        guard input != Self.noIdentity, let last = entries.last, last.event != .finished else {
            return nil
        }
        return last
    }

    /// The stages of a run that have begun and not finished, also not when they were tried again.
    package func unfinished(runID: String) -> [JournalEntry] {
        let entries = entries().filter { $0.runID == runID }
        return entries.enumerated().filter { index, entry in
            entry.event == .working
                && !entries[index...].contains { later in
                    later.event == .finished && later.stage == entry.stage
                }
        }.map(\.element)
    }

    /// What is known of the run that a stage belonged to, from the stages that stood before it.
    package func lastFinished(before entry: JournalEntry) -> JournalEntry? {
        let all = entries()
        var input = entry.input
        for candidate in all.reversed() where candidate.output == input && input != Self.noIdentity
        {
            if candidate.event == .finished { return candidate }
            input = candidate.input
        }
        return nil
    }

    /// What two stages cannot have in common: a terminal, `/dev/null`, nothing at all.
    private static let noIdentity = "none"

    /// The device and inode of the pipe, socket or file behind a descriptor.
    package static func identity(of descriptor: FileDescriptor) -> String {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0,
            [S_IFIFO, S_IFSOCK, S_IFREG].contains(status.st_mode & S_IFMT)
        else { return noIdentity }
        return "\(status.st_dev):\(status.st_ino)"
    }

    private static func readAll(_ file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
