import CCurl
import Glibc

/// One transfer of libcurl, with the options that every transfer has.
final class EasyHandle {
    private let handle: UnsafeMutableRawPointer
    private let reason: UnsafeMutablePointer<CChar>

    init() throws(TransferError) {
        try Self.load()
        guard let handle = ccurl_easy_init() else { throw .unavailable(reason: "no memory") }
        self.handle = handle
        reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    /// - Parameter protocols: the only ones that may be spoken, as `http,https`.
    convenience init(url: String, protocols: String, timeouts: Timeouts) throws(TransferError) {
        try self.init()
        try prepare(url: url, protocols: protocols, connect: timeouts.connect)
        try set(CURLOPT_TIMEOUT_MS, timeouts.total.milliseconds)
    }

    /// Loads libcurl, which nothing of it may precede.
    static func load() throws(TransferError) {
        if let reason = ccurl_load() { throw .unavailable(reason: String(cString: reason)) }
    }

    /// Forgets the options of the transfer before, and keeps its connections.
    func prepare(url: String, protocols: String, connect: Duration) throws(TransferError) {
        ccurl_easy_reset(handle)
        try set(CURLOPT_ERRORBUFFER, pointer: reason)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, protocols)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_CONNECTTIMEOUT_MS, connect.milliseconds)
        try set(CURLOPT_URL, url)
    }

    deinit {
        ccurl_easy_cleanup(handle)
        reason.deallocate()
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(ccurl_set_string(handle, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(ccurl_set_long(handle, option, value), option)
    }

    func set(_ option: CURLoption, size: Int) throws(TransferError) {
        try check(ccurl_set_size(handle, option, curl_off_t(size)), option)
    }

    /// What the pointer points to must outlive the transfer.
    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) throws(TransferError) {
        try check(ccurl_set_pointer(handle, option, pointer), option)
    }

    func set(_ option: CURLoption, _ list: borrowing StringList) throws(TransferError) {
        try check(ccurl_set_list(handle, option, list.head), option)
    }

    func set(_ option: CURLoption, _ callback: @escaping ccurl_transfer) throws(TransferError) {
        try check(ccurl_set_transfer(handle, option, callback), option)
    }

    /// Copies what is to be posted.
    func setBody(_ bytes: [UInt8]) throws(TransferError) {
        try set(CURLOPT_POSTFIELDSIZE_LARGE, size: bytes.count)
        // Without an address libcurl would read from stdin, and an empty array may have none: one
        // byte more, which the size leaves out.
        var padded = bytes + [0]
        let code = padded.withUnsafeMutableBytes { buffer in
            ccurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress)
        }
        try check(code, CURLOPT_COPYPOSTFIELDS)
    }

    /// Calls back once the connection stands and is authenticated, before it is used.
    func setBeforeRequest(_ callback: @escaping ccurl_before_request) throws(TransferError) {
        try check(ccurl_set_before_request(handle, callback), CURLOPT_PREREQFUNCTION)
    }

    /// Calls back when what is sent must be read again from somewhere.
    func setSeek(_ callback: @escaping ccurl_seek) throws(TransferError) {
        try check(ccurl_set_seek(handle, callback), CURLOPT_SEEKFUNCTION)
    }

    /// Calls back now and then; an answer other than 0 ends the transfer.
    func setProgress(_ callback: @escaping ccurl_progress) throws(TransferError) {
        try check(ccurl_set_progress(handle, callback), CURLOPT_XFERINFOFUNCTION)
        try set(CURLOPT_NOPROGRESS, 0)
    }

    /// How many connections the last transfer had to open.
    var newConnections: Int {
        var count = 0
        _ = ccurl_get_long(handle, CURLINFO_NUM_CONNECTS, &count)
        return count
    }

    func perform() -> TransferResult {
        reason[0] = 0
        let code = ccurl_easy_perform(handle)
        var response = 0
        _ = ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &response)
        let detail = String(cString: reason)
        return TransferResult(
            code: code,
            response: response,
            reason: detail.isEmpty ? String(cString: ccurl_easy_strerror(code)) : detail
        )
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(TransferError) {
        guard code == CURLE_OK else {
            let text = String(cString: ccurl_easy_strerror(code))
            throw .unavailable(reason: "option \(option.rawValue): \(text)")
        }
    }
}

/// How a transfer ended.
struct TransferResult {
    let code: CURLcode
    /// The last status that the server gave; 0 if it gave none.
    let response: Int
    /// libcurl's words for what went wrong.
    let reason: String
}

/// A list of strings as libcurl takes it.
struct StringList: ~Copyable {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    mutating func append(_ text: String) {
        if let longer = ccurl_slist_append(head, text) { head = longer }
    }

    deinit { ccurl_slist_free_all(head) }
}

extension Duration {
    /// Whole milliseconds, at least one: libcurl takes zero for "no limit".
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}

/// How long to wait for what.
package struct Timeouts: Sendable, Hashable {
    package var connect: Duration
    /// For one answer of a server that speaks in turns.
    package var response: Duration
    package var total: Duration

    package init(
        connect: Duration = .seconds(15),
        response: Duration = .seconds(60),
        total: Duration = .seconds(300)
    ) {
        self.connect = connect
        self.response = response
        self.total = total
    }
}
