// What makes the page nicer; nothing of it is needed to read. No script from elsewhere, nothing sent elsewhere.
"use strict";

// The theme changes at once, and is remembered by the same address that works without a script.
for (const link of document.querySelectorAll("a.switch.theme")) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    document.documentElement.dataset.theme = link.dataset.theme;
    fetch(link.href, { redirect: "manual", credentials: "same-origin" }).catch(() => location.assign(link.href));
  });
}

// "/" goes to the search.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
  const field = document.querySelector(".filter.big input[type=search]") ?? document.querySelector("#find");
  if (field instanceof HTMLInputElement) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// What cannot be undone asks first.
for (const button of document.querySelectorAll("button[data-ask]")) {
  button.addEventListener("click", (event) => {
    if (!confirm(button.dataset.ask)) event.preventDefault();
  });
}

// An empty field is no filter: it stays out of the address.
for (const form of document.querySelectorAll("form.filter, form.find")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.name && !field.value) field.disabled = true;
    }
    setTimeout(() => { for (const field of form.elements) field.disabled = false; }, 0);
  });
}

// A point of a plot says what it is while it is under the pointer or in focus; the arrows walk from point to point.
for (const canvas of document.querySelectorAll(".canvas")) {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  canvas.append(tip);
  for (const mark of canvas.querySelectorAll("a.mark")) {
    const title = mark.querySelector("title");
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
    const show = () => {
      const box = canvas.getBoundingClientRect();
      const spot = mark.querySelector(".touch").getBoundingClientRect();
      tip.textContent = mark.getAttribute("aria-label");
      tip.hidden = false;
      const half = tip.offsetWidth / 2;
      const middle = spot.left + spot.width / 2 - box.left;
      tip.style.left = `${Math.min(Math.max(middle, half), box.width - half)}px`;
      tip.style.top = `${spot.top + spot.height / 2 - box.top}px`;
    };
    const hide = () => { tip.hidden = true; };
    mark.addEventListener("pointerenter", show);
    mark.addEventListener("pointerleave", hide);
    mark.addEventListener("focus", show);
    mark.addEventListener("blur", hide);
    mark.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const all = [...mark.closest("svg").querySelectorAll("a.mark")];
      all[(all.indexOf(mark) + step + all.length) % all.length].focus();
    });
  }
}

// Today's page looks once a minute whether something new was found, and offers it.
const stream = document.querySelector(".stream[data-newest]");
if (stream && stream.dataset.newest && !location.search.includes("as_of=") && !location.search.includes("after=")) {
  const look = async () => {
    if (document.hidden || document.querySelector(".fresh")) return;
    const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = other.querySelector(".stream[data-newest]");
    if (!found || found.dataset.newest === stream.dataset.newest) return;
    const line = document.createElement("p");
    line.className = "fresh";
    line.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = stream.dataset.fresh;
    button.addEventListener("click", () => location.reload());
    line.append(button);
    stream.prepend(line);
  };
  setInterval(() => { look().catch(() => {}); }, 60_000);
}
