/**
 * Runs shell commands at the same time: node scripts/parallel.mjs 'npm run a' 'npm run b'
 *
 * Prints the output of each command when it ends, and fails if one of them failed. This saves no
 * time if a command uses all processors by itself.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** Runs a command to its end; returns whether it succeeded. */
async function run(command) {
  const started = performance.now();
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  child.stdout.on('data', (chunk) => printed.push(chunk));
  child.stderr.on('data', (chunk) => printed.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`$ ${command} (${seconds} s)\n${Buffer.concat(printed).toString('utf8')}`);
  return code === 0;
}

const results = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
