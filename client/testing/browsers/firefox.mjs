#!/usr/bin/env node
/**
 * Starts Firefox for Playwright, which drives it by WebDriver BiDi. Playwright also sends commands that
 * are newer than the ESR of distributions: settings of what a page sees of its surroundings. Those that
 * Firefox does not know are answered here as done, so tests that depend on them cannot pass.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

import { WebSocket, WebSocketServer } from 'ws';

const OPTIONAL = /^(emulation\.|network\.addDataCollector$|browser\.setDownloadBehavior$)/;
/** How Playwright begins what it has a page evaluate. */
const EVALUATE = '(utilityScript, ...args) => utilityScript.evaluate(';
/** How it inserts text: by a function that it may not have installed, and that React does not notice. */
const INSERT = /__pw_bidiInsertText\(/;
/** What a function returns that returns null. */
const NOTHING = { type: 'success', realm: '', result: { type: 'null' } };
const LISTENING = /^WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = spawn(process.env.FIREFOX ?? installed(), process.argv.slice(2), {
  stdio: ['ignore', 'ignore', 'pipe'],
});
firefox.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => firefox.kill(signal));
}

let printed = '';
firefox.stderr.setEncoding('utf8').on('data', (text) => {
  const lines = (printed + text).split('\n');
  printed = lines.pop();
  for (const line of lines) {
    const [, url] = LISTENING.exec(line) ?? [];
    if (url === undefined) process.stderr.write(`${line}\n`);
    else serve(url);
  }
});

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['firefox-esr', 'firefox'].find((name) =>
    folders.some((folder) => existsSync(join(folder, name))),
  );
}

/** Stands before Firefox, and says so in its words. */
function serve(url) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('listening', () => {
    const { port } = server.address();
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${port}\n`);
  });
  server.on('connection', (playwright, { url: path }) => {
    const browser = new WebSocket(url + path, { perMessageDeflate: false });
    connect(playwright, browser);
  });
}

function connect(playwright, browser) {
  const optional = new Set();
  const typed = new Set();
  const early = [];
  playwright.on('message', (data) => {
    const command = JSON.parse(data.toString());
    if (OPTIONAL.test(command.method)) optional.add(command.id);
    const typing = insertedByKeys(command);
    if (typing !== null) typed.add(command.id);
    const text = JSON.stringify(typing ?? withoutEval(command));
    if (browser.readyState === WebSocket.CONNECTING) early.push(text);
    else browser.send(text);
  });
  browser.on('open', () => {
    for (const text of early) browser.send(text);
  });
  browser.on('message', (data) => {
    const text = data.toString();
    const { id, error } = JSON.parse(text);
    const isMissing = optional.delete(id) && error === 'unknown command';
    const isTyped = typed.delete(id) && error === undefined;
    const done = { type: 'success', id, result: isTyped ? NOTHING : { collector: 'none' } };
    playwright.send(isMissing || isTyped ? JSON.stringify(done) : text);
  });
  browser.on('close', () => playwright.close());
  playwright.on('close', () => browser.close());
}

/**
 * Playwright has pages evaluate text, which the content policy of ours forbids. Here the text becomes a
 * part of the function that is called, which Firefox compiles whatever the policy.
 */
function withoutEval(command) {
  const { functionDeclaration, arguments: given } = command.params ?? {};
  if (!functionDeclaration?.startsWith(EVALUATE)) return command;
  const [, , , { value: expression }] = given;
  const declaration = `(script, ...args) => {
    const { global } = script;
    script.global = Object.create(global, { eval: { value: () => ${bodyOf(expression)} } });
    try {
      return script.evaluate(...args);
    } finally {
      script.global = global;
    }
  }`;
  return { ...command, params: { ...command.params, functionDeclaration: declaration } };
}

/** The body of an arrow function for a text that is an expression, or statements. */
function bodyOf(text) {
  try {
    new Function(`return (${text}\n)`);
    return `(${text}\n)`;
  } catch {
    return `{ ${text}\n }`;
  }
}

/** The command that presses a key for each character, instead of one that inserts them; null for others. */
function insertedByKeys({ id, params }) {
  const [, , , expression, , text] = params?.arguments ?? [];
  if (typeof expression?.value !== 'string' || !INSERT.test(expression.value)) return null;
  const keys = Array.from(text.value).flatMap((value) => [
    { type: 'keyDown', value },
    { type: 'keyUp', value },
  ]);
  const actions = [{ type: 'key', id: 'inserted text', actions: keys }];
  const { context } = params.target;
  return { id, method: 'input.performActions', params: { context, actions } };
}
