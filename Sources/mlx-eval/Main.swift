import CommandLineTool
import EvalCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(EvalCommand.self) }
}
