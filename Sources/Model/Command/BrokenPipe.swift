import Glibc

/// Writing to a pipe whose reader may be gone.
enum BrokenPipe {
    /// Calls `write` so that a closed pipe is an error and no signal, whatever else the process
    /// does with that signal.
    static func ignored(_ write: () -> Int) -> Int {
        var (broken, old) = (sigset_t(), sigset_t())
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, &old)
        let result = write()
        let error = errno
        if result < 0, error == EPIPE, sigismember(&old, SIGPIPE) == 0 {
            var none = timespec()
            while sigtimedwait(&broken, nil, &none) < 0, errno == EINTR {}
        }
        pthread_sigmask(SIG_SETMASK, &old, nil)
        errno = error
        return result
    }
}
