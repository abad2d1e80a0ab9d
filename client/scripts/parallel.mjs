/**
 * Runs shell commands at the same time: node scripts/parallel.mjs 'npm run a' 'npm run b'
 *
 * Prints what each printed once it has ended, and fails if any of them failed. Of no use where
 * a command uses all cores by itself.
 */
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import process from 'node:process';

/** Runs a command to its end; returns whether it succeeded. */
async function run(command) {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  child.stdout.on('data', (chunk) => printed.push(chunk));
  child.stderr.on('data', (chunk) => printed.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.stdout.write(`$ ${command}\n${Buffer.concat(printed).toString('utf8')}`);
  return code === 0;
}

const results = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
