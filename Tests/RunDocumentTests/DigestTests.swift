import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct DigestTests {
    @Test func aTreeDigestIsWhatShellToolsSay() async throws {
        try await withScratchDirectory { directory in
            try Files.makeDirectory(directory.appending("b/c"))
            try Files.write(directory.appending("b/c/file"), "two".utf8)
            try Files.write(directory.appending("Z"), "one".utf8)
            try Files.write(directory.appending("é"), "".utf8)
            let shell = try await Tool.shell(
                """
                find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs sha256sum | sha256sum
                """,
                directory: directory
            )
            let ours = try TreeDigest.of(directory: directory)
            #expect(shell.output.hasPrefix(ours.hex))
        }
    }

    @Test func aLinkInATreeIsRefused() async throws {
        try await withScratchDirectory { directory in
            _ = try await Tool.shell("ln -s /etc/passwd link", directory: directory)
            #expect(throws: StorageError.notRegular(path: "\(directory)/link")) {
                try TreeDigest.of(directory: directory)
            }
        }
    }

    @Test func aPipeIsWrittenToAndNotReplaced() async throws {
        try await withScratchDirectory { directory in
            let shell = try await Tool.shell(
                "mkfifo pipe; cat pipe > got & echo started", directory: directory)
            #expect(shell.status == 0)
            try Files.replace(directory.appending("pipe"), with: "text".utf8)
            #expect(Files.kind(of: directory.appending("pipe")) == .other)
            #expect(throws: StorageError.unwritable(path: "/dev/full", .noSpace)) {
                try Files.replace("/dev/full", with: "text".utf8)
            }
        }
    }

    @Test func aReplacedFileIsTheOldOrTheNewOne() async throws {
        try await withScratchDirectory { directory in
            let path = directory.appending("file")
            try Files.replace(path, with: "old".utf8)
            #expect(throws: StorageError.self) {
                try Files.replace(directory.appending("missing/file"), with: "new".utf8)
            }
            try Files.replace(path, with: "new".utf8)
            #expect(try Files.read(path) == Array("new".utf8))
            #expect(try Files.names(in: directory) == ["file"])
        }
    }
}
