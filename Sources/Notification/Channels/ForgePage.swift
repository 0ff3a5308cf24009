import RunDocument
import Transfer

/// The pages of a list.
enum ForgePage {
    /// The address of the page after an answer; nil after the last.
    ///
    /// - Throws: `Undeliverable` for a page at another server: the token would go there.
    static func next(after answer: HTTPAnswer, at url: HTTPAddress) throws -> HTTPAddress? {
        // GitLab tells the number too, also where it leaves out links that have grown too long.
        if let page = answer.head.header("X-Next-Page") {
            guard let number = Int(page) else { return nil }
            return try url.resolving(query(of: url, page: number))
        }
        if let link = answer.head.all("Link").lazy.compactMap(nextLink).first {
            let next = try url.resolving(link)
            guard next.origin == url.origin else {
                throw Undeliverable.refused("it names a next page at another server", .denied)
            }
            return next
        }
        return nil
    }

    private static func query(of url: HTTPAddress, page: Int) -> String {
        let parts = url.description.split(separator: "?", maxSplits: 1)
        let old = parts.count == 2 ? parts[1].split(separator: "&") : []
        let rest = old.filter { !$0.hasPrefix("page=") } + ["page=\(page)"]
        return "?\(rest.joined(separator: "&"))"
    }

    /// The address with `rel="next"` in a header like `<A>; rel="prev", <B>; rel="next"`.
    private static func nextLink(_ header: String) -> String? {
        for part in header.split(separator: "<") {
            guard let end = part.firstIndex(of: ">") else { continue }
            let parameters = part[end...].split(whereSeparator: { ">;,".contains($0) })
            let isNext = parameters.contains { parameter in
                let word = parameter.filter { $0 != " " && $0 != "\"" }
                return word == "rel=next"
            }
            if isNext { return String(part[..<end]) }
        }
        return nil
    }
}
