#!/usr/bin/env node
import { needsSupervisor } from './supervise/needs-supervisor.ts';

if (needsSupervisor(process.argv.slice(2))) {
  const { supervise } = await import('./supervise/supervise.ts');
  await supervise();
} else {
  const { runCommand } = await import('./run-command.ts');
  await runCommand(process.argv.slice(2));
}
