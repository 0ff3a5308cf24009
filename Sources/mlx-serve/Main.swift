import CommandLineTool
import ServeCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(ServeCommand.self) }
}
