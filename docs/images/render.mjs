// Makes pictures of a review as GitHub shows it, light and dark. By hand, when review.md is another:
//
//   npm install --no-save markdown-it highlight.js mermaid github-markdown-css sharp
//   node docs/images/render.mjs chromium docs/images/review.md docs/images/review.png docs/images/review-dark.png
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const need = createRequire(join(process.cwd(), 'x.js'));
const [MarkdownIt, hljs, sharp] = ['markdown-it', 'highlight.js', 'sharp'].map((name) => need(name));
const text = (name) => readFileSync(join(process.cwd(), 'node_modules', name), 'utf8');
const [, , browser, input, light, dark] = process.argv;

const highlight = (code, name) => (hljs.getLanguage(name) ? hljs.highlight(code, { language: name }).value : '');
const reader = new MarkdownIt({ html: true, linkify: true, highlight });
const fence = reader.renderer.rules.fence;
reader.renderer.rules.fence = (tokens, at, ...rest) =>
  tokens[at].info === 'mermaid'
    ? `<pre class="mermaid">${reader.utils.escapeHtml(tokens[at].content)}</pre>`
    : fence(tokens, at, ...rest);
const alert = (_, kind) =>
  `<blockquote class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">` +
  `${kind[0]}${kind.slice(1).toLowerCase()}</p><p>`;
const body = reader
  .render(readFileSync(input, 'utf8').replace(/ \([0-9a-f]{10}\)/g, '')) // commits differ from run to run
  .replace(/<blockquote>\s*<p>\[!(\w+)\]\n?/g, alert);

const LIGHT = { back: '#fff', text: '#1f2328', line: '#d1d9e0', head: '#f6f8fa', add: '#dafbe1', added: '#116329', drop: '#ffebe9', dropped: '#82071e', mark: '#ffd8b5', marked: '#953800', theme: 'default' };
const DARK = { back: '#0d1117', text: '#f0f6fc', line: '#3d444d', head: '#151b23', add: '#033a16', added: '#aff5b4', drop: '#67060c', dropped: '#ffdcd7', mark: '#5a1e02', marked: '#ffdfb6', theme: 'dark' };

const page = (mode, c) => `<!doctype html><meta charset="utf-8"><style>${text(`github-markdown-css/github-markdown-${mode}.css`)}
body { background: ${c.back}; margin: 0; padding: 16px; font-family: "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
.comment { width: 880px; border: 1px solid ${c.line}; border-radius: 6px; overflow: hidden; color: ${c.text} }
header { background: ${c.head}; border-bottom: 1px solid ${c.line}; padding: 8px 16px; font-size: 14px }
.markdown-body { padding: 16px; font-size: 14px } .markdown-alert p { color: ${c.text} }
.mermaid { background: ${c.back} !important; text-align: center }
.hljs-addition { background: ${c.add}; color: ${c.added} } .hljs-deletion { background: ${c.drop}; color: ${c.dropped} }
.language-diff .hljs-comment { background: ${c.mark}; color: ${c.marked} }
</style><div class="comment"><header><b>github-actions</b> (bot) commented now</header>
<div class="markdown-body">${body}</div></div>
<script>${text('mermaid/dist/mermaid.min.js')}</script>
<script>mermaid.initialize({ startOnLoad: true, theme: '${c.theme}' });
addEventListener('load', () => setTimeout(() => { document.title = document.documentElement.scrollHeight }, 1500))</script>`;

for (const [mode, colours, output] of [['light', LIGHT, light], ['dark', DARK, dark]]) {
  const folder = mkdtempSync(join(tmpdir(), 'review-'));
  const html = join(folder, 'page.html');
  const shot = join(folder, 'shot.png');
  writeFileSync(html, page(mode, colours));
  const run = (...options) =>
    execFileSync(browser, ['--headless', '--no-sandbox', '--virtual-time-budget=8000', ...options, `file://${html}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  const height = /<title>(\d+)/.exec(run('--dump-dom', '--window-size=914,1000'))[1];
  run('--hide-scrollbars', '--force-device-scale-factor=1.5', `--window-size=914,${height}`, `--screenshot=${shot}`);
  await sharp(shot).png({ palette: true, colours: 160, effort: 10 }).toFile(output);
}
