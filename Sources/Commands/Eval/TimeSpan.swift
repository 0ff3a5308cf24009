import CommandLineTool

extension TimeSpan {
    static func read(_ text: String) throws(UsageError) -> Duration {
        guard let span = parse(text) else {
            throw UsageError(
                message: "'\(text)' is no length of time", hint: "write 500ms, 90s or 2m")
        }
        return span
    }
}
