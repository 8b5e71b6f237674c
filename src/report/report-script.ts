/**
 * What makes the report answer to its reader, as the page holds it: sorting, filtering, and the scatter with a hover. Text from
 * the tables reaches the page by `textContent` alone, and is never taken for markup.
 */
export const REPORT_SCRIPT = String.raw`'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const tasks = data.benchmarks.flatMap((benchmark) => benchmark.targets.map((target) => ({ benchmark, target })));
const tables = [...document.querySelectorAll('table.paper')];
const $ = (id) => document.getElementById(id);

// Tables: a button in each title sorts; a row chooses what the scatter shows.
const keyOf = (row, column) => {
  const cell = row.cells[column];
  if (column === 0) return cell.textContent;
  const value = cell.dataset.value;
  return value === undefined ? NaN : Number(value);
};
const sortBy = (table, column, header) => {
  const downward = header.getAttribute('aria-sort') !== 'descending' && column > 0 || header.getAttribute('aria-sort') === 'ascending';
  for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', downward ? 'descending' : 'ascending');
  for (const body of table.tBodies) {
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [keyOf(a, column), keyOf(b, column)];
      if (column === 0) return (x < y ? -1 : 1) * (downward ? -1 : 1);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return downward ? y - x : x - y;
    });
    body.append(...rows);
  }
};
for (const [index, table] of tables.entries()) {
  const headers = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  for (const [column, header] of headers.entries()) {
    const button = document.createElement('button');
    button.textContent = header.textContent;
    button.title = 'sort';
    header.replaceChildren(button);
    button.addEventListener('click', () => sortBy(table, column, header));
  }
  table.addEventListener('click', (event) => {
    const row = event.target.closest('tbody tr');
    if (!row) return;
    $('target').value = String(index);
    offerProxies();
    const found = [...$('proxy').options].find((option) => option.textContent === row.cells[0].textContent);
    if (found) $('proxy').value = found.value;
    draw();
  });
}
$('filter').addEventListener('input', () => {
  const words = $('filter').value.toLowerCase().split(/[\s,]+/).filter(Boolean);
  for (const table of tables) {
    for (const row of table.querySelectorAll('tbody tr')) {
      const name = row.cells[0].textContent.toLowerCase();
      row.hidden = words.length > 0 && !words.some((word) => name.includes(word));
    }
  }
});

// The scatter.
const canvas = $('canvas');
const tip = $('tip');
const margin = { left: 52, right: 12, top: 10, bottom: 36 };
let points = [];
let shown;
const option = (text, value) => Object.assign(document.createElement('option'), { textContent: text, value: String(value) });
$('target').replaceChildren(...tasks.map(({ benchmark, target }, i) => option(data.benchmarks.length > 1 ? benchmark.title + ' ' + target.title : target.title, i)));
function offerProxies() {
  const before = $('proxy').selectedOptions[0]?.textContent;
  const { benchmark } = tasks[$('target').value];
  $('proxy').replaceChildren(...benchmark.scores.map(({ title }, i) => option(title, i)));
  const same = [...$('proxy').options].find((one) => one.textContent === before);
  if (same) $('proxy').value = same.value;
}
const ranksOf = (values) => {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to += 1;
    for (let i = from; i < to; i += 1) ranks[order[i]] = 100 * (from + to) / 2 / order.length;
    from = to;
  }
  return ranks;
};
function draw() {
  const { benchmark, target } = tasks[$('target').value];
  const proxy = benchmark.scores[$('proxy').value];
  for (const [index, table] of tables.entries()) {
    for (const row of table.querySelectorAll('tbody tr')) {
      row.classList.toggle('chosen', String(index) === $('target').value && row.cells[0].textContent === proxy.title);
    }
  }
  const rows = benchmark.archs.map((_, row) => row).filter((row) => proxy.values[row] !== null && target.values[row] !== null);
  const [scores, truths] = [rows.map((row) => proxy.values[row]), rows.map((row) => target.values[row])];
  const byRank = $('ranks').checked;
  const [xs, ys] = byRank ? [ranksOf(scores), ranksOf(truths)] : [scores, truths];
  const width = canvas.parentElement.clientWidth;
  const height = Math.round(Math.min(520, Math.max(260, width * 0.65)));
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.height = height + 'px';
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const scale = (values, from, to) => {
    let [low, high] = byRank ? [0, 100] : values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
    if (!(low < high)) [low, high] = [low - 1, high + 1];
    return { low, high, at: (value) => from + (to - from) * (value - low) / (high - low) };
  };
  const x = scale(xs, margin.left, width - margin.right);
  const y = scale(ys, height - margin.bottom, margin.top);
  pen.font = '12px Helvetica, Arial, sans-serif';
  pen.strokeStyle = colour('--line');
  pen.fillStyle = colour('--ink');
  pen.strokeRect(margin.left, margin.top, width - margin.left - margin.right, height - margin.top - margin.bottom);
  const written = (value) => String(Number(value.toPrecision(3)));
  pen.textAlign = 'center';
  for (let i = 0; i <= 4; i += 1) pen.fillText(written(x.low + (x.high - x.low) * i / 4), x.at(x.low + (x.high - x.low) * i / 4), height - margin.bottom + 15);
  pen.textAlign = 'right';
  for (let i = 0; i <= 4; i += 1) pen.fillText(written(y.low + (y.high - y.low) * i / 4), margin.left - 5, y.at(y.low + (y.high - y.low) * i / 4) + 4);
  pen.textAlign = 'center';
  const [before, after] = byRank ? ['rank of ', ', %'] : ['', ''];
  pen.fillText(before + proxy.title + after, (margin.left + width) / 2, height - 4);
  pen.save();
  pen.translate(11, height / 2 - 10);
  pen.rotate(-Math.PI / 2);
  pen.fillText(before + target.title + after, 0, 0);
  pen.restore();
  pen.fillStyle = colour('--mark');
  pen.globalAlpha = Math.max(0.15, Math.min(0.8, 800 / rows.length));
  points = rows.map((row, i) => ({ row, x: x.at(xs[i]), y: y.at(ys[i]), score: scores[i], truth: truths[i] }));
  for (const point of points) pen.fillRect(point.x - 1.25, point.y - 1.25, 2.5, 2.5);
  pen.globalAlpha = 1;
  shown = { benchmark, target, proxy };
  tip.hidden = true;
  const counted = (rows) => rows.toLocaleString('en');
  $('count').textContent = counted(rows.length) + ' architectures' + (benchmark.archs.length < benchmark.rows ? ', a sample: the table has ' + counted(benchmark.rows) : '');
}
function point(event) {
  const box = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  let nearest;
  let distance = 12 ** 2;
  for (const one of points) {
    const apart = (one.x - x) ** 2 + (one.y - y) ** 2;
    if (apart < distance) [nearest, distance] = [one, apart];
  }
  tip.hidden = nearest === undefined;
  if (nearest === undefined) return;
  tip.textContent = shown.benchmark.archs[nearest.row] + '\n' + shown.proxy.title + ' ' + nearest.score + '\n' + shown.target.title + ' ' + nearest.truth;
  tip.style.left = Math.max(0, Math.min(nearest.x + 10, box.width - tip.offsetWidth)) + 'px';
  tip.style.top = (nearest.y + 12 + tip.offsetHeight > box.height ? Math.max(0, nearest.y - 10 - tip.offsetHeight) : nearest.y + 12) + 'px';
}
canvas.addEventListener('pointermove', point);
canvas.addEventListener('pointerdown', point);
canvas.addEventListener('pointerleave', () => { tip.hidden = true; });
$('target').addEventListener('change', () => { offerProxies(); draw(); });
$('proxy').addEventListener('change', draw);
$('ranks').addEventListener('change', draw);
addEventListener('resize', draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
offerProxies();
tables[0].querySelector('tbody tr')?.click();
draw();
`;
