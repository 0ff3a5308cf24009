import CommandLineTool
import Promotion
import RunDocument
import SystemPackage

/// Reads an element of `promote.before`: `{command: [...]}` or `{terraform: {directory: infra}}`.
struct HookReader {
    private let programs: ProgramSettings
    private let project: Project

    init(_ programs: ProgramSettings, project: Project) {
        self.programs = programs
        self.project = project
    }

    func hook(_ place: Located<JSONValue>) throws -> Hook {
        let members = try Members(
            place.value, place, name: "a hook", known: ["command", "terraform", "timeout"])
        var programs = programs
        if let timeout = try members.duration("timeout") { programs.timeout = timeout }
        switch (members["command"], members["terraform"]) {
        case (let command?, nil): return .command(try words(command, members), programs)
        case (nil, let terraform?):
            return .terraform(try self.terraform(terraform, place, programs))
        default:
            throw members.invalid(
                "a hook is either a 'command' or a 'terraform'",
                hint: "write {command: [./check.sh]} or {terraform: {directory: infra}}")
        }
    }

    private func words(_ value: JSONValue, _ members: Members) throws -> [String] {
        let words = value.stringValue.map { [$0] } ?? value.arrayValue?.compactMap(\.stringValue)
        guard let words, let program = words.first, !program.isEmpty,
            words.count == value.arrayValue?.count ?? 1
        else {
            throw members.invalid(
                "the 'command' of a hook is not a list of words",
                hint: "write {command: [program, argument]}; numbers are quoted")
        }
        return [program.contains("/") ? project.resolve(program) : program] + words.dropFirst()
    }

    private func terraform(
        _ value: JSONValue, _ place: Located<JSONValue>, _ programs: ProgramSettings
    ) throws -> Hook.Terraform {
        let members = try Members(
            value, place, name: "'terraform'", known: ["directory", "apply", "program"])
        guard let directory = try members.string("directory") else {
            throw members.invalid("'terraform' names no 'directory'", hint: nil)
        }
        return Hook.Terraform(
            directory: FilePath(project.resolve(directory)),
            applies: try members.boolean("apply") ?? false,
            program: [try members.string("program") ?? "terraform"],
            settings: programs)
    }
}
