/** A process that a test started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually, within } from './eventually.ts';
import { createTempDir } from './folders.ts';
import { unwatchProcess, watchProcess } from './processReaper.ts';

const LOG_TAIL_LINES = 30;

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder that it runs in; absent: this one. */
  readonly cwd?: string;
}

/** Where what processes print is kept, while this process lives. */
let logs: Promise<string> | undefined;
let count = 0;

/** A process, and what it printed. */
export class ManagedProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #command: Command;
  readonly #logFile: string;
  readonly #exit: Promise<void>;
  #hasEnded = false;

  private constructor(child: ChildProcess, pid: number, command: Command, logFile: string) {
    this.#child = child;
    this.pid = pid;
    this.#command = command;
    this.#logFile = logFile;
    this.#exit = new Promise((resolve) => {
      child.once('exit', () => {
        this.#hasEnded = true;
        unwatchProcess(pid);
        resolve();
      });
    });
  }

  /** Starts it. It prints into a file, which outlives us, unlike a pipe. */
  static async start(command: Command): Promise<ManagedProcess> {
    logs ??= createTempDir();
    count += 1;
    const logFile = join(await logs, `${count}.log`);
    const log = await open(logFile, 'a');
    try {
      const child = spawn(command.program, [...command.args], {
        cwd: command.cwd,
        env: { PATH: process.env['PATH'] ?? '', ...command.env },
        stdio: ['ignore', log.fd, log.fd],
      });
      child.on('error', () => undefined);
      if (child.pid === undefined) throw new Error(`${command.program} cannot be run`);
      watchProcess(child.pid);
      return new ManagedProcess(child, child.pid, command, logFile);
    } finally {
      await log.close();
    }
  }

  /** All it has printed so far, on either stream. */
  get log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Waits until it prints a line that this finds something in. */
  async waitForLine<T>(what: string, find: (line: string) => T | undefined): Promise<T> {
    const ended = Symbol('ended');
    const answer = await eventually(what, () => {
      const hasEnded = this.#hasEnded;
      for (const line of this.log.split('\n')) {
        const found = find(line);
        if (found !== undefined) return { found };
      }
      return hasEnded && ended;
    }).catch((cause: unknown) => {
      throw this.failure(what, cause);
    });
    if (answer === ended) throw this.failure(what);
    return answer.found;
  }

  /** An error that shows what the process said last. */
  failure(what: string, cause?: unknown): Error {
    const last = this.log.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
    const { program, args } = this.#command;
    const state = this.#hasEnded ? 'ended' : 'runs';
    const text = `${program} ${args.join(' ')} (${state}) did not come to: ${what}\n${last}`;
    return new Error(text, { cause });
  }

  /** Sends the signal and waits for the end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!this.#hasEnded) this.#child.kill(signal);
    await within(`the end of process ${this.pid} after ${signal}`, this.#exit);
  }
}
