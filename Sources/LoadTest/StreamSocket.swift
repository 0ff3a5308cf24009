import Glibc
import SystemPackage

/// A TCP connection that never blocks.
struct StreamSocket {
    /// What became of an attempt to move bytes.
    enum Transfer: Equatable {
        case moved(Int)
        case wouldBlock
        case failed(Errno)
    }

    let descriptor: FileDescriptor

    /// Begins to connect; the socket becomes writable when that has ended, well or not.
    ///
    /// - Throws: `Errno`.
    init(connectingTo address: SocketAddress) throws(Errno) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(address.family, kind, 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        descriptor = FileDescriptor(rawValue: number)
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // A request is one write: nothing to wait for.
        setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        let result = address.withPointer { connect(number, $0, $1) } ?? -1
        guard result == 0 || errno == EINPROGRESS || errno == EINTR else {
            let error = Errno(rawValue: errno)
            close()
            throw error
        }
    }

    func close() { try? descriptor.close() }

    /// Why connecting failed; nil if it did not.
    var connectionError: Errno? {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor.rawValue, SOL_SOCKET, SO_ERROR, &error, &size) == 0 else {
            return Errno(rawValue: errno)
        }
        return error == 0 ? nil : Errno(rawValue: error)
    }

    @inline(__always)
    func send(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        outcome {
            Glibc.send(descriptor.rawValue, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Receives what is there; `moved(0)` is the end.
    @inline(__always)
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        outcome { recv(descriptor.rawValue, buffer.baseAddress, buffer.count, 0) }
    }

    @inline(__always)
    private func outcome(_ call: () -> Int) -> Transfer {
        while true {
            let count = call()
            if count >= 0 { return .moved(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: return .failed(Errno(rawValue: errno))
            }
        }
    }

    /// Waits for one of `events`.
    ///
    /// - Returns: false if the deadline came first.
    func wait(for events: Int32, until deadline: Int64) -> Bool {
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(events), revents: 0)
        while true {
            let rest = deadline - MonotonicClock.now()
            guard rest > 0 else { return false }
            let count = poll(&entry, 1, Int32(clamping: rest / 1_000_000 + 1))
            if count > 0 { return true }
            if count < 0 && errno != EINTR { return true }
        }
    }
}
