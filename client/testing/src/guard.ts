/**
 * Ends what this process started, when this process ends: also when it is killed.
 *
 * One shell per process, reading from a pipe which processes and folders there are. The pipe
 * closes when the process is no more, and then the shell tidies up.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

const GUARD = `
  trap '' INT TERM HUP
  pids=' '
  folders=''
  while IFS=' ' read -r what value; do
    case $what in
      started) pids="$pids$value " ;;
      ended) pids=$(printf %s "$pids" | sed "s/ $value / /") ;;
      made) folders="$folders$value
" ;;
    esac
  done
  for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
  tries=0
  for pid in $pids; do
    while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do
      sleep 0.1
      tries=$((tries + 1))
    done
    kill -KILL "$pid" 2>/dev/null
  done
  printf %s "$folders" | while IFS= read -r folder; do
    rm -rf "$folder"
  done
`;

let guard: ChildProcessWithoutNullStreams | undefined;

function tell(line: string): void {
  if (guard === undefined) {
    // A session of its own: Ctrl-C in the terminal is not meant for it.
    guard = spawn('/bin/sh', ['-c', GUARD], { detached: true, stdio: 'pipe' });
    guard.unref();
    for (const pipe of [guard.stdin, guard.stdout, guard.stderr]) (pipe as Socket).unref();
  }
  guard.stdin.write(`${line}\n`);
}

/** From now on this process is ended with ours. */
export function watchProcess(pid: number): void {
  tell(`started ${pid}`);
}

/** Forgets an ended process, because its id may be reused. */
export function forgetProcess(pid: number): void {
  tell(`ended ${pid}`);
}

/** From now on this folder is removed with our process. */
export function watchFolder(path: string): void {
  tell(`made ${path}`);
}
