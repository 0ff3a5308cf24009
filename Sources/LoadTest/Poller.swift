import CEpoll
import Glibc
import SystemPackage

/// Waits for sockets and for one moment, with Linux's epoll.
final class Poller {
    enum Interest {
        case reading, writing, both

        var events: UInt32 {
            switch self {
            case .reading: EPOLLIN.rawValue
            case .writing: EPOLLOUT.rawValue
            case .both: EPOLLIN.rawValue | EPOLLOUT.rawValue
            }
        }
    }

    struct Event {
        /// The number that the socket was registered with.
        let number: Int
        let isReadable: Bool
        let isWritable: Bool
    }

    private static let alarmNumber = UInt64.max
    private let descriptor: FileDescriptor
    private let alarm: FileDescriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>
    private var alarmTime: Int64 = 0

    /// - Throws: `LoadTestError.system`.
    init() throws(LoadTestError) {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system(operation: "use epoll", errno) }
        let timer = timerfd_create(
            CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
        guard timer >= 0 else {
            Glibc.close(epoll)
            throw .system(operation: "make a timer", errno)
        }
        descriptor = FileDescriptor(rawValue: epoll)
        alarm = FileDescriptor(rawValue: timer)
        events = .allocate(capacity: 256)
        events.initialize(repeating: epoll_event())
        control(EPOLL_CTL_ADD, alarm, EPOLLIN.rawValue, Self.alarmNumber)
    }

    deinit {
        events.deallocate()
        try? alarm.close()
        try? descriptor.close()
    }

    func add(_ socket: StreamSocket, _ number: Int, _ interest: Interest) {
        control(EPOLL_CTL_ADD, socket.descriptor, interest.events, UInt64(number))
    }

    func change(_ socket: StreamSocket, _ number: Int, _ interest: Interest) {
        control(EPOLL_CTL_MOD, socket.descriptor, interest.events, UInt64(number))
    }

    private func control(
        _ operation: Int32, _ file: FileDescriptor, _ events: UInt32, _ number: UInt64
    ) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: number))
        epoll_ctl(descriptor.rawValue, operation, file.rawValue, &event)
    }

    /// Wakes the next wait at a moment of the monotonic clock; epoll's own time limits know only
    /// milliseconds.
    func setAlarm(at time: Int64) {
        guard time != alarmTime else { return }
        alarmTime = time
        var setting = itimerspec()
        setting.it_value.tv_sec = Int(time / 1_000_000_000)
        setting.it_value.tv_nsec = Int(time % 1_000_000_000)
        timerfd_settime(alarm.rawValue, Int32(TFD_TIMER_ABSTIME), &setting, nil)
    }

    /// Waits, and calls `body` for what has happened.
    @inline(__always)
    func wait(milliseconds: Int32, _ body: (Event) -> Void) {
        let count = epoll_wait(
            descriptor.rawValue, events.baseAddress, Int32(events.count), milliseconds)
        for index in 0..<max(0, Int(count)) {
            let event = events[index]
            if event.data.u64 == Self.alarmNumber {
                silenceAlarm()
                continue
            }
            let ended = EPOLLHUP.rawValue | EPOLLERR.rawValue
            body(
                Event(
                    number: Int(event.data.u64),
                    isReadable: event.events & (EPOLLIN.rawValue | ended) != 0,
                    isWritable: event.events & (EPOLLOUT.rawValue | ended) != 0
                )
            )
        }
    }

    private func silenceAlarm() {
        var expirations: UInt64 = 0
        read(alarm.rawValue, &expirations, MemoryLayout<UInt64>.size)
    }
}

extension LoadTestError {
    static func system(operation: String, _ number: Int32) -> LoadTestError {
        .system(operation: operation, reason: String(cString: strerror(number)).lowercased())
    }
}
