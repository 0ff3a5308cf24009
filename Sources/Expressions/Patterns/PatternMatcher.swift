import CPCRE2
package import Dataset

/// A regular expression, compiled once and matched within a bound of steps.
///
/// PCRE2 takes patterns as Python's `re` and as ECMA-262 have them, and its compiler to machine code
/// makes it fast. It backtracks, as they do; a value that takes more steps than a text of its length
/// may need ends the matching for good, so that no pattern and no value can hold up a run.
package final class PatternMatcher {
    /// What a pattern must match of a value.
    package enum Extent { case whole, anyPart }

    /// Steps for any value, and for each byte of one.
    private static let steps = (base: 100_000, perByte: 100)
    /// Bytes that groups in repetition may take.
    private static let stackSize = (first: 32 << 10, most: 16 << 20)
    /// Longer values get no more steps than one of that length.
    private static let longest = 1 << 24

    private let code: PatternCode
    private let found: OpaquePointer
    private let context: OpaquePointer
    private let stack: OpaquePointer?
    /// Whether a value took too many steps; from then on nothing is decided any more.
    package private(set) var hasGivenUp = false

    package init(_ pattern: String, _ extent: Extent) throws(PatternError) {
        code = try PatternCode(pattern, extent)
        guard let found = pcre2_match_data_create_8(1, nil) else { throw .outOfMemory }
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_match_data_free_8(found)
            throw .outOfMemory
        }
        (self.found, self.context) = (found, context)
        stack = pcre2_jit_stack_create_8(Self.stackSize.first, Self.stackSize.most, nil)
        pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
        // In KiB, for what is not compiled to machine code.
        pcre2_set_heap_limit_8(context, UInt32(Self.stackSize.most >> 10))
    }

    deinit {
        pcre2_match_data_free_8(found)
        pcre2_match_context_free_8(context)
        pcre2_jit_stack_free_8(stack)
    }

    /// Whether a value matches; true once the matcher has given up.
    package func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !hasGivenUp else { return true }
        let length = min(value.count, Self.longest)
        pcre2_set_match_limit_8(context, UInt32(Self.steps.base + Self.steps.perByte * length))
        var result = match(value, options: 0)
        // Without machine code there is more room for groups.
        if result == PCRE2_ERROR_JIT_STACKLIMIT { result = match(value, options: PCRE2_NO_JIT) }
        if result == PCRE2_ERROR_NOMATCH { return false }
        hasGivenUp = result < 0
        return true
    }

    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(matches)
    }

    private func match(_ value: UnsafeBufferPointer<UInt8>, options: UInt32) -> Int32 {
        guard let start = value.baseAddress else {
            var nothing: UInt8 = 0
            return pcre2_match_8(code.pointer, &nothing, 0, 0, options, found, context)
        }
        return pcre2_match_8(code.pointer, start, value.count, 0, options, found, context)
    }
}

/// A compiled pattern.
private final class PatternCode {
    let pointer: OpaquePointer

    init(_ pattern: String, _ extent: PatternMatcher.Extent) throws(PatternError) {
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C
        if extent == .whole { options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED }
        guard let context = pcre2_compile_context_create_8(nil) else { throw .outOfMemory }
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        var (number, offset) = (Int32(0), 0)
        var text = Array(pattern.utf8)
        text.append(0)
        let code = pcre2_compile_8(text, text.count - 1, options, &number, &offset, context)
        guard let code else { throw PatternError(number: number, offset: offset) }
        pointer = code
        // Where machine code cannot be made, the pattern is interpreted.
        _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
    }

    deinit { pcre2_code_free_8(pointer) }
}

/// A pattern that cannot be read.
package struct PatternError: Error {
    static let outOfMemory = PatternError(reason: "there is no memory for it")

    package let reason: String
}

extension PatternError {
    /// - Parameters:
    ///   - number: of PCRE2.
    ///   - offset: in bytes of the pattern as PCRE2 gets it.
    fileprivate init(number: Int32, offset: Int) {
        var message = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(number, &message, message.count)
        let text = String(decoding: message.prefix(max(0, Int(length))), as: UTF8.self)
        reason = "\(text), at byte \(offset + 1)"
    }
}

extension PatternMatcher {
    /// The pattern of a field or of a row rule, which whole values must match.
    ///
    /// - Throws: `SchemaError.badPattern`.
    package convenience init(_ pattern: String, field: String) throws(SchemaError) {
        do {
            try self.init(XMLSchemaPattern.translated(pattern), .whole)
        } catch {
            throw .badPattern(field: field, pattern: pattern, reason: error.reason)
        }
    }
}
