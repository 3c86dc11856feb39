/** The channel as a web page: rendered here, kept fresh by a small script. */

import type { Page } from './pager.ts';
import { drawBlocks, html } from './slack-markup.ts';
import { type Member, stranger } from './slack-people.ts';
import type { Message, Room } from './slack-room.ts';

export interface PageState {
  readonly room: Room;
  readonly members: readonly Member[];
  readonly pages: readonly Page[];
  /** Whoever looks. */
  readonly as: Member;
}

export function drawPage(state: PageState): string {
  const { room, members, as } = state;
  const options = [...members, stranger].map(({ id, name }) => {
    const words = id === stranger.id ? `${name} (a stranger)` : name;
    return `<option value="${html(id)}"${id === as.id ? ' selected' : ''}>${html(words)}</option>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>#${html(room.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/slack.css">
<script type="module" src="/page/slack.js"></script>
</head>
<body>
<header>
<h1><span>#</span>${html(room.name)}</h1>
<span id="live" role="status">connecting</span>
<label>You are <select id="as">${options.join('')}</select></label>
</header>
<main id="channel" aria-live="polite">
${drawChannel(state)}
</main>
<dialog id="confirm" aria-labelledby="confirm-title">
<form method="dialog">
<h2 id="confirm-title"></h2>
<p id="confirm-text"></p>
<div class="actions">
<button value="no" id="confirm-no" class="plain" autofocus></button>
<button value="yes" id="confirm-yes" class="danger"></button>
</div>
</form>
</dialog>
<div id="toast" role="alert" hidden></div>
</body>
</html>
`;
}

/** What changes: the pager's state and the messages. */
export function drawChannel({ room, pages, as }: PageState): string {
  const seen = room.messages().filter(({ to }) => to === undefined || to === as.id);
  const cards = seen.filter(({ thread }) => thread === undefined);
  const drawn = cards.map((card) => {
    const below = seen.filter(({ thread }) => thread === card.ts);
    return drawMessage(card, below.map(drawReply));
  });
  const empty =
    '<p class="empty">All quiet. A card appears here when there is something to tell.</p>';
  return [drawPager(pages), ...(drawn.length === 0 ? [empty] : drawn)].join('\n');
}

function drawPager(pages: readonly Page[]): string {
  const shown = pages.filter(({ is }) => is !== 'resolved');
  const resolved = pages.length - shown.length;
  if (pages.length === 0) return '<aside class="pager">Pager: silent</aside>';
  const lines = shown.map(({ is, text, by, at }) => {
    const who = by === undefined ? '' : ` by ${html(by)}`;
    return `<li class="${is}"><b>${is}${who}</b> ${time(at / 1_000)} ${html(text)}</li>`;
  });
  const rest = resolved === 0 ? '' : `<li class="resolved">${resolved} resolved</li>`;
  return `<aside class="pager">Pager<ul>${lines.join('')}${rest}</ul></aside>`;
}

function drawMessage(card: Message, replies: readonly string[]): string {
  const thread = replies.length === 0 ? '' : `<ol class="thread">${replies.join('\n')}</ol>`;
  const at = time(Number(card.ts));
  const edited = card.edited ? ' <small>(edited)</small>' : '';
  return `<article id="m${html(card.ts)}">
<div class="avatar" aria-hidden="true">fw</div>
<div class="body">
<div class="by"><b>farwatch</b> <small class="app">APP</small> ${at}${edited}</div>
${drawBlocks(card)}
${thread}
</div>
</article>`;
}

function drawReply(reply: Message): string {
  const only = reply.to === undefined ? '' : '<small class="only">Only visible to you</small>';
  const sort = reply.to === undefined ? '' : ' class="ephemeral"';
  return `<li${sort}>${only}${time(Number(reply.ts))} ${drawBlocks(reply)}</li>`;
}

function time(seconds: number): string {
  const at = new Date(seconds * 1_000).toISOString();
  return `<time datetime="${at}">${at.slice(11, 19)} UTC</time>`;
}
