import CommandLineTool
import PredictCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(PredictCommand.self) }
}
