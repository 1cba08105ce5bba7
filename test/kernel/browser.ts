/** Pages in a headless browser, where there is one. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser with WebGPU in software, where there is one: Debian's chromium with its SwiftShader. */
export const browser = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
  try {
    return execFileSync(name, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0;
  } catch {
    return false;
  }
});
const flags = [
  ...['--headless=new', '--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  ...['--enable-features=Vulkan', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...['--disable-gpu-sandbox', '--no-first-run', '--disable-dev-shm-usage'],
];

/** What a page is served with. */
interface Served {
  /** The source of a module by its path. */
  readonly file: (path: string) => string | undefined;
  readonly imports?: Readonly<Record<string, string>>;
  /** Headers of everything that is served. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a page that runs `text`, and gives what it returns. */
export async function inBrowser(text: string, { file, imports = {}, headers = {} }: Served): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'jetgraph-browser-'));
  const page = `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module">
    const answer = await (async () => { ${text} })().catch((reason) => ({ failure: String(reason?.stack ?? reason) }));
    await fetch('/answer', { method: 'POST', body: JSON.stringify(answer ?? null) });
  </script>`;
  let receive: (answer: unknown) => void = () => {};
  const answered = new Promise<unknown>((resolve) => {
    receive = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.end();
        receive(JSON.parse(Buffer.concat(parts).toString()));
      });
      return;
    }
    const source = file(request.url ?? '');
    response.setHeader('content-type', source === undefined ? 'text/html' : 'text/javascript');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(source ?? page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const child = spawn(browser!, [...flags, `--user-data-dir=${folder}`, `http://127.0.0.1:${port}/`], {
    stdio: 'ignore',
    // A group of its own: the browser starts processes that have to end with it.
    detached: true,
  });
  const late = new Promise<unknown>((resolve) => {
    setTimeout(() => resolve({ failure: 'no answer from the browser' }), 40_000).unref();
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
