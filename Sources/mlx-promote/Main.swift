import CommandLineTool
import PromoteCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(PromoteCommand.self) }
}
