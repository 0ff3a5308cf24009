import FileStorage
import RunDocument
import SystemPackage

/// The audit log, and whether the index is what it tells.
extension LayoutCheck {
    mutating func checkAudit(_ log: Reading) {
        var bytes: [UInt8] = []
        switch log {
        case .missing: break
        case .unreadable(let reason):
            return damage(.audit, layout.audit, "cannot be read: \(reason)")
        case .bytes(let read): bytes = read
        }
        var chain = AuditChain(bytes, model: store.model)
        chain.close(with: index)
        report.records = chain.records.count
        for fault in chain.faults {
            report.findings.append(
                Finding(
                    fault.isPending ? .note : .damage,
                    .audit,
                    layout.audit,
                    line: fault.line,
                    fault.message,
                    remedy: fault.isPending ? .auditTail : nil
                )
            )
        }
        for line in chain.foreignEdits {
            note(.audit, layout.audit, line: line, "something else had edited the index before")
        }
        guard let index else { return }
        let replay = AuditReplay(chain.records)
        checkReferences(index, replay)
        if chain.faults.allSatisfy(\.isPending) { checkHighestVersion(index, replay) }
    }

    private mutating func checkReferences(_ index: Index, _ replay: AuditReplay) {
        guard let noted = index.audit?.references, noted != index.references else { return }
        let differences = replay.references == noted ? replay.differences(from: index) : []
        let edited = "something else than this tool edited the index"
        if differences.isEmpty {
            damage(
                .index,
                layout.index,
                "\(edited): its tags are \(index.references) and by the last record \(noted)"
            )
        }
        for difference in differences { damage(.tag, layout.index, "\(edited): \(difference)") }
    }

    /// Lower, and a number could be given twice; higher, and nobody knows by whom.
    private mutating func checkHighestVersion(_ index: Index, _ replay: AuditReplay) {
        let text = index.annotations[Annotation.highestVersion]
        let highest = max(replay.highestVersion, index.highestTag)
        guard highest > 0 || text != nil else { return }
        let noted = text.flatMap(Tag.number)
        guard noted == nil || noted ?? 0 < highest || noted ?? 0 > max(highest, replay.highestNamed)
        else { return }
        damage(
            .index,
            layout.index,
            "'\(Annotation.highestVersion)' is \(text.map { "'\($0)'" } ?? "missing"), and "
                + "version \(highest) was given",
            remedy: .annotations
        )
    }
}

extension Index {
    /// The highest version that there is, whatever was given before.
    var highestTag: Int { entries.compactMap(\.version).max() ?? 0 }
}
