import Glibc

/// One address of a host, as `connect` takes it.
struct SocketAddress: Hashable, Sendable {
    let family: Int32
    private let bytes: [UInt8]

    /// Looks a host up.
    ///
    /// - Returns: its addresses, the one to try first in front; never none.
    /// - Throws: `LoadTestError.unknownHost`.
    static func resolve(_ url: ServiceURL) throws(LoadTestError) -> [SocketAddress] {
        var wanted = addrinfo()
        wanted.ai_family = AF_UNSPEC
        wanted.ai_socktype = Int32(SOCK_STREAM.rawValue)
        wanted.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(url.host, "\(url.port)", &wanted, &list)
        guard status == 0 else {
            let reason =
                status == EAI_SYSTEM
                ? String(cString: strerror(errno)) : String(cString: gai_strerror(status))
            throw .unknownHost(url.host, reason: reason.lowercased())
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
                addresses.append(SocketAddress(family: entry.ai_family, bytes: Array(bytes)))
            }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else {
            throw .unknownHost(url.host, reason: "it has no address")
        }
        return addresses
    }

    /// Calls `body` with the address as C has it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
        bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                body($0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
    }
}
