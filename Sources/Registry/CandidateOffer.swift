import FileStorage
import Glibc
package import RunDocument
import SystemPackage

/// A version that is tried out beside the live one, and its part of the requests.
///
/// It stands in `.mlx/candidate.json` for as long as the process that wrote it holds the lock on
/// that file: when it dies, however it goes, the kernel lets go of the lock, and services go back
/// to the live version alone.
package struct CandidateOffer: Hashable, Sendable {
    package enum Mode: String, CaseIterable, Sendable {
        /// It answers its share of the requests.
        case canary
        /// It is asked as well, and its answers are compared and dropped.
        case shadow
    }

    package var version: Int
    package var mode: Mode
    /// Between 0 and 1.
    package var share: Double
    /// The relative difference of two numbers that are still the same answer.
    package var tolerance: Double

    package init(version: Int, mode: Mode, share: Double, tolerance: Double = 0) {
        self.version = version
        self.mode = mode
        self.share = share
        self.tolerance = tolerance
    }

    /// - Returns: nil for what is not, or not wholly, an offer.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes),
            let version = json["version"]?.integerValue, version > 0,
            let mode = json["mode"]?.stringValue.flatMap(Mode.init(rawValue:)),
            let share = json["share"]?.doubleValue, (0...1).contains(share),
            let tolerance = json["tolerance"]?.doubleValue, tolerance >= 0
        else { return nil }
        self.init(version: version, mode: mode, share: share, tolerance: tolerance)
    }

    package var json: JSONValue {
        [
            "version": .integer(Int64(version)), "mode": .string(mode.rawValue),
            "share": .number(share), "tolerance": .number(tolerance),
        ]
    }
}

/// The right to offer a candidate, for as long as this process has it.
package final class CandidateLease: Sendable {
    private let file: FileDescriptor
    private let path: FilePath

    fileprivate init(_ file: FileDescriptor, _ path: FilePath) {
        self.file = file
        self.path = path
    }

    /// Takes the offer back; the services that follow notice it within a moment.
    package func end() {
        // Still locked, so that nobody takes this file for his.
        Files.removeIfPossible(path)
        try? file.close()
    }
}

extension ModelStore {
    /// Offers a version of this registry to the services that follow it.
    ///
    /// - Returns: nil if another process offers one for longer than `patience`.
    package func offer(_ offer: CandidateOffer, patience: Duration = .seconds(1)) throws
        -> CandidateLease?
    {
        let deadline = ContinuousClock.now + patience
        repeat {
            if let file = try lockedCandidateFile() {
                do {
                    try file.resize(to: 0)
                    try file.writeAll(offer.json.canonicalBytes())
                } catch {
                    Files.removeIfPossible(layout.candidate)
                    try? file.close()
                    throw StorageError.unwritable(
                        path: layout.candidate.string, error as? Errno ?? .ioError)
                }
                return CandidateLease(file, layout.candidate)
            }
            // A service that looks whether the file is locked, locks it for an instant itself.
            usleep(3_000)
        } while ContinuousClock.now < deadline
        return nil
    }

    /// The file, locked, if it is still the one that others see.
    private func lockedCandidateFile() throws -> FileDescriptor? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                layout.candidate, .readWrite, options: [.create, .closeOnExec, .noFollow],
                permissions: .file)
        } catch {
            throw StorageError.uncreatable(
                path: layout.candidate.string, error as? Errno ?? .ioError)
        }
        var (ours, theirs) = (stat(), stat())
        let isSeen = {
            fstat(file.rawValue, &ours) == 0
                && self.layout.candidate.withPlatformString { stat($0, &theirs) } == 0
                && ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev
        }
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, isSeen() { return file }
        try? file.close()
        return nil
    }

    /// What is offered now by a process that lives.
    package func offeredCandidate() -> CandidateOffer? {
        let options: FileDescriptor.OpenOptions = [.closeOnExec, .noFollow]
        guard
            let file = try? FileDescriptor.open(layout.candidate, .readOnly, options: options)
        else { return nil }
        return try? file.closeAfter {
            guard flock(file.rawValue, LOCK_SH | LOCK_NB) != 0 else { return nil }
            return CandidateOffer(
                try Files.readAll(file, path: layout.candidate, limit: 1 << 16))
        }
    }

    /// Removes what a killed process left.
    package func removeStaleOffer() {
        guard Files.exists(layout.candidate), let file = try? lockedCandidateFile() else { return }
        CandidateLease(file, layout.candidate).end()
    }
}
