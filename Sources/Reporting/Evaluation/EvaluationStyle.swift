/// How the page of an evaluation looks.
///
/// The colours are Okabe and Ito's, which those who see fewer colours can tell apart too.
enum EvaluationStyle {
    static let sheet: StaticString = """
        :root {
          --bar: #0072b2; --before: #d55e00; --allowed: #009e7322; --hit: 0 114 178; --miss: 213 94 0; --grid: #e4e7ec;
          --c1: #0072b2; --c2: #d55e00; --c3: #009e73; --c4: #cc79a7; --c5: #b97f00; --c6: #3a9fd8; --c7: #1a1f26; --c8: #7a6f00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --bar: #56b4e9; --before: #f0883e; --allowed: #2fbf9033; --hit: 86 180 233; --miss: 240 136 62; --grid: #2e343b;
            --c1: #56b4e9; --c2: #f0883e; --c3: #2fbf90; --c4: #e29cc4; --c5: #e6b030; --c6: #3d8fd0; --c7: #e6e9ee; --c8: #d8cf4a;
          }
        }
        main { max-width: 1240px; }
        h1 { margin-bottom: 12px; } h2 { margin-top: 44px; }
        h3 { margin: 22px 0 6px; font-size: 15px; overflow-wrap: anywhere; } h3 small { font-weight: 400; }
        .eyebrow { margin: 0 0 2px; font-size: 13px; color: var(--soft); }
        section, figure { min-width: 0; }
        .verdict { margin-bottom: 12px; } .verdict strong { font-size: 18px; } .verdict.none { background: var(--tag); }
        .reasons { list-style: none; margin: 0 0 18px; padding: 0; } .reasons li { padding-left: 1.3em; text-indent: -1.3em; overflow-wrap: anywhere; }
        .reasons .mark { text-indent: 0; }
        .tiles { gap: 14px 48px; margin-top: 4px; } .tiles dt { overflow-wrap: anywhere; }
        .tiles dd { font-size: 32px; } .tiles .under { font-size: 13.5px; font-weight: 400; color: var(--soft); }
        .change { white-space: nowrap; font-variant-numeric: tabular-nums; } .under small { margin-left: 6px; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(215px, 100%), 1fr)); gap: 10px 24px; margin: 0 0 16px; font-size: 13.5px; }
        .facts dt { color: var(--soft); font-size: 12.5px; } .facts dd { margin: 0; overflow-wrap: anywhere; } .facts dt { overflow-wrap: anywhere; }
        .facts code { display: block; font-size: 11.5px; color: var(--soft); } .facts.wide { margin-top: 10px; } .facts dt::first-letter { text-transform: uppercase; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 16px; padding-top: 10px; border-top: 1px solid var(--line); font-size: 13.5px; }
        nav a { color: var(--bar); text-decoration: none; } nav a:hover { text-decoration: underline; }
        .words { margin: 0 0 8px; color: var(--ink); font-size: 14px; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; max-width: 100%; }
        .figures { font-size: 14px; } .figures th, .figures td { padding: 9px 10px; vertical-align: middle; }
        .figures bdi { overflow-wrap: anywhere; } .figures tbody th { max-width: 340px; font-weight: 600; }
        .figures tbody th small { display: block; font-weight: 400; overflow-wrap: anywhere; }
        .figures .name { display: block; } .figures td { min-width: 4.6em; } .figures td > strong { white-space: nowrap; }
        .figures td > span { display: block; } .figures td > .soft { display: inline; }
        .figures .strip { width: 26%; min-width: 130px; } .figures .strip.tall { padding-top: 0; padding-bottom: 0; height: 38px; }
        .figures td.rate { width: 14%; min-width: 84px; font-variant-numeric: tabular-nums; }
        thead .strip.tall, thead .strip { height: auto; }
        .bar.rate { width: 100%; height: 5px; margin-top: 3px; background: var(--track); } .bar.second .fill { fill: var(--c3); }
        .range { display: block; width: 100%; height: 26px; overflow: visible; } .tall .range { height: 38px; }
        .line { fill: none; vector-effect: non-scaling-stroke; }
        .grid { stroke: var(--grid); } .chance { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 3 4; }
        .curve { stroke-width: 2.2; stroke-linejoin: round; } .curve.before { stroke: var(--before); stroke-dasharray: 7 4; stroke-width: 1.8; }
        .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); stroke-dasharray: 9 3; } .line.c3 { stroke: var(--c3); stroke-dasharray: 3 3; }
        .line.c4 { stroke: var(--c4); } .line.c5 { stroke: var(--c5); stroke-dasharray: 12 3 3 3; } .line.c6 { stroke: var(--c6); stroke-dasharray: 6 3; }
        .line.c7 { stroke: var(--c7); stroke-width: 1.4; } .line.c8 { stroke: var(--c8); stroke-dasharray: 2 3; }
        .spot { stroke: var(--card); stroke-width: 1; }
        .spot.c1 { fill: var(--c1); } .spot.c2 { fill: var(--c2); } .spot.c3 { fill: var(--c3); } .spot.c4 { fill: var(--c4); }
        .spot.c5 { fill: var(--c5); } .spot.c6 { fill: var(--c6); } .spot.c7 { fill: var(--c7); } .spot.c8 { fill: var(--c8); }
        .dot { stroke: var(--bar); stroke-width: 10; stroke-linecap: round; } .dot.before { stroke: var(--before); stroke-width: 9; }
        .dot.hole { stroke: var(--card); stroke-width: 5; } .span { stroke: var(--bar); stroke-width: 2.5; stroke-linecap: round; }
        .dot.bad, .span.bad { stroke: var(--bad); } .dot.warn, .span.warn { stroke: var(--warn); } .dot.good, .span.good { stroke: var(--good); }
        .whole { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 4 3; } .zero { stroke: var(--soft); stroke-width: 1; }
        .allowed { fill: var(--allowed); } .bound { stroke: var(--good); stroke-width: 2; }
        .column { fill: var(--bar); } .column.negative { fill: var(--before); } .whisker { stroke: var(--ink); stroke-width: 1.2; }
        .cloud { stroke: var(--bar); stroke-width: 4.5; stroke-linecap: round; stroke-opacity: .55; }
        .percentile { stroke: var(--before); stroke-width: 1.2; } text.percentile { stroke: none; fill: var(--ink); }
        .narrow { max-width: 720px; } .metrics.narrow { max-width: 480px; } .limit { margin-top: 6px; }
        table + .plots { margin-top: 16px; } .scroll + .words { margin-top: 10px; }
        @media print, (min-width: 761px) {
          .slices { table-layout: fixed; } .slices th:first-child { width: 27%; } .slices .number { width: 11%; } .slices .number:last-child { width: 15%; }
        }
        .probe { fill: transparent; } .probe:hover { fill: var(--c1); } .noise { stroke: var(--c1); stroke-width: 1; stroke-opacity: .6; }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr)); gap: 16px; align-items: start; }
        figure { margin: 0; padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        figcaption { margin-bottom: 6px; font-weight: 600; overflow-wrap: anywhere; }
        .plot { display: block; width: 100%; max-width: 480px; margin: 0 auto; height: auto; overflow: visible; }
        .plot text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; } .plot .name { fill: var(--ink); }
        .keys { display: flex; flex-wrap: wrap; gap: 3px 16px; list-style: none; margin: 6px 0 8px; padding: 0; font-size: 13px; }
        .keys li { display: flex; gap: 7px; align-items: center; min-width: 0; } .keys svg { flex: none; width: 26px; height: 10px; overflow: visible; }
        .keys bdi { overflow-wrap: anywhere; min-width: 0; } .keys small { white-space: nowrap; }
        figure details { margin-top: 6px; font-size: 13px; } figure .scroll { max-height: 360px; overflow: auto; }
        .plain th, .plain td { padding: 3px 10px; font-size: 13px; } .plain thead th { white-space: normal; }
        .matrix { width: auto; border-collapse: separate; border-spacing: 2px; padding: 6px; font-size: 13.5px; }
        .matrix th, .matrix td, .matrix thead th { position: static; padding: 7px 9px; border: 0; border-radius: 4px; text-align: center; vertical-align: middle; white-space: nowrap; }
        .matrix th { font-weight: 600; max-width: 150px; overflow: hidden; text-overflow: ellipsis; color: var(--ink); font-size: 13px; }
        .matrix tbody th { text-align: right; } .matrix td { min-width: 56px; font-variant-numeric: tabular-nums; } .matrix td small { display: block; font-size: 11.5px; color: inherit; }
        .dense thead th { writing-mode: vertical-rl; max-width: none; max-height: 150px; text-align: left; padding: 4px; } .dense td { min-width: 40px; padding: 3px 4px; font-size: 12px; } .dense td small { font-size: 10.5px; }
        .hit { background: rgb(var(--hit) / calc(var(--heat) * 1%)); } .miss { background: rgb(var(--miss) / calc(var(--heat) * 1%)); }
        .h0 { --heat: 0; } .h1 { --heat: 7; } .h2 { --heat: 13; } .h3 { --heat: 19; } .h4 { --heat: 25; } .h5 { --heat: 31; } .h6 { --heat: 37; } .h7 { --heat: 43; } .h8 { --heat: 49; } .h9 { --heat: 55; }
        @media screen and (max-width: 760px) {
          main { padding: 20px 14px; }
          .tiles { gap: 12px 28px; } .tiles dd { font-size: 26px; }
          .figures:not(.plain), .list, :is(.figures:not(.plain), .list) :is(tbody, th, td) { display: block; }
          :is(.figures:not(.plain), .list) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          :is(.figures:not(.plain), .list) tbody tr { display: grid; gap: 6px 14px; padding: 12px 14px; border-top: 1px solid var(--line); grid-template-columns: repeat(3, minmax(0, 1fr)); }
          :is(.figures:not(.plain), .list) tbody tr:first-child { border-top: 0; }
          :is(.figures:not(.plain), .list) tbody tr.failed { box-shadow: inset 3px 0 var(--bad); } :is(.figures:not(.plain), .list) tbody tr.warned { box-shadow: inset 3px 0 var(--warn); }
          :is(.figures:not(.plain), .list) tbody tr > :is(th, td) { padding: 0; border: 0; box-shadow: none; min-width: 0; max-width: none; width: auto; text-align: left; white-space: normal; overflow-wrap: anywhere; }
          :is(.figures:not(.plain), .list) tbody th, :is(.figures:not(.plain), .list) .strip, .list td { grid-column: 1 / -1; }
          :is(.figures:not(.plain), .list) td[data-label]::before { content: attr(data-label); display: block; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
          .figures .wide { grid-column: span 2; } .classes tbody tr, .groups tbody tr { grid-template-columns: repeat(4, minmax(0, 1fr)) !important; }
          .list td[data-label]::before { display: inline-block !important; width: 76px; } .strip::before { display: none !important; }
          .figures .strip.tall { height: 32px; } .tall .range { height: 32px; }
        }
        @media print {
          h2 { margin-top: 26px; font-size: 15px; } .tiles dd { font-size: 22px; } .tiles dd.under { font-size: 11px; }
          .figures, .list, .facts, .words, .keys, .reasons, .legend { font-size: 10.5px; } .figures th, .figures td, .list th, .list td { padding: 4px 6px; }
          .figures :is(th, small), .list small, .keys small, .limit { font-size: 10px; } .figures .strip, .figures td.rate { min-width: 0; }
          .range { height: 20px; } .figures .strip.tall, .tall .range { height: 28px; } .facts { grid-template-columns: repeat(3, 1fr); }
          .list p { font-size: 10.5px; } .plots { grid-template-columns: 1fr 1fr; gap: 10px; } figure, h2, h3, .figures tr { break-inside: avoid; } h2, h3 { break-after: avoid; } nav { display: none; }
        }
        """
}
