package import Profile
import RunDocument

/// Counts cells with data about persons.
///
/// A cell that is nothing else counts apart from one that has it among other text. Values are
/// never kept.
package struct PersonalData: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case email
        case iban
        case paymentCard = "payment-card"
        case socialSecurity = "us-ssn"
        case ipAddress = "ip-address"
        /// Last, as parts of the other numbers look like it.
        case phone
    }

    package struct Count: Hashable, Sendable {
        /// Cells that are one such thing, but for spaces around it.
        package var whole = 0
        /// Cells that have one among other text.
        package var contained = 0
    }

    /// Cells that were looked at.
    package private(set) var cells = 0
    private var counts: [Kind: Count] = [:]
    /// Cells with the form of a payment card whose check digit is wrong.
    private var wrongCards = 0

    package init() {}

    /// Looks at a cell that occurs `count` times.
    ///
    /// Most cells are done after one pass over their bytes; nothing is allocated.
    package mutating func look(at cell: UnsafeBufferPointer<UInt8>, count: Int = 1) {
        cells += count
        guard cell.count >= 6 else { return }
        let marks = ByteMarks(cell)
        guard marks.mayBePersonal else { return }
        let whole = cell.rangeWithoutSpaces
        var hasNumber = false
        for kind in Kind.allCases where marks.allow(kind) && !(kind == .phone && hasNumber) {
            guard let match = kind.next(in: cell, from: 0) else {
                if kind == .paymentCard, PaymentCard.hasForm(cell, whole) { wrongCards += count }
                continue
            }
            if match == whole {
                counts[kind, default: Count()].whole += count
                return
            }
            counts[kind, default: Count()].contained += count
            hasNumber = hasNumber || kind != .email
        }
    }

    package static func += (left: inout PersonalData, right: PersonalData) {
        left.cells += right.cells
        left.wrongCards += right.wrongCards
        for (kind, count) in right.counts {
            left.counts[kind, default: Count()].whole += count.whole
            left.counts[kind, default: Count()].contained += count.contained
        }
    }

    /// How many cells were found to hold data of a kind.
    ///
    /// One in ten numbers has a right check digit by chance: without a majority of those that
    /// look like payment cards, there are none.
    package subscript(kind: Kind) -> Count {
        guard let count = counts[kind] else { return Count() }
        if kind == .paymentCard, wrongCards > count.whole { return Count() }
        return count
    }

    /// The kinds that were found.
    package var kinds: Set<Kind> { Set(Kind.allCases.filter { self[$0] != Count() }) }
}

extension PersonalData.Kind {
    /// The first match at or after a place.
    func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        switch self {
        case .email: EmailAddress.next(in: bytes, from: start)
        case .phone: PhoneNumber.next(in: bytes, from: start)
        case .iban: BankAccount.next(in: bytes, from: start)
        case .paymentCard: PaymentCard.next(in: bytes, from: start)
        case .socialSecurity: SocialSecurityNumber.next(in: bytes, from: start)
        case .ipAddress: InternetAddress.next(in: bytes, from: start)
        }
    }
}

extension PersonalData {
    /// Looks at all values of a column, as often as they occur.
    ///
    /// - Returns: nil if there are more distinct ones than are kept.
    package init?(_ column: ColumnProfile) {
        guard let texts = column.texts.counts, let numbers = column.numbers.counts else {
            return nil
        }
        for (value, count) in zip(texts.values, texts.counts) {
            look(at: value, count: count)
        }
        for (value, count) in zip(numbers.values, numbers.counts) {
            // Of numbers, only long integers can be personal: payment cards.
            if value >= 1e12, value <= 0x1p53, value == value.rounded() {
                look(at: "\(Int64(value))", count: count)
            } else {
                cells += count
            }
        }
    }

    private mutating func look(at text: String, count: Int) {
        var text = text
        text.withUTF8 { look(at: $0, count: count) }
    }

    /// Looks at the cells of a sample.
    init(cells: [[UInt8]?]) {
        for case let cell? in cells {
            cell.withUnsafeBufferPointer { look(at: $0) }
        }
    }

    /// That a column holds data about persons.
    func finding(_ column: ColumnProfile, limit: Double) -> Finding {
        let found = Kind.allCases.filter(kinds.contains)
        let total = found.reduce(0) { $0 + self[$1].whole + self[$1].contained }
        let words = found.map { "\(self[$0].whole + self[$0].contained) \($0.rawValue)" }
        var finding = Finding(
            "personal-data",
            column: column.name,
            Measure(Double(total)),
            .atMost(limit),
            message: "'\(column.name)' has personal data: \(words.joined(separator: ", "))"
        )
        finding.check["kinds"] = .object(
            JSONObject(
                found.map { kind in
                    let count = self[kind]
                    let json: JSONValue = [
                        "whole": .integer(Int64(count.whole)),
                        "contained": .integer(Int64(count.contained)),
                    ]
                    return (kind.rawValue, json)
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        if cells < column.present {
            finding.check["exact"] = false
            finding.check["cellsSeen"] = .integer(Int64(cells))
        }
        return finding
    }
}
