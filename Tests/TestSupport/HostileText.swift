/// Texts made of what means something to the reader of a log.
package enum HostileText {
    private static let parts = [
        "\n", "\r", "\r\n", "::", ":", "%0A", "%0D", "%25", "%3A", "%AZP25", "##vso[", "##[", "##",
        "#", "##teamcity[", "]", "[", ";", "|", "||", "|'", "'", "\"", "=", ",", " ", "\t", "\\",
        "\u{2028}", "\u{2029}", "\u{85}", "\u{1B}[31m", "\u{0}", "\u{200D}", "\u{FEFF}", "\u{AD}",
        "::error::", "::add-mask::x", "::set-output name=a::b", "::stop-commands::x",
        "##[add-mask]x",
        "##[error]", "##vso[task.setvariable variable=PATH]/evil",
        "##vso[task.complete result=Failed;]",
        "##teamcity[buildStop comment='x']", "##teamcity[setParameter name='a' value='b']",
        "#\u{200D}#vso[task.debug]x", "##\u{AD}teamcity[message text='x']", "<<", "MLX_END",
        "MLX_END_",
        "%env.PATH%", "a", "é", "😀", "e\u{301}", "phase=Succeeded",
    ]

    /// As many texts as are asked for, always the same.
    package static func texts(_ count: Int, seed: UInt64 = 6) -> [String] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let length = Int.random(in: 0...6, using: &generator)
            return (0..<length).compactMap { _ in parts.randomElement(using: &generator) }.joined()
        }
    }
}
