import Glibc
import SystemPackage

/// Which file stood at a path, and how old it was, so that one that was left over is known again.
struct FileIdentity: Equatable {
    private let device: UInt
    private let number: UInt
    private let size: Int
    private let modified: [Int]
    /// Nil if nothing stands there.
    let modifiedSecond: Int?
    /// When this was asked, by the same clock.
    let askedSecond: Int

    init(_ path: FilePath) {
        var status = stat()
        let isThere = path.withPlatformString { stat($0, &status) } == 0
        device = isThere ? UInt(status.st_dev) : 0
        number = isThere ? UInt(status.st_ino) : 0
        size = isThere ? Int(status.st_size) : 0
        modified = isThere ? [status.st_mtim.tv_sec, status.st_mtim.tv_nsec] : []
        modifiedSecond = isThere ? status.st_mtim.tv_sec : nil
        askedSecond = time(nil)
    }

    var exists: Bool { modifiedSecond != nil }

    /// Whether this file was there already when `earlier` was asked.
    ///
    /// File systems of other machines have clocks of their own, so some seconds are let pass.
    func isLeftOver(from earlier: FileIdentity) -> Bool {
        guard let modifiedSecond else { return false }
        let isSame =
            device == earlier.device && number == earlier.number && size == earlier.size
            && modified == earlier.modified
        return isSame || modifiedSecond + 10 < earlier.askedSecond
    }
}
