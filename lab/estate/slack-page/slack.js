/** Keeps the channel fresh, and sends what is pressed; everything shown is rendered by the server. */

const channel = document.querySelector('#channel');
const live = document.querySelector('#live');
const as = document.querySelector('#as');
const dialog = document.querySelector('#confirm');
const toast = document.querySelector('#toast');

let stale = false;

/** Not while somebody decides or types: what they look at must not change under their hand. */
function busy() {
  const field = document.activeElement;
  return dialog.open || (field?.matches('.field input') && field.value !== '');
}

async function refresh() {
  stale = busy();
  if (stale) return;
  const answer = await fetch(`/channel?as=${encodeURIComponent(as.value)}`);
  const typed = new Map([...fields()].map((field) => [field.dataset.block, field.value]));
  channel.innerHTML = await answer.text();
  for (const field of fields()) field.value = typed.get(field.dataset.block) ?? '';
}

function fields() {
  return channel.querySelectorAll('.field input');
}

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('open', () => {
    live.textContent = 'live';
    live.className = 'on';
    refresh();
  });
  events.addEventListener('message', refresh);
  events.addEventListener('error', () => {
    live.textContent = 'reconnecting';
    live.className = '';
  });
}

function confirmed(button) {
  if (button.dataset.confirm === undefined) return Promise.resolve(true);
  const { title, text, yes, no } = JSON.parse(button.dataset.confirm);
  dialog.querySelector('#confirm-title').innerHTML = title;
  dialog.querySelector('#confirm-text').innerHTML = text;
  dialog.querySelector('#confirm-yes').innerHTML = yes;
  dialog.querySelector('#confirm-yes').className = button.className;
  dialog.querySelector('#confirm-no').innerHTML = no;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

async function press(button) {
  const { ts, block, action } = button.dataset;
  if (!(await confirmed(button))) return stale ? refresh() : undefined;
  const typed = {};
  for (const field of button.closest('article').querySelectorAll('.field input'))
    typed[field.dataset.block] = { [field.dataset.action]: field.value };
  button.disabled = true;
  const body = JSON.stringify({ user: as.value, ts, blockId: block, actionId: action, typed });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/click', { method: 'POST', headers, body });
  const { is, why } = await answer.json();
  button.disabled = false;
  if (is !== 'delivered') say(why);
  await refresh();
}

function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  setTimeout(() => {
    toast.hidden = true;
  }, 6_000);
}

channel.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-action]');
  if (button !== null) press(button).catch((error) => say(error.message));
});

channel.addEventListener('focusout', () => {
  if (stale) refresh();
});

as.addEventListener('change', () => {
  const address = new URL(location.href);
  address.searchParams.set('as', as.value);
  history.replaceState(null, '', address);
  refresh();
});

listen();
