import FileStorage
import SystemPackage

/// A program that stands in for one that cannot run here: it writes down how it is called, one line
/// a call, and then does what its script says.
struct StandIn {
    let path: FilePath
    private let log: FilePath

    init(_ name: String, in directory: FilePath, script: String = "") throws {
        path = directory.appending("stand-in-\(name)")
        log = directory.appending("stand-in-\(name).log")
        let text = "#!/bin/sh\necho \"$*\" >>'\(log)'\n\(script)\n"
        try Files.write(path, text.utf8, permissions: .init(rawValue: 0o755))
    }

    var calls: [String] {
        let bytes = (try? Files.read(log)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func forget() { Files.removeIfPossible(log) }
}
