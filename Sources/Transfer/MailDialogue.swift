import CCurl

/// One conversation with a mail server; libcurl calls back into it.
final class MailDialogue {
    /// The last line with which the server said no.
    private(set) var lastRefusal: String?
    /// Our end of the connection on which the server has let us in.
    private(set) var loginPort: Int32?
    private var message: ArraySlice<UInt8>
    private let login: Login
    private var isLoggedIn = false

    enum Login {
        case notNeeded
        /// - knownPort: our end of a connection on which the server let us in before.
        case needed(knownPort: Int32?)
    }

    init(message: [UInt8], login: Login) {
        self.message = message[...]
        self.login = login
    }

    /// The dialogue must outlive the transfer.
    func attach(to handle: EasyHandle) throws(TransferError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_UPLOAD, 1)
        try handle.set(CURLOPT_INFILESIZE_LARGE, size: message.count)
        try handle.set(CURLOPT_READDATA, pointer: context)
        try handle.set(CURLOPT_READFUNCTION) { bytes, size, count, context in
            let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return MailDialogue.of(context)?.give(buffer) ?? Int(CURL_READFUNC_ABORT)
        }
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            MailDialogue.of(context)?.hear(String(decoding: line, as: UTF8.self))
            return size * count
        }
        // Where a server offers no login, libcurl goes on without one.
        try handle.set(CURLOPT_PREREQDATA, pointer: context)
        try handle.setBeforeRequest { context, _, _, port, _ in
            guard let dialogue = MailDialogue.of(context), dialogue.mayProceed(from: port) else {
                return CURL_PREREQFUNC_ABORT
            }
            return CURL_PREREQFUNC_OK
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> MailDialogue? {
        context.map { Unmanaged<MailDialogue>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Parameter port: our end of the connection, which may be one that was kept.
    private func mayProceed(from port: Int32) -> Bool {
        guard case .needed(let knownPort) = login else { return true }
        guard isLoggedIn || port == knownPort else { return false }
        loginPort = port
        return true
    }

    private func hear(_ line: String) {
        if line.hasPrefix("235") { isLoggedIn = true }
        guard line.hasPrefix("4") || line.hasPrefix("5") else { return }
        let text = line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        lastRefusal = String(String.UnicodeScalarView(text.prefix(200)))
    }

    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let chunk = message.prefix(buffer.count)
        buffer.copyBytes(from: chunk)
        message = message.dropFirst(chunk.count)
        return chunk.count
    }
}
