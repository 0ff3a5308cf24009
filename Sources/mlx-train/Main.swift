import CommandLineTool
import TrainCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(TrainCommand.self) }
}
