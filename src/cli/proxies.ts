import type { Command } from 'commander';

/** `nasprobe proxies`: what can be computed, what a larger value means, what it costs and where it comes from. */
export function addProxies(command: Command): void {
  command.option('--json', 'one JSON array').action(async ({ json }: { json?: boolean }) => {
    const { DEFAULT_PROXIES, PROXIES } = await import('../../proxies/index.ts');
    const rows = PROXIES.map(({ name, title, better, cost, minBatch, cite }) => ({
      name,
      title,
      better,
      cost,
      minBatch,
      cite,
      default: DEFAULT_PROXIES.includes(name),
    }));
    if (json === true) {
      process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
      return;
    }
    const { textTable } = await import('./text-table.ts');
    const header = ['name', 'better', 'cost', 'least batch', 'default', 'citation'];
    const cells = rows.map((row) => [
      row.name,
      row.better,
      row.cost,
      String(row.minBatch),
      row.default ? 'yes' : 'no',
      row.cite,
    ]);
    process.stdout.write(textTable(header, cells, new Set([3])));
  });
}
