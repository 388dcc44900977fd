/* app.js: what htmx and plain HTML cannot do. Every page works when this file does not load. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  function all(selector, scope) { return Array.from((scope || doc).querySelectorAll(selector)); }
  function one(selector, scope) { return (scope || doc).querySelector(selector); }
  function on(kind, work) { doc.addEventListener(kind, work); }
  root.classList.add("td-js");

  /* Giao diện và cỡ chữ: the cookie lets the server paint the right page at once; the local
     copy serves pages that know no cookie (errors). */
  var SETTINGS = { "td-theme": ["data-bs-theme", "auto"], "td-text": ["data-text", ""] };
  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (e) { /* storage may be forbidden */ }
    doc.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
  }
  function apply(name, value) { root.setAttribute(SETTINGS[name][0], value); }
  function showPressed() {
    all("[data-set]").forEach(button => {
      var now = root.getAttribute(SETTINGS[button.dataset.set][0]) || SETTINGS[button.dataset.set][1];
      button.setAttribute("aria-pressed", String(button.value === now));
    });
  }
  Object.keys(SETTINGS).forEach(name => {
    var value = null;
    try { value = localStorage.getItem(name); } catch (e) { /* as above */ }
    if (value !== null && value !== (root.getAttribute(SETTINGS[name][0]) || SETTINGS[name][1])) { apply(name, value); keep(name, value); }
  });
  all("[data-needs-script]").forEach(part => { part.hidden = false; });
  showPressed();

  /* Một vùng thông báo: polite for news, persistent for trouble. */
  function say(text, trouble, remedy) {
    var box = one(trouble ? "#td-alert" : "#td-live");
    if (!box) { return; }
    box.textContent = "";
    var toast = doc.createElement("div");
    toast.className = "td-toast";
    toast.appendChild(doc.createElement("span")).textContent = text;
    if (remedy) { toast.appendChild(remedy.cloneNode(true)); }
    if (trouble) {
      var close = toast.appendChild(doc.createElement("button"));
      close.type = "button"; close.textContent = "✕"; close.ariaLabel = "Đóng thông báo";
      close.addEventListener("click", () => { toast.remove(); });
    } else { setTimeout(() => { toast.remove(); }, 8000); }
    box.appendChild(toast);
  }

  on("click", event => {
    var target = event.target.closest("[data-set]");
    if (target) { apply(target.dataset.set, target.value); keep(target.dataset.set, target.value); showPressed(); }
    all("details.td-menu[open]").forEach(menu => { if (!menu.contains(event.target)) { menu.open = false; } });
    /* A link to the confirming page opens the dialog instead, when there is one. */
    target = event.target.closest("[data-open-dialog]");
    var dialog = doc.getElementById(target?.dataset.openDialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
    target = event.target.closest("[data-close-dialog]");
    if (target?.closest("dialog")) { event.preventDefault(); target.closest("dialog").close(); }
    if (event.target.closest("[data-print]")) { print(); }
    target = event.target.closest(".td-reveal");
    var input = target?.previousElementSibling;
    if (input) { input.type = input.type === "text" ? "password" : "text"; target.ariaPressed = input.type === "text"; }
    target = event.target.closest("[data-copy]");
    if (target && navigator.clipboard) { navigator.clipboard.writeText(target.dataset.copy).then(() => { say("Đã sao chép."); }); }
    /* A line of the error summary leads into its field. */
    target = event.target.closest(".td-errsum a[href^='#'], a[data-to-field]");
    var field = target && doc.getElementById(decodeURIComponent(target.hash.slice(1)));
    if (field) {
      event.preventDefault();
      if (!field.matches("input, select, textarea, button")) { field = one("input, select, textarea", field) || field; }
      var closed = field.closest("details:not([open])");
      if (closed) { closed.open = true; }
      field.focus(); field.scrollIntoView({ block: "center" });
    }
  });

  /* A menu that the focus has left closes, so that it never lies over what has it now. */
  on("focusin", event => {
    all("details.td-menu[open]").forEach(menu => { if (!menu.contains(event.target)) { menu.open = false; } });
  });

  /* Phím tắt: only with Ctrl, and Esc; single letters belong to the Vietnamese keyboard. */
  on("keydown", event => {
    if (event.key === "Escape") {
      all("details.td-menu[open]").forEach(menu => { menu.open = false; one("summary", menu).focus(); });
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
      var form = doc.activeElement?.closest("form[data-guard]") || one("form[data-guard]");
      if (!form) { return; }
      event.preventDefault();
      if (form.hasAttribute("data-autosave")) { form.dispatchEvent(new Event("luu")); } else { submitForm(form); }
    }
  });
  /* Saving by key presses the button that is marked for it: the first one otherwise. */
  function submitForm(form) {
    var button = one("button[data-save]", form) || one("button[type=submit], button:not([type])", form);
    form.requestSubmit(button || undefined);
  }

  /* Chưa lưu thì hỏi trước khi rời trang. */
  function dirty(form, yes) { if (yes) { form.dataset.dirty = "1"; } else { delete form.dataset.dirty; } }
  ["input", "change"].forEach(kind => {
    on(kind, event => {
      var form = event.target.form;
      if (!form || !form.hasAttribute("data-guard")) { return; }
      dirty(form, true);
      if (form.hasAttribute("data-autosave")) { saveState("dirty", "Có thay đổi chưa lưu"); }
    });
  });
  /* A page that loads itself anew would undo the click that leads away: it waits. Only after a
     download is it still there then. */
  var leaving;
  addEventListener("beforeunload", event => {
    leaving = Date.now();
    if (one("form[data-dirty]")) { event.preventDefault(); event.returnValue = ""; }
  });
  on("htmx:beforeOnLoad", event => {
    if (Date.now() - leaving < 3e4 && event.detail.xhr.getResponseHeader("HX-Refresh")) {
      event.preventDefault(); setTimeout(() => location.reload(), 3e4);
    }
  });
  function saveState(state, text) {
    var box = one("#save-state");
    if (!box) { return; }
    box.dataset.state = state;
    var words = one(".td-save__t", box);
    if (words && words.textContent !== text) { words.textContent = text; }
  }

  /* Gửi một lần: the second press of a slow button does nothing. */
  on("submit", event => {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    dirty(form, false);
    var button = event.submitter;
    if (button && button.tagName === "BUTTON" && !button.hasAttribute("data-keep-label")) {
      button.dataset.label = button.innerHTML; button.setAttribute("aria-disabled", "true");
      button.textContent = button.dataset.busy || "Đang gửi…";
    }
  });
  addEventListener("pageshow", event => {
    if (!event.persisted) { return; }
    all("form[data-sent]").forEach(form => { delete form.dataset.sent; });
    all("button[data-label]").forEach(button => {
      button.innerHTML = button.dataset.label; button.removeAttribute("aria-disabled"); delete button.dataset.label;
    });
  });

  /* Tệp: its name and size at once, and a refusal before a long upload. */
  function size(bytes) {
    var units = ["byte", "KB", "MB", "GB"], step = 0;
    while (bytes >= 1024 && step < 3) { bytes /= 1024; step += 1; }
    return bytes.toLocaleString("vi-VN", { maximumFractionDigits: step > 1 ? 1 : 0 }) + " " + units[step];
  }
  on("change", event => {
    var input = event.target, zone = input.type === "file" && input.closest(".td-drop");
    if (!zone) { return; }
    var words = one(".td-drop__txt", zone), file = input.files[0], limit = Number(zone.dataset.maxMb) * 1048576;
    words.dataset.empty ||= words.innerHTML;
    zone.classList.remove("is-bad");
    if (!file) { words.innerHTML = words.dataset.empty; return; }
    words.textContent = "";
    words.appendChild(doc.createElement("b")).textContent = "Chọn tệp khác";
    words.appendChild(doc.createElement("div"));
    if (limit && file.size > limit) {
      zone.classList.add("is-bad"); input.value = "";
      words.lastChild.textContent = "Tệp “" + file.name + "” nặng " + size(file.size) + ", vượt giới hạn " + zone.dataset.maxMb + " MB.";
      words.lastChild.className = "td-bad";
      say(words.lastChild.textContent);
    } else {
      words.lastChild.textContent = file.name + " · " + size(file.size);
    }
  });
  ["dragover", "dragleave", "drop"].forEach(kind => {
    on(kind, event => {
      var zone = event.target.closest?.(".td-drop");
      if (zone) { zone.classList.toggle("is-over", kind === "dragover"); }
    });
  });
  /* Đối chiếu tại chỗ: the file's SHA-256 is computed here; the file goes nowhere. */
  on("change", event => {
    var input = event.target;
    if (!input.matches("input[type=file][data-verify]")) { return; }
    var out = doc.getElementById(input.dataset.out), file = input.files[0];
    if (!out || !file) { return; }
    function tell(kind, text) { out.hidden = false; out.className = "td-note td-note--" + kind; out.textContent = text; }
    if (!window.crypto?.subtle) { tell("warn", "Trình duyệt này không tính được mã băm. Đề nghị gửi tệp để máy chủ kiểm tra."); return; }
    tell("info", "Đang tính mã băm của “" + file.name + "”…");
    file.arrayBuffer().then(bytes => crypto.subtle.digest("SHA-256", bytes)).then(digest => {
      var hex = Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("");
      if (input.dataset.verify.split(" ").indexOf(hex) >= 0) { tell("ok", "Tệp “" + file.name + "” trùng từng byte với bản gốc do cơ quan ban hành."); }
      else { tell("bad", "Tệp “" + file.name + "” không trùng với bản gốc. Đề nghị dùng bản tải ở nút “Tải bản gốc”."); }
    }, () => { tell("warn", "Chưa đọc được tệp này. Đề nghị chọn lại."); });
  });

  /* Ảnh trang: once scrolled, also those that are near */
  function bring(image) {
    near.unobserve(image);
    image.srcset = image.dataset.srcset; image.src = image.dataset.src;
    delete image.dataset.src;
  }
  function seen(margin) {
    return new IntersectionObserver(them => {
      them.forEach(one => { if (one.isIntersecting) { bring(one.target); } });
    }, { rootMargin: margin });
  }
  var near = seen("0px");
  function watchPictures() { all("img[data-src]").forEach(image => { near.observe(image); }); }
  watchPictures();
  addEventListener("scroll", () => { near.disconnect(); near = seen("800px 0px"); watchPictures(); }, { once: true, capture: true });
  addEventListener("beforeprint", () => { all("img[data-src]").forEach(bring); });

  /* Tóm tắt lỗi nhận tiêu điểm, khi trang mới mở và sau khi htmx thay. */
  function focusSummary(scope) { var box = one(".td-errsum", scope); if (box) { box.focus(); } }
  focusSummary(doc);

  function sendPlainly(form, cause) {
    var button = cause?.submitter;
    if (button?.name) {
      var act = form.appendChild(doc.createElement("input"));
      act.type = "hidden"; act.name = button.name; act.value = button.value;
    }
    dirty(form, false);
    HTMLFormElement.prototype.submit.call(form);
  }

  /* htmx: trouble is always said, and what was typed stays. */
  on("htmx:afterSettle", event => {
    var scope = event.detail.elt || event.target;
    if (scope.matches?.(".td-errsum")) { scope.focus(); } else if (scope.querySelector) { focusSummary(scope); }
    all("[data-needs-script]", scope).forEach(part => { part.hidden = false; });
    watchPictures();
  });
  on("htmx:beforeRequest", event => {
    var elt = event.detail.elt;
    if (doc.hidden && elt.hasAttribute("data-poll")) { event.preventDefault(); return; }
    if (elt.hasAttribute("data-autosave")) { saveState("busy", "Đang lưu…"); dirty(elt, false); }
  });
  on("htmx:afterRequest", event => {
    var elt = event.detail.elt;
    if (!elt.hasAttribute("data-autosave") || event.detail.successful) { return; }
    dirty(elt, true);
    var code = event.detail.xhr?.status;
    if (code === 401) { saveState("bad", "Phiên làm việc đã hết, chưa lưu được"); return; }
    if (code === 409 || code === 422) { return; } /* the answer itself says what is wrong */
    saveState("bad", "Chưa lưu được, thử lại sau 10 giây");
    clearTimeout(elt.tdRetry);
    elt.tdRetry = setTimeout(() => { elt.dispatchEvent(new Event("luu")); }, 10000);
  });
  /* Typing went on while the answer was under way: it speaks of older words. */
  on("htmx:afterSwap", event => {
    if (event.detail.target?.id !== "save-state") { return; }
    if (one("form[data-autosave][data-dirty]")) { saveState("dirty", "Có thay đổi chưa lưu"); }
    var box = one(".td-save[data-state=bad]"); /* out of sight */
    if (box && box.getBoundingClientRect().top < 0) { say(one(".td-save__t", box).textContent, true, one("button", box)); }
  });
  on("htmx:sendError", () => { say("Mất kết nối. Nội dung vẫn còn trên màn hình.", true); });
  on("htmx:timeout", () => { say("Máy chủ phản hồi chậm. Nội dung vẫn còn trên màn hình.", true); });
  on("htmx:responseError", event => {
    /* Hết phiên: a form goes on the plain way, on which the server keeps its words. */
    if (event.detail.xhr.status === 401) {
      var elt = event.detail.elt, form = elt.closest("form[method=post]") || one("form[data-guard]");
      if (elt === form) { /* once htmx has let go of its fields */
        setTimeout(sendPlainly, 0, form, event.detail.requestConfig.triggeringEvent); return;
      }
      say(form ? "Phiên làm việc đã hết. Nội dung vẫn còn: bấm nút lưu để đăng nhập lại và gửi tiếp."
        : "Phiên làm việc đã hết. Đề nghị tải lại trang để đăng nhập lại.", true);
      return;
    }
    say(event.detail.xhr.status === 403 ? "Anh/chị không có quyền làm việc này. Chưa có gì được ghi."
      : "Chưa thực hiện được (mã " + event.detail.xhr.status + "). Nội dung vẫn còn trên màn hình.", true);
  });
})();
