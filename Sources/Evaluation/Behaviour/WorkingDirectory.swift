import Glibc

/// Where this process runs.
enum WorkingDirectory {
    static var path: String {
        guard let name = getcwd(nil, 0) else { return "/" }
        defer { free(name) }
        return String(cString: name)
    }
}
