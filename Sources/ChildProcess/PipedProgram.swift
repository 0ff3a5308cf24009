package import Glibc
package import SystemPackage

/// A program that was started here, and our ends of its pipes, which no other program gets.
package struct PipedProgram {
    package let process: pid_t
    /// What it reads; nil if that is nothing.
    package let input: FileDescriptor?
    package let output: FileDescriptor
    package let errors: FileDescriptor

    /// Starts a program, whatever streams the launch has.
    ///
    /// - Parameter isFed: whether it has an input.
    /// - Throws: `Errno.noSuchFileOrDirectory` if there is no such program.
    package init(_ launch: Launch, isFed: Bool) throws(Errno) {
        var pipes = try Self.pipes(isFed ? 3 : 2)
        let input = isFed ? pipes.removeFirst() : nil
        let (output, errors) = (pipes[0], pipes[1])
        var launch = launch
        launch.streams = [
            input.map { .descriptor($0.readEnd) } ?? .nothing, .descriptor(output.writeEnd),
            .descriptor(errors.writeEnd),
        ]
        let theirs = [input?.readEnd, output.writeEnd, errors.writeEnd]
        defer { for end in theirs { try? end?.close() } }
        do { process = try launch.start() } catch {
            for end in [input?.writeEnd, output.readEnd, errors.readEnd] { try? end?.close() }
            throw error
        }
        self.input = input?.writeEnd
        self.output = output.readEnd
        self.errors = errors.readEnd
    }

    private typealias Pipe = (readEnd: FileDescriptor, writeEnd: FileDescriptor)

    private static func pipes(_ count: Int) throws(Errno) -> [Pipe] {
        var pipes: [Pipe] = []
        do {
            for _ in 0..<count { pipes.append(try FileDescriptor.pipe()) }
        } catch {
            for pipe in pipes { try? pipe.readEnd.close(); try? pipe.writeEnd.close() }
            throw error as? Errno ?? .ioError
        }
        for end in pipes.flatMap({ [$0.readEnd, $0.writeEnd] }) {
            _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC)
        }
        return pipes
    }
}
