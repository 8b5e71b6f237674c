import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether pdflatex and booktabs are here. */
export const hasLatex =
  spawnSync('kpsewhich', ['booktabs.sty']).status === 0 && spawnSync('pdflatex', ['--version']).status === 0;

/** Compiles a document that stands alone and returns the log, of which a line that starts with `!` is an error. */
export function compileLatex(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nasprobe-latex-'));
  try {
    writeFileSync(join(folder, 'table.tex'), text);
    spawnSync('pdflatex', ['-interaction=nonstopmode', '-no-shell-escape', 'table.tex'], { cwd: folder });
    return readFileSync(join(folder, 'table.log'), 'latin1');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
