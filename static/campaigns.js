/* campaigns.js: conveniences of the plan editor. Without it every one has its button. */
(function () {
  "use strict";
  var doc = document;
  function on(kind, work) { doc.addEventListener(kind, work); }
  function form() { return doc.getElementById("f-muc"); }

  /* Lưu ngầm: the element that saves stands beside the form; the form's state follows it. */
  /* While a button's answer is on its way the fields are disabled, and a disabled field is not
     sent: saved then, the form would be blank. The button has sent them; nothing is lost. */
  on("htmx:configRequest", event => {
    var fields = doc.getElementById("f-hang");
    if (event.detail.elt.id === "tu-luu" && (writing || !fields || fields.disabled)) { event.preventDefault(); }
  });
  on("htmx:beforeRequest", event => {
    var elt = event.detail.elt;
    if (elt.id === "tu-luu" && form()) { delete form().dataset.dirty; }
    /* The sheet that nobody sees is not drawn. */
    if (elt.id === "dang-dan" && !elt.closest(".td-preview").offsetParent) { event.preventDefault(); }
  });
  on("htmx:afterRequest", event => {
    if (event.detail.elt.id !== "tu-luu" || !form()) { return; }
    /* A note being written is saved by its own button. */
    if (!event.detail.successful || form().dataset.note) { form().dataset.dirty = "1"; }
  });
  on("input", event => {
    if (event.target.closest("#ghi-chu-mo") && form()) { form().dataset.note = "1"; }
  });

  /* Trang văn bản: the old sheets stay until the new ones are there, and only their own pane
     scrolls to the passage that is being written. The same pages only get their mark moved. */
  var marked; /* the line that the last request asked to mark */
  function addresses(scope) {
    return Array.from(scope.querySelectorAll(".td-sheet > img"), image => image.dataset.src || image.getAttribute("src")).join();
  }
  function moveMark(pane, job) {
    var fresh = job.querySelectorAll(".td-sheet");
    pane.querySelectorAll("[data-linemark]").forEach(mark => mark.remove());
    pane.querySelectorAll(".td-sheet").forEach((sheet, place) => {
      sheet.append(...fresh[place].querySelectorAll("[data-linemark]"));
    });
    job.replaceChildren();
  }
  on("htmx:configRequest", event => {
    var now = doc.getElementById("dang-soan");
    if (event.detail.elt.id !== "dang-dan" || !now) { return; }
    /* Not left to hx-include: while a button's answer is on its way the field is disabled. */
    marked = event.detail.parameters.dong = now.value;
  });
  on("htmx:afterSettle", () => {
    var job = doc.getElementById("dang-dan"), pane = doc.getElementById("trang-van-ban");
    follow();
    if (!pane || !job?.querySelector("#preview:not(.td-job)")) { return; }
    var top = pane.scrollTop, before = addresses(pane);
    if (before && before === addresses(job)) { moveMark(pane, job); } else { pane.replaceChildren(...job.childNodes); }
    pane.scrollTop = top;
    var mark = pane.querySelector("[data-linemark] rect");
    if (!mark) { return; }
    var at = mark.getBoundingClientRect(), box = pane.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) { pane.scrollTop += at.top - box.top - box.height / 3; }
  });
  function follow() {
    var job = doc.getElementById("dang-dan"), now = doc.getElementById("dang-soan");
    if (job && now && marked !== undefined && now.value !== marked) { job.dispatchEvent(new Event("doi-dong")); }
  }

  /* An act without a button: htmx sends the button that was clicked, and none was. The answer
     draws the form anew, without these fields; a button pressed later comes after them and counts. */
  function act(value, more) {
    var fields = doc.getElementById("viec");
    fields.disabled = false;
    fields.elements[0].value = value; fields.elements[1].value = more || "";
    form().requestSubmit();
  }

  /* Đổi loại dòng: the numbers of all lines below follow at once. */
  on("change", event => {
    var key = event.target.id.match(/^l(\d+)-kind$/);
    if (key) { act("loai:" + key[1]); }
  });

  /* Dán từ Word, Excel: the server makes lines or cells of it; plain words are pasted plainly. */
  on("paste", event => {
    var box = event.target, line = box.closest("[data-drag] > li:not(.is-closed)"), copied = event.clipboardData;
    if (!line || !copied || !box.matches(".td-line__in, .td-cell")) { return; }
    var id = line.id.slice(1), text = copied.getData("text/plain");
    var html = copied.getData("text/html").replace(/<style[^]*?<\/style>|<!--[^]*?-->/gi, "");
    var isCell = box.matches(".td-cell");
    if (isCell ? !/[\t\n]/.test(text.trim()) : !/<(p|li|h\d|tr)\b[^]*<(p|li|h\d|tr)\b/i.test(html)) { return; }
    event.preventDefault();
    act(isCell ? "dan-o:" + box.dataset.o + ":" + id : "dan:" + id, isCell ? text : html);
  });

  /* Kéo dòng: by its number, with mouse, pen or finger; Esc lets it go. The buttons do the same. */
  var dragged, below; /* below: the line it would stand before; null at the end */
  function show(line, name) {
    doc.querySelectorAll("." + name).forEach(one => one.classList.remove(name));
    if (line) { line.classList.add(name); }
  }
  function letGo() { show(null, "is-drag"); show(null, "is-drop"); dragged = below = undefined; }
  on("pointerdown", event => {
    var mark = event.target.closest("[data-drag] > li:not(.is-closed) > .td-line__mark");
    if (!mark || event.button) { return; }
    event.preventDefault();
    mark.setPointerCapture(event.pointerId);
    dragged = mark.parentNode; show(dragged, "is-drag");
  });
  on("pointermove", event => {
    if (!dragged) { return; }
    var list = dragged.parentNode, y = event.clientY;
    below = [...list.children].find(row => { var box = row.getBoundingClientRect(); return y < (box.top + box.bottom) / 2; }) || null;
    show(below || list, "is-drop");
    if (y < 90) { scrollBy(0, -14); } else if (y > innerHeight - 110) { scrollBy(0, 14); }
  });
  on("pointerup", () => {
    var line = dragged, before = below;
    letGo();
    if (line && before !== undefined && before !== line) { act("dat:" + (before ? before.id.slice(1) : 0) + ":" + line.id.slice(1)); }
  });
  on("pointercancel", letGo);
  /* Alt + Shift + ↑ ↓, as in Word: the line in hand goes up or down; Alt + Shift + Enter: a new one. */
  on("keydown", event => {
    if (event.key === "Escape") { letGo(); }
    var way = event.altKey && event.shiftKey && { ArrowUp: "len", ArrowDown: "xuong", Enter: "them" }[event.key];
    var button = way && event.target.closest("[data-drag] > li")?.querySelector("button[value^='" + way + ":']");
    if (button) { event.preventDefault(); button.click(); }
  });

  /* Gõ dấu: half a word is not saved by itself; what was held back goes once the word is there. */
  var writing = false;
  on("compositionstart", () => { writing = true; });
  on("compositionend", event => {
    writing = false;
    if (event.target.form === form()) { event.target.dispatchEvent(new Event("input", { bubbles: true })); }
  });

  /* Bản trên máy: what is not saved yet also lies in this browser, sealed with a key that only
     its author's page brings. It goes once saved; a page that finds one offers it. */
  var later, asks, offered, found, note = doc.getElementById("ban-tren-may"); /* asks: a copy may be waiting for its author's word */
  function bytes(text) { return Uint8Array.from(text.split(",")); }
  function shelf(act, text) { return localStorage[act + "Item"](form().dataset.keep, text); }
  function sealing(work) {
    if (!window.crypto?.subtle || !form()?.dataset.key) { return; }
    crypto.subtle.importKey("raw", bytes(form().dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]).then(work).catch(() => { asks = 0; });
  }
  function keep() {
    var typed = JSON.stringify([Date.now(), Array.from(new FormData(form()))]), iv = crypto.getRandomValues(new Uint8Array(12));
    sealing(key => crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, new TextEncoder().encode(typed)).then(sealed => {
      if (form().dataset.dirty) { shelf("set", iv.join() + " " + new Uint8Array(sealed).join()); }
    }));
  }
  /* Each typed field of the copy with the field that stands there now. */
  function pairs(typed, work) {
    var seen = {};
    return typed.some(pair => {
      var name = pair[0], at = seen[name] = (seen[name] + 1) || 0;
      return !/^(csrf|act|dan|dong)/.test(name) && work(form().querySelectorAll("[name='" + name + "']")[at], name, pair[1]);
    });
  }
  /* Each section that comes is asked once for its copy. One without, or with one that cannot be
     read, asks nothing: split() of null throws. */
  function offer() {
    if (offered === (offered = form()?.dataset.keep)) { return; }
    note.hidden = true; asks = 1;
    sealing(key => {
      var kept = shelf("get").split(" ").map(bytes);
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: kept[0] }, key, kept[1]).then(plain => {
        found = JSON.parse(new TextDecoder().decode(plain));
        if (!pairs(found[1], (field, name, value) => !/-seen$/.test(name) && field?.value !== value.replace(/\r/g, ""))) { asks = 0; return; }
        note.querySelector("b").textContent = new Date(found[0]).toLocaleString("vi");
        note.hidden = false;
      });
    });
  }
  note?.addEventListener("click", event => {
    if (!event.target.closest("button")) { return; }
    note.hidden = true; asks = 0;
    if (!event.target.value) { shelf("remove"); return; }
    pairs(found[1], (field, name, value) => {
      if (!field) { field = form().appendChild(doc.createElement("textarea")); field.hidden = true; field.name = name; }
      field[field.type === "checkbox" ? "checked" : "value"] = value;
    });
    form().dataset.dirty = "1"; saveNow();
  });
  offer();
  function saveNow() { if (form()?.dataset.dirty) { form().dispatchEvent(new Event("luu")); } }
  on("input", event => {
    if (!asks && event.target.form === form()) { clearTimeout(later); later = setTimeout(keep, 300); }
  });
  on("htmx:afterSettle", () => {
    offer();
    if (!asks && form()?.dataset.key && !form().dataset.dirty && doc.querySelector("#save-state[data-state=ok]")) { sealing(() => shelf("remove")); }
  });
  /* Gập máy, đổi thẻ: what waits for a pause is saved at once. */
  on("visibilitychange", () => doc.hidden && saveNow());

  /* The sheet shows the passage that is being written. */
  on("focusin", event => {
    var line = event.target.closest(".td-line--in"), now = doc.getElementById("dang-soan");
    if (line && now) { now.value = line.dataset.place; follow(); }
  });

  /* On a phone the sections stand in one row: the present one is in sight. */
  function toSection() {
    var item = doc.querySelector(".td-outline [aria-current]"), row = item?.closest("ol");
    if (row) { row.scrollLeft = item.offsetLeft - row.offsetLeft - 16; }
  }
  toSection();
  on("htmx:oobAfterSwap", toSection);
})();
