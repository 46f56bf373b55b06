// Comforts for pages that work without them: nothing here is needed to finish any task.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (target, event, act) => target.addEventListener(event, act);

// Without script a long list is filtered by the server; with it, as you type. Chosen rows always stay in sight.
const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
for (const list of all("[data-checklist]")) {
  const rows = all(".choice", list);
  const box = (row) => row.querySelector("input");
  const filter = list.querySelector("[type=search]");
  const tally = list.querySelector("[data-tally]");
  const [pick, clear, none] = ["[data-all]", "[data-none]", "[data-no-match]"].map((part) => list.querySelector(part));
  const count = () => {
    const shown = rows.filter((row) => !row.hidden).length;
    const chosen = rows.filter((row) => box(row).checked).length;
    none.hidden = shown > 0;
    tally.textContent = `${chosen} chosen` + (shown < rows.length ? ` · ${shown} of ${rows.length} shown` : "");
  };
  const narrow = () => {
    const wanted = plain(filter.value);
    for (const row of rows) row.hidden = !box(row).checked && !plain(row.textContent).includes(wanted);
    for (const head of all(".choices > :is(h2, h3)", list)) {
      let row = head.nextElementSibling;
      while (row?.hidden && row.matches(".choice")) row = row.nextElementSibling;
      head.hidden = !row?.matches(".choice");
    }
    count();
  };
  const choose = (checked) => () => {
    for (const row of rows) if (!row.hidden) box(row).checked = checked;
    list.dispatchEvent(new Event("input", { bubbles: true }));
    narrow();
  };
  // A list the server has already shortened can only be widened by the server.
  if (!filter.defaultValue) {
    filter.nextElementSibling.hidden = true;
    on(filter, "input", narrow);
    on(filter, "keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  pick.hidden = clear.hidden = false;
  on(pick, "click", choose(true));
  on(clear, "click", choose(false));
  on(list, "change", count);
}

// Only the questions that follow from the chosen option are shown; a part may follow from several. A file in a part that is
// hidden again is not sent, nor is what stands in the body of the option itself.
const reveal = () => {
  const options = all("[data-reveals]");
  for (const part of all("[data-reveal]")) {
    const mine = options.filter((option) => option.dataset.reveals.split(" ").includes(part.dataset.reveal));
    part.hidden = mine.length > 0 && !mine.some((option) => option.checked);
    for (const field of all(part.matches(".reveal") ? "input" : "[type=file]", part)) field.disabled = part.hidden;
  }
};
on(document, "change", reveal);
on(window, "pageshow", reveal);
reveal();

// Prices follow the typing. The server computes them and sends a fragment; XMLHttpRequest parses it without a Trusted Types sink.
for (const form of all("form[data-preview]")) {
  let timer, request;
  on(form, "input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      request?.abort();
      request = new XMLHttpRequest();
      request.open("POST", form.dataset.preview);
      request.responseType = "document";
      request.onload = () => {
        const [fresh, old] = [request.response, document].map((page) => page?.getElementById("preview"));
        if (!fresh || !old) return;
        old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
        document.getElementById("preview-said").textContent = fresh.dataset.said;
        // The table may have grown between the focus and where it was.
        if (document.activeElement.form === form) document.activeElement.scrollIntoView({ block: "nearest" });
      };
      request.send(new URLSearchParams(new FormData(form)));
    }, 400);
  });
}

// Leaving with unsaved typing asks first. Sending a form latches its button until the answer comes, without disabling it,
// so that the button's own name and value are still sent; half a minute is longer than any answer takes. What takes long
// enough to make somebody wonder says how long it has been at it.
const dirty = new Set();
on(document, "input", (event) => { if (event.target.form?.matches("[data-dirty]")) dirty.add(event.target.form); });
on(window, "beforeunload", (event) => { if (dirty.size) event.preventDefault(); });
const released = new Map();
const release = (form) => { released.get(form)?.(); released.delete(form); };
on(document, "submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post") return;
  if (released.has(form)) return event.preventDefault();
  dirty.clear();
  const words = submitter && [...submitter.childNodes];
  const busy = submitter?.dataset.busy || "Saving…";
  const timer = setTimeout(() => release(form), 30000);
  let seconds = 0;
  const clock = setInterval(() => {
    seconds += 1;
    if (submitter && seconds > 1) submitter.textContent = `${busy} ${seconds} seconds`;
  }, 1000);
  released.set(form, () => {
    clearTimeout(timer);
    clearInterval(clock);
    if (!submitter) return;
    submitter.replaceChildren(...words);
    submitter.removeAttribute("aria-disabled");
  });
  if (!submitter) return;
  submitter.textContent = busy;
  submitter.setAttribute("aria-disabled", "true");
});
on(window, "pageshow", () => [...released.keys()].forEach(release));

for (const button of all("[data-show]")) {
  const field = document.getElementById(button.dataset.show);
  button.hidden = false;
  on(button, "click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  });
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  on(button, "click", () => window.print());
}

// On paper a document is found by its whole address.
for (const link of all('a[href^="/files/"]')) link.dataset.address = link.href;

for (const button of all("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  on(button, "click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
  });
}

for (const area of all("textarea[data-limit]")) {
  const count = document.getElementById(`${area.id}-count`);
  on(area, "input", () => { count.textContent = `${[...area.value].length} of ${area.dataset.limit} characters used`; });
}

// Two minutes before a session ends for want of use a dialog says so, and one press keeps it; once it has ended, the dialog
// says that. Without script nothing that was typed is lost either: the form comes back after signing in.
const { idle, stay } = document.body.dataset;
if (stay) {
  const dialog = document.createElement("dialog");
  const [title, words, form, button] = ["h2", "p", "form", "button"].map((name) => document.createElement(name));
  const say = (...texts) => [title, words, button].forEach((part, place) => { part.textContent = texts[place]; });
  title.id = "idle-title";
  words.setAttribute("role", "status");
  button.className = "button-primary";
  form.method = "dialog";
  form.append(button);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, words, form);
  document.body.append(dialog);
  let timer, ends;
  const over = () => {
    clearTimeout(timer);
    ends = 0;
    say("You are signed out", "Nothing you typed is lost: save, and sign in again.", "Close");
    if (!dialog.open) dialog.showModal();
  };
  // By the clock: timers stand still while a computer sleeps.
  const watch = () => { timer = setTimeout(() => (Date.now() < ends ? watch() : over()), ends - Date.now()); };
  const wait = () => {
    ends = Date.now() + idle * 1000;
    say("You will be signed out in 2 minutes", "You have not used the portal for a while. Nothing you typed is lost.", "Stay signed in");
    timer = setTimeout(() => { dialog.showModal(); watch(); }, (idle - 120) * 1000);
  };
  wait();
  on(dialog, "close", async () => {
    if (!ends) return;
    // Without an answer nobody knows: the clock goes on.
    const answer = await fetch(stay, { method: "POST", redirect: "manual" }).catch(() => null);
    if (!answer) return;
    clearTimeout(timer);
    if (answer.status === 204) wait();
    else over();
  });
}
