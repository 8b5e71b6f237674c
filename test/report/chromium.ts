import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const program = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

/** Whether a Chromium is here. */
export const hasChromium = program !== undefined;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A page in headless Chromium, driven by the DevTools protocol over a pipe. */
export interface Page {
  /** What the page complained of: console errors, exceptions, refused requests and scripts. */
  readonly complaints: readonly string[];
  evaluate<Result>(expression: string): Promise<Result>;
  moveTo(x: number, y: number): Promise<void>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface View {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

export interface Browser {
  open(url: string, view: View): Promise<Page>;
  close(): Promise<void>;
}

/** Starts a Chromium of its own profile. */
export function startBrowser(): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'nasprobe-chromium-'));
  const browser = spawn(
    program!,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const listeners = new Map<string, (message: Message) => void>();
  const send = connect(browser, (message) => listeners.get(message.sessionId ?? '')?.(message));
  return {
    open: (url, view) => openPage(send, listeners, url, view),
    async close() {
      const ended = new Promise((resolve) => browser.once('close', resolve));
      await send('Browser.close').catch(() => browser.kill('SIGKILL'));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function openPage(
  send: ReturnType<typeof connect>,
  listeners: Map<string, (message: Message) => void>,
  url: string,
  { width, height, dark = false }: View,
): Promise<Page> {
  const complaints: string[] = [];
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  listeners.set(sessionId as string, ({ method, params }) => {
    if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
      complaints.push(JSON.stringify(params));
    if (method === 'Runtime.consoleAPICalled' && params?.type === 'error')
      complaints.push(JSON.stringify(params.args));
  });
  const tell = (method: string, params: object = {}) => send(method, params, sessionId as string);
  await tell('Runtime.enable');
  await tell('Log.enable');
  await tell('Page.enable');
  await tell('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await tell('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
  });
  await tell('Page.navigate', { url });
  const evaluate = async <Result>(expression: string): Promise<Result> => {
    const { result, exceptionDetails } = await tell('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Result }).value;
  };
  await evaluate(
    `new Promise((done) => { const look = () => document.readyState === 'complete' && location.href !== 'about:blank' ? done(true) : setTimeout(look, 20); look(); })`,
  );
  return {
    complaints,
    evaluate,
    async moveTo(x, y) {
      await tell('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    },
    async screenshot() {
      const { data } = await tell('Page.captureScreenshot', { captureBeyondViewport: true, format: 'png' });
      return Buffer.from(data as string, 'base64');
    },
    async close() {
      listeners.delete(sessionId as string);
      await send('Target.closeTarget', { targetId });
    },
  };
}

/** Messages are JSON, each ended by a zero byte. */
function connect(browser: ChildProcess, onEvent: (message: Message) => void) {
  const [, , , into, out] = browser.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (message: Message) => void>();
  let last = 0;
  let held = '';
  out.setEncoding('utf8').on('data', (text: string) => {
    const parts = (held + text).split('\0');
    held = parts.pop()!;
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) onEvent(message);
      else waiting.get(message.id)?.(message);
    }
  });
  return (method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      waiting.set(id, ({ result = {}, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
      into.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
}
