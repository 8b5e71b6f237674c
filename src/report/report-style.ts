/** The report's style sheet: light and dark by the reader's own setting, one column that narrows to a phone's width. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #666; --line: #d5d5d5; --mark: #0072b2; --hover: #eef4f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181b; --soft: #a0a0a0; --line: #3a3d42; --mark: #56b4e9; --hover: #22272e; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 72rem; font: 15px/1.5 Helvetica, Arial, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.soft { color: var(--soft); }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0; }
input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 3px; padding: .2rem .4rem; max-width: 100%; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; border-block: 2px solid var(--ink); margin: .25rem 0 1rem; }
caption { text-align: left; padding-bottom: .25rem; color: var(--soft); }
thead tr:last-child { border-bottom: 1px solid var(--ink); }
th, td { padding: .1rem .6rem; text-align: right; font-weight: normal; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
th[scope=colgroup] { text-align: center; }
th button { all: unset; cursor: pointer; }
th button:focus-visible { outline: 2px solid var(--mark); }
th[aria-sort] button::after { content: ' \\25BE'; }
th[aria-sort=ascending] button::after { content: ' \\25B4'; }
tbody tr { cursor: pointer; }
tbody tr:hover, tbody tr.chosen, tbody tr:hover th, tbody tr.chosen th { background: var(--hover); }
small { color: var(--soft); }
.scatter { position: relative; max-width: 44rem; }
canvas { display: block; width: 100%; }
.tip { position: absolute; pointer-events: none; max-width: 20rem; padding: .3rem .5rem; background: var(--paper); border: 1px solid var(--ink); border-radius: 3px; font-size: 12px; overflow-wrap: anywhere; white-space: pre-wrap; }
.tip[hidden] { display: none; }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
figure { margin: 0; max-width: 100%; flex: 1 1 22rem; }
figcaption { color: var(--soft); margin-bottom: .25rem; }
figure svg { width: 100%; height: auto; max-width: 40rem; color: inherit; }
figure svg .paper { fill: none; }
figure svg [stroke="#000000"] { stroke: currentColor; }
ul { padding-left: 1.2rem; max-width: 60rem; }
`;
