import CommandLineTool
import RegisterCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(RegisterCommand.self) }
}
