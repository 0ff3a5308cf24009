import CommandLineTool
import NotifyCommand

@main enum Main {
    static func main() async { await ToolRunner.run(NotifyCommand.self) }
}
