(() => {
  const live = document.getElementById('live');
  if (!live) return;
  const opened = () => [...live.querySelectorAll('details')].map(d => d.open);
  const look = async () => {
    if (document.hidden) return;
    try {
      const version = await (await fetch(location.pathname + location.search, {headers: {'X-Sandbox-Version': '1'}})).text();
      if (version === live.dataset.version) return;
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
      const next = page.getElementById('live');
      if (!next) return;
      const before = opened();
      live.innerHTML = next.innerHTML;
      live.dataset.version = next.dataset.version;
      const details = [...live.querySelectorAll('details')];
      if (before.length <= details.length) before.forEach((open, i) => { details[i].open = open; });
    } catch (e) { /* the sandbox is away for a moment */ }
  };
  setInterval(look, 1500);
})();
(() => {
  const words = then => {
    const s = Math.max(0, (Date.now() - Date.parse(then)) / 1000);
    const say = (n, unit) => `${n} ${unit}${n === 1 ? '' : 's'} ago`;
    return s < 5 ? 'just now' : s < 60 ? say(Math.floor(s), 'second') : s < 3600 ? say(Math.floor(s / 60), 'minute')
      : s < 86400 ? say(Math.floor(s / 3600), 'hour') : say(Math.floor(s / 86400), 'day');
  };
  setInterval(() => document.querySelectorAll('time').forEach(t => { t.textContent = words(t.dateTime); }), 10000);
})();
