/**
 * Ends what this process started, when this process ends: also when it is killed.
 *
 * One shell per process, reading from a pipe which processes and folders there are. The pipe
 * closes when the process is no more, and then the shell tidies up.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

const REAPER_SCRIPT = `
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

let reaper: ChildProcessWithoutNullStreams | undefined;

function sendToReaper(line: string): void {
  if (reaper === undefined) {
    // A session of its own: Ctrl-C in the terminal is not meant for it.
    reaper = spawn('/bin/sh', ['-c', REAPER_SCRIPT], { detached: true, stdio: 'pipe' });
    reaper.unref();
    for (const pipe of [reaper.stdin, reaper.stdout, reaper.stderr]) (pipe as Socket).unref();
  }
  reaper.stdin.write(`${line}\n`);
}

/** From now on this process is ended with ours. */
export function watchProcess(pid: number): void {
  sendToReaper(`started ${pid}`);
}

/** Forgets an ended process, because its id may be reused. */
export function unwatchProcess(pid: number): void {
  sendToReaper(`ended ${pid}`);
}

/** From now on this folder is removed with our process. */
export function watchFolder(path: string): void {
  sendToReaper(`made ${path}`);
}
