/// How the table of a profile looks, which becomes a list where it does not fit.
enum ProfileStyle {
    static let sheet: StaticString = """
        .columns .name { display: block; font-weight: 600; overflow-wrap: anywhere; min-width: 110px; max-width: 240px; max-height: 6em; overflow: hidden; }
        .missing { min-width: 76px; }
        .missing .bar { width: 60px; height: 4px; margin: 4px 0 2px auto; }
        .gap { background: var(--track); } .gap .fill { fill: var(--soft); }
        .chart { width: 264px; }
        .histogram { display: block; width: 240px; height: 56px; overflow: visible; }
        .histogram .bin { fill: var(--bar); } .histogram .bin:hover { fill: var(--ink); }
        .histogram .base { stroke: var(--line); vector-effect: non-scaling-stroke; }
        .histogram .reference, .bar .reference {
          fill: var(--before); fill-opacity: .16; stroke: var(--before); stroke-width: 1.5; vector-effect: non-scaling-stroke; pointer-events: none;
        }
        .axis { display: flex; justify-content: space-between; width: 240px; margin-top: 3px; font-size: 12px; line-height: 1.3; color: var(--soft); font-variant-numeric: tabular-nums; }
        .axis.each > span { flex: 1; text-align: center; }
        .values { list-style: none; width: 240px; margin: 0; padding: 0; font-size: 13px; }
        .values li { display: grid; grid-template-columns: 92px 1fr 48px; gap: 8px; align-items: center; line-height: 19px; }
        .values bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .values li > :last-child { text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
        .values .bar { width: 100%; height: 8px; }
        .values .rest { grid-template-columns: 1fr 48px; color: var(--soft); }
        .words span, .drift > *, .checks > span { display: block; }
        .words { color: var(--soft); font-size: 13.5px; }
        .drift, .checks { font-size: 13.5px; } .drift strong { font-weight: 600; }
        @media (max-width: 1060px) {
          main { padding: 20px 14px; }
          table, tbody, th, td { display: block; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tbody tr { display: grid; gap: 10px 16px; padding: 16px; border-top: 1px solid var(--line); grid-template-columns: repeat(4, 1fr); }
          tbody tr:first-child { border-top: 0; }
          tbody tr.failed { box-shadow: inset 3px 0 var(--bad); } tbody tr.warned { box-shadow: inset 3px 0 var(--warn); }
          tbody tr > th, tbody tr > td, tr > :first-child, tr > :last-child { padding: 0; border: 0; box-shadow: none !important; min-width: 0; }
          td[data-label]::before { content: attr(data-label); display: block; font-size: 12px; color: var(--soft); }
          .number { text-align: left; } .missing .bar { margin-left: 0; }
          .columns tbody th { grid-column: span 2; } .columns .name { max-width: none; }
          .chart, .words, .list tbody th { grid-column: 1 / -1; width: auto; }
          .drift, .checks { grid-column: span 2; }
          .histogram, .axis, .values { width: 100%; }
          .list td { grid-column: 1 / -1; }
          .list td::before { display: inline-block !important; width: 76px; }
        }
        @media (max-width: 480px) {
          .columns tbody th { grid-column: 1 / -1; } .columns .missing, .columns .distinct { grid-column: span 2; }
        }
        """
}
