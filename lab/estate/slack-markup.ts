/** Draws Slack's blocks as HTML, the way a person sees them. */

import type { LabBlock, LabButton } from './slack-blocks.ts';
import type { Message } from './slack-room.ts';

export function drawBlocks({ ts, blocks, text }: Message): string {
  if (blocks.length === 0) return `<p class="text">${mrkdwn(text)}</p>`;
  return blocks.map((block) => drawBlock(block, ts)).join('\n');
}

function drawBlock(block: LabBlock, ts: string): string {
  switch (block.type) {
    case 'header':
      return `<h2>${signed(html(block.text.text))}</h2>`;
    case 'section':
      return `<div class="section">${textOf(block.text)}</div>`;
    case 'context':
      return `<div class="context">${block.elements.map(textOf).join(' ')}</div>`;
    case 'divider':
      return '<hr>';
    case 'input':
      return drawInput(block);
    case 'actions': {
      const buttons = block.elements.map((button) => drawButton(button, block.block_id, ts));
      return `<div class="actions">${buttons.join('')}</div>`;
    }
  }
}

/** Not every machine has a font for these; a page can draw them itself. */
const signs: Readonly<Record<string, string>> = {
  '⚪': 'white',
  '🟠': 'orange',
  '🔴': 'red',
  '🔵': 'blue',
  '🟣': 'purple',
  '🟢': 'green',
};

function signed(text: string): string {
  return text.replace(/^(?:⚪|🟠|🔴|🔵|🟣|🟢)/u, (sign) => {
    return `<span class="sign ${signs[sign]}" role="img" aria-label="${signs[sign]}"></span>`;
  });
}

function drawInput({ block_id, label, element }: Extract<LabBlock, { type: 'input' }>): string {
  const max = element.max_length === undefined ? '' : ` maxlength="${element.max_length}"`;
  const names = `data-block="${html(block_id)}" data-action="${html(element.action_id)}"`;
  const input = `<input type="text" autocomplete="off" spellcheck="false"${max} ${names}>`;
  return `<label class="field">${html(label.text)}${input}</label>`;
}

function drawButton(button: LabButton, blockId: string, ts: string): string {
  const { confirm } = button;
  const dialog =
    confirm === undefined
      ? ''
      : ` data-confirm="${html(
          JSON.stringify({
            title: html(confirm.title.text),
            text: textOf(confirm.text),
            yes: html(confirm.confirm.text),
            no: html(confirm.deny.text),
          }),
        )}"`;
  const where = `data-ts="${html(ts)}" data-block="${html(blockId)}"`;
  const names = `${where} data-action="${html(button.action_id)}"`;
  const style = button.style ?? 'plain';
  const text = html(button.text.text);
  return `<button type="button" class="${style}" ${names}${dialog}>${text}</button>`;
}

function textOf({ type, text }: { readonly type: string; readonly text: string }): string {
  return type === 'mrkdwn' ? mrkdwn(text) : html(text);
}

export function html(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** Slack's markup; its sender has escaped `&`, `<` and `>` already, and whatever was not is now. */
function mrkdwn(text: string): string {
  return text
    .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/(^|[\s(])\*([^*\n]+)\*/g, '$1<strong>$2</strong>')
    .replace(/(^|[\s(])_([^_\n]+)_(?=[\s).,;:]|$)/g, '$1<em>$2</em>')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replaceAll('\n', '<br>');
}
