import Glibc
import SystemPackage

/// Files that are written often and need not last.
enum FileBytes {
    static func write(_ bytes: [UInt8], to path: FilePath) {
        guard let file = path.withPlatformString({ fopen($0, "wb") }) else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
