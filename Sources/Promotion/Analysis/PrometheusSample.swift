/// A line of Prometheus' text format: a name, labels and a value.
struct PrometheusSample {
    let name: String
    let value: Double
    private let labels: [String: String]

    subscript(label: String) -> String? { labels[label] }

    /// All samples of a text; what is none is left out.
    static func all(in text: String) -> [PrometheusSample] {
        text.split(separator: "\n").compactMap(PrometheusSample.init)
    }

    private init?(_ line: Substring) {
        guard !line.hasPrefix("#") else { return nil }
        var rest = line
        name = String(rest.prefix { $0 != "{" && $0 != " " })
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while let label = Self.takeLabel(&rest) { labels[label.name] = label.value }
            guard rest.first == "}" else { return nil }
            rest = rest.dropFirst()
        }
        self.labels = labels
        // A time may follow the value.
        guard let word = rest.split(separator: " ").first, let value = Double(word) else {
            return nil
        }
        self.value = value
    }

    /// `name="value"` and the comma after it.
    private static func takeLabel(_ rest: inout Substring) -> (name: String, value: String)? {
        let name = rest.prefix { $0 != "=" && $0 != "}" }
        guard rest.dropFirst(name.count).hasPrefix("=\"") else { return nil }
        var tail = rest.dropFirst(name.count + 2)
        var value = ""
        while let letter = tail.popFirst(), letter != "\"" {
            guard letter == "\\", let next = tail.popFirst() else {
                value.append(letter)
                continue
            }
            value.append(next == "n" ? "\n" : next)
        }
        if tail.first == "," { tail = tail.dropFirst() }
        rest = tail
        return (String(name), value)
    }
}
