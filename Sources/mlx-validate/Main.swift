import CommandLineTool
import ValidateCommand

@main
enum Main {
    static func main() async { await ToolRunner.run(Validate.self) }
}
