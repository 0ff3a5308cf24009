import ArgumentParser
import FileStorage

/// What goes together on the command line: what would be left out without a word is refused.
extension DeployCommand {
    func checkWords() throws {
        if overrides && (reason ?? "").isEmpty {
            throw ValidationError("--override needs --reason")
        }
        if to != nil && !rollback { throw ValidationError("--to needs --rollback") }
        if approval.approve && (overrides || rollback || reconcile || dryRun) {
            throw ValidationError(
                "--approve goes with neither --override, --rollback, --reconcile nor --dry-run")
        }
        if overrides && rollback {
            throw ValidationError("--override and --rollback contradict each other")
        }
        if reconcile && (rollback || overrides) {
            throw ValidationError("--reconcile stands alone, without --rollback and --override")
        }
        if service.watch != nil && (approval.approve || rollback || reconcile) {
            throw ValidationError(
                "--watch goes with neither --approve, --rollback nor --reconcile")
        }
        if let expect, Digest(expect) == nil {
            throw ValidationError(
                "--expect is not 'sha256:' and 64 hexadecimal digits: '\(expect)'"
            )
        }
        if rollback || reconcile { try checkModelAlone() }
    }

    /// Going back and finishing ask production which version is meant.
    private func checkModelAlone() throws {
        guard let version, let at = version.firstIndex(of: "@") else { return }
        let model = version[..<at]
        let number = Int(version[version.index(after: at)...]).map(String.init) ?? "NUMBER"
        throw ValidationError(
            rollback
                ? "with --rollback, the version of '\(version)' stands apart: write "
                    + "\(model) --rollback --to \(number)"
                : "--reconcile is for the version in production, whichever it is: write "
                    + "\(model) --reconcile")
    }
}
