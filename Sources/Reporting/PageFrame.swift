import RunReporting

/// What every page is wrapped in: a policy that lets nothing in, and the style.
struct PageFrame {
    /// Printable.
    let title: String
    /// What only this kind of page looks like.
    let sheet: StaticString

    func html(_ body: (inout MarkupWriter) -> Void) -> String {
        var page = MarkupWriter(prologue: "<!DOCTYPE html>")
        page.element("html", ["lang": "en"]) { page in
            page.newline()
            page.element("head", [:], writeHead)
            page.newline()
            page.element("body") { page in
                page.newline()
                page.element("main", [:], body)
                page.newline()
            }
            page.newline()
        }
        page.newline()
        return page.text
    }

    private func writeHead(_ page: inout MarkupWriter) {
        page.newline()
        page.empty("meta", ["charset": "utf-8"])
        page.empty(
            "meta",
            [
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src 'unsafe-inline'",
            ]
        )
        page.empty(
            "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        page.empty("meta", ["name": "color-scheme", "content": "light dark"])
        page.newline()
        page.element("title", title)
        page.newline()
        page.style([PageStyle.base, sheet, PageStyle.print])
        page.newline()
    }
}
