/// Counts cells with data about persons.
///
/// A cell that is nothing else counts apart from one that has it among other text; it counts for
/// one kind of number at most. Values are never kept.
package struct PersonalData: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case email
        case iban
        case paymentCard = "payment-card"
        case socialSecurity = "us-ssn"
        case ipAddress = "ip-address"
        case phone
    }

    package struct Count: Hashable, Sendable {
        /// Cells that are one such thing, but for spaces around it.
        package var whole = 0
        /// Cells that have one among other text.
        package var contained = 0
    }

    /// Cells that were looked at.
    package internal(set) var cells = 0
    /// In the order of the kinds.
    private var counts = Array(repeating: Count(), count: Kind.allCases.count)
    /// Cells with the form of a payment card whose check digit is wrong.
    private var wrongCards = 0

    package init() {}

    /// Looks at a cell that occurs `count` times.
    ///
    /// Most cells are done after one pass over their bytes; nothing is allocated.
    package mutating func look(at cell: UnsafeBufferPointer<UInt8>, count: Int = 1) {
        cells += count
        guard cell.count >= 6, ByteGlance(cell).mayBePersonal else { return }
        let marks = ByteMarks(cell)
        let whole = cell.rangeWithoutSpaces
        if marks.mayHaveEmail, find(.email, in: cell, whole, count) == .whole { return }
        var found = Match.none
        if marks.mayHaveAccount { found = find(.iban, in: cell, whole, count) }
        if found == .none, marks.mayHaveCard {
            found = find(.paymentCard, in: cell, whole, count)
            if found == .none, PaymentCard.hasForm(cell, whole) { wrongCards += count }
        }
        if found == .none, marks.mayHaveSocialSecurity {
            found = find(.socialSecurity, in: cell, whole, count)
        }
        if found == .none, marks.mayHaveAddress {
            found = find(.ipAddress, in: cell, whole, count)
        }
        // Parts of the other numbers look like it.
        if found == .none, marks.mayHavePhone { _ = find(.phone, in: cell, whole, count) }
    }

    private enum Match { case none, contained, whole }

    private mutating func find(
        _ kind: Kind,
        in cell: UnsafeBufferPointer<UInt8>,
        _ whole: Range<Int>,
        _ count: Int
    ) -> Match {
        guard let match = kind.next(in: cell, from: 0) else { return .none }
        if match == whole {
            counts[kind.place].whole += count
            return .whole
        }
        counts[kind.place].contained += count
        return .contained
    }

    package static func += (left: inout PersonalData, right: PersonalData) {
        left.cells += right.cells
        left.wrongCards += right.wrongCards
        for (place, count) in right.counts.enumerated() {
            left.counts[place].whole += count.whole
            left.counts[place].contained += count.contained
        }
    }

    /// How many cells were found to hold data of a kind.
    ///
    /// One in ten numbers has a right check digit by chance: without a majority of those that
    /// look like payment cards, there are none.
    package subscript(kind: Kind) -> Count {
        let count = counts[kind.place]
        if kind == .paymentCard, wrongCards > count.whole { return Count() }
        return count
    }

    /// The kinds that were found.
    package var kinds: Set<Kind> { Set(Kind.allCases.filter { self[$0] != Count() }) }
}

extension PersonalData.Kind {
    fileprivate var place: Int {
        switch self {
        case .email: 0
        case .iban: 1
        case .paymentCard: 2
        case .socialSecurity: 3
        case .ipAddress: 4
        case .phone: 5
        }
    }

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
