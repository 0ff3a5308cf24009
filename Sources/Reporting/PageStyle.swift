/// How the page looks: on paper, on a telephone, by day and by night.
enum PageStyle {
    /// What all pages share.
    static let base: StaticString = """
        :root {
          color-scheme: light dark;
          --page: #f5f6f8; --card: #fff; --ink: #1a1f26; --soft: #5a6370; --line: #e4e7ec;
          --tag: #eef1f5; --bar: #4a7fe0; --before: #e8a24a; --track: #edf0f4;
          --bad: #b3261e; --warn: #8a5a00; --good: #1a7440;
          --bad-tint: #fdecea; --warn-tint: #fdf3dd; --good-tint: #e6f5ec;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14171b; --card: #1d2126; --ink: #e6e9ee; --soft: #9fa8b4; --line: #2e343b;
            --tag: #2a3037; --bar: #6f9ff0; --before: #e0984c; --track: #2a3037;
            --bad: #ff8f86; --warn: #f0c060; --good: #74d294;
            --bad-tint: #3a2022; --warn-tint: #362c17; --good-tint: #19301f;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
          -webkit-text-size-adjust: 100%;
        }
        main { max-width: 1360px; margin: 0 auto; padding: 32px 24px 24px; }
        h1 { margin: 0 0 14px; font-size: 26px; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
        h2 { margin: 36px 0 10px; font-size: 18px; }
        small { font-size: 12.5px; color: var(--soft); }
        code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
        .soft { color: var(--soft); }
        .bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
        .hidden, caption {
          position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
        }
        .verdict { margin: 0 0 20px; padding: 8px 14px; border-radius: 8px; display: inline-block; }
        .verdict strong { margin-right: 6px; }
        .verdict.bad { background: var(--bad-tint); } .verdict.warn { background: var(--warn-tint); }
        .verdict.good { background: var(--good-tint); }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px 44px; margin: 0 0 16px; }
        .tiles dt { font-size: 13px; color: var(--soft); }
        .tiles dd { margin: 0; font-size: 26px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
        .sources { list-style: none; margin: 0; padding: 0; font-size: 13.5px; }
        .sources li { overflow-wrap: anywhere; }
        .sources code { margin-left: 10px; color: var(--soft); }
        .legend, .limit { margin: 0 0 10px; font-size: 13.5px; color: var(--soft); overflow-wrap: anywhere; }
        .key { display: inline-block; width: 12px; height: 12px; margin: 0 6px -1px 0; border-radius: 2px; background: var(--bar); }
        .key.reference { margin-left: 14px; border: 2px solid var(--before); background: none; }
        table {
          width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card);
          border: 1px solid var(--line); border-radius: 10px;
        }
        th, td { padding: 12px 10px; text-align: left; vertical-align: top; font-weight: 400; border-top: 1px solid var(--line); }
        thead th {
          position: sticky; top: 0; z-index: 1; padding: 9px 10px; background: var(--card); border-top: 0;
          border-bottom: 1px solid var(--line); font-size: 12.5px; font-weight: 600; color: var(--soft); white-space: nowrap;
        }
        thead th:first-child { border-top-left-radius: 10px; } thead th:last-child { border-top-right-radius: 10px; }
        tbody tr:first-child > * { border-top: 0; }
        tr > :first-child { padding-left: 18px; } tr > :last-child { padding-right: 18px; }
        tbody tr.failed > th { box-shadow: inset 3px 0 var(--bad); } tbody tr.warned > th { box-shadow: inset 3px 0 var(--warn); }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .number small { display: block; }
        .tags { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
        .tag { padding: 0 7px; border-radius: 9px; background: var(--tag); color: var(--soft); font-size: 12px; line-height: 18px; }
        .tag.role { background: none; box-shadow: inset 0 0 0 1px var(--line); color: var(--ink); }
        .bar { display: block; overflow: hidden; border-radius: 2px; }
        .bar .fill { fill: var(--bar); }
        .list { font-size: 14px; } .list bdi { overflow-wrap: anywhere; }
        .list tbody th { width: 44%; font-weight: 600; } .list th p, .list th ul { font-weight: 400; color: var(--soft); }
        .list p { margin: 2px 0 0; font-size: 13.5px; overflow-wrap: anywhere; }
        .list ul { margin: 6px 0 0; padding: 0; list-style: none; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        .list td { font-variant-numeric: tabular-nums; }
        .mark { display: inline-block; width: 1.2em; font-weight: 700; }
        details { margin-top: 14px; } details table { margin-top: 8px; }
        summary { cursor: pointer; color: var(--soft); }
        footer { margin-top: 32px; font-size: 12.5px; color: var(--soft); }
        """

    /// On paper; it comes last.
    static let print: StaticString = """
        @media print {
          :root { --page: #fff; --card: #fff; }
          body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { padding: 0; max-width: none; }
          thead th { position: static; } tr, .tiles { break-inside: avoid; }
        }
        """
}
