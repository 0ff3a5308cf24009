/// What an instruction of a pickle reads, and what it does to the stack.
///
/// The table is that of `pickletools.py`, protocols 0 to 5.
struct PickleOpcode {
    enum Argument {
        case none
        case bytes(Int)
        /// As many bytes as a number of this width says.
        case counted(Int)
        case line
        case twoLines
        /// A line that holds a number.
        case number
        /// A line in quotation marks.
        case quoted
    }

    enum Effect {
        /// Takes some objects from the stack and leaves others there.
        case replace(Int, by: Int)
        case mark
        /// Takes all objects down to the mark, and then as `replace`.
        case collect(Int, by: Int)
        case drop
        /// Puts something there that can be called; takes objects before.
        case callable(taking: Int)
        /// Calls what lies below its arguments.
        case call(taking: Int)
        /// Calls something of a module, with all down to the mark.
        case instance
        case store
        case fetch
        case stop
    }

    let argument: Argument
    let effect: Effect

    private init(_ argument: Argument, _ effect: Effect) {
        self.argument = argument
        self.effect = effect
    }

    static subscript(_ byte: UInt8) -> PickleOpcode? {
        byte < 0x80 ? ascii[byte] : binary[byte]
    }

    private static let push = Effect.replace(0, by: 1)

    private static let ascii: [UInt8: PickleOpcode] = Dictionary(
        uniqueKeysWithValues: [
            ("I", .number, push), ("L", .number, push), ("F", .number, push),
            ("J", .bytes(4), push),
            ("K", .bytes(1), push), ("M", .bytes(2), push), ("G", .bytes(8), push),
            ("S", .quoted, push), ("T", .counted(4), push), ("U", .counted(1), push),
            ("B", .counted(4), push), ("C", .counted(1), push), ("V", .line, push),
            ("X", .counted(4), push), ("N", .none, push), ("]", .none, push), (")", .none, push),
            ("}", .none, push), ("P", .line, push), ("Q", .none, .replace(1, by: 1)),
            ("a", .none, .replace(2, by: 1)), ("s", .none, .replace(3, by: 1)),
            ("2", .none, .replace(1, by: 2)), ("e", .none, .collect(1, by: 1)),
            ("u", .none, .collect(1, by: 1)), ("l", .none, .collect(0, by: 1)),
            ("d", .none, .collect(0, by: 1)), ("t", .none, .collect(0, by: 1)),
            ("1", .none, .collect(0, by: 0)), ("0", .none, .drop), ("(", .none, .mark),
            ("p", .number, .store), ("q", .bytes(1), .store), ("r", .bytes(4), .store),
            ("g", .number, .fetch), ("h", .bytes(1), .fetch), ("j", .bytes(4), .fetch),
            ("c", .twoLines, .callable(taking: 0)), ("i", .twoLines, .instance),
            ("o", .none, .instance), ("R", .none, .call(taking: 2)),
            ("b", .none, .call(taking: 2)), (".", .none, .stop),
        ].map { (letter: Unicode.Scalar, argument: Argument, effect: Effect) in
            (UInt8(ascii: letter), PickleOpcode(argument, effect))
        })

    private static let binary: [UInt8: PickleOpcode] = Dictionary(
        uniqueKeysWithValues: [
            (0x80, .bytes(1), .replace(0, by: 0)), (0x81, .none, .call(taking: 2)),
            (0x82, .bytes(1), .callable(taking: 0)), (0x83, .bytes(2), .callable(taking: 0)),
            (0x84, .bytes(4), .callable(taking: 0)), (0x85, .none, .replace(1, by: 1)),
            (0x86, .none, .replace(2, by: 1)), (0x87, .none, .replace(3, by: 1)),
            (0x88, .none, push), (0x89, .none, push), (0x8A, .counted(1), push),
            (0x8B, .counted(4), push), (0x8C, .counted(1), push), (0x8D, .counted(8), push),
            (0x8E, .counted(8), push), (0x8F, .none, push), (0x90, .none, .collect(1, by: 1)),
            (0x91, .none, .collect(0, by: 1)), (0x92, .none, .call(taking: 3)),
            (0x93, .none, .callable(taking: 2)), (0x94, .none, .store),
            (0x95, .bytes(8), .replace(0, by: 0)), (0x96, .counted(8), push),
            (0x97, .none, push), (0x98, .none, .replace(1, by: 1)),
        ].map { (byte: UInt8, argument: Argument, effect: Effect) in
            (byte, PickleOpcode(argument, effect))
        })
}
