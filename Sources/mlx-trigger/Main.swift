import CommandLineTool
import TriggerCommand

@main enum Main {
    static func main() async { await ToolRunner.run(TriggerCommand.self) }
}
