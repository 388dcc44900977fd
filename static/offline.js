/* offline.js: a council's session on one laptop without network. What was recorded lies in the
   browser, sealed with the passphrase of the secretary, and is saved at every key; back on the
   network it is handed in whole. Rules come along as numbers: nothing is reckoned by a rule of
   this file's own but which number to look up. */
(function () {
  "use strict";
  var doc = document;

  /* Tính kết quả: rule.needed says for every base how many must agree. */
  function reckon(rule, count) {
    var base = { members: count.members, present: count.present - count.recusedPresent, valid: count.agreed + count.against }[rule.of];
    var needed = rule.needed[base], lacks = rule.chair && count.chair !== true;
    return {
      base: base, needed: needed, lacksChair: lacks,
      passed: base > 0 && count.agreed >= needed && !lacks,
      percent: base ? (Math.floor(count.agreed * 1000 / base) / 10).toString().replace(".", ",") + "%" : "—"
    };
  }
  globalThis.thiDuaReckon = reckon;

  var main = doc.getElementById("main"), root = doc.getElementById("off");
  var stateLine = doc.getElementById("off-state"), alertBox = doc.getElementById("off-alert");
  if (!root) { return; }
  var ROUNDS = 600000, LEAST = 10, WORKER_WAIT = 20000, ASK_WAIT = 5000;
  var UNSHELLED = "Chưa cài được trang không cần mạng. Tải lại trang khi mạng ổn, trước khi đi.";
  var held, key, pack, log, problems = {}, writing, dirty, busy, shell, shelled;

  /* ---- Vẽ ---- */
  function el(tag, about, ...inside) {
    var made = doc.createElement(tag);
    Object.entries(about || {}).forEach(([name, value]) => {
      if (name.startsWith("on")) { made.addEventListener(name.slice(2), value); }
      else if (value === true) { made.setAttribute(name, ""); }
      else if (value !== false && value !== undefined && value !== null) { made.setAttribute(name, value); }
    });
    made.append(...inside.flat(9).filter(one => one || one === 0));
    return made;
  }
  function panel(title, ...inside) {
    return el("section", { class: "td-panel td-fset td-noprint" }, el("h2", {}, title), ...inside);
  }
  function button(id, words, act, kind) {
    return el("button", { type: "button", id: id, class: "btn btn-" + (kind || "secondary") + " me-2 mb-1", onclick: act }, words);
  }
  function say(words) { alertBox.replaceChildren(words ? el("div", { class: "td-banner td-banner--bad mb-3" }, el("div", {}, words)) : ""); }
  function field(id, words, box, hint) {
    box.id = id;
    return el("div", { class: "mb-2" }, el("label", { class: "form-label", for: id }, words), box, hint && el("div", { class: "form-text" }, hint));
  }
  function time(at) { return new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" }); }

  /* ---- Chỗ giữ: IndexedDB, one sealed row a session ---- */
  function kept(mode, work) {
    return new Promise((done, fail) => {
      var asked = indexedDB.open("thidua-phien", 1);
      asked.onupgradeneeded = () => { asked.result.createObjectStore("sessions", { keyPath: "pk" }); };
      asked.onerror = fail;
      asked.onsuccess = () => {
        var base = asked.result, deal = base.transaction("sessions", mode), answer = work(deal.objectStore("sessions"));
        deal.oncomplete = () => { base.close(); done(answer.result); };
        deal.onerror = deal.onabort = fail;
      };
    });
  }
  async function keyOf(words, salt) {
    var raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(words.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: ROUNDS }, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function write() {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    var plain = new TextEncoder().encode(JSON.stringify({ pack: pack, log: log }));
    held.iv = iv;
    held.data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, plain);
    await kept("readwrite", rows => rows.put(held));
  }
  /* One after the other, the newest last; what is typed meanwhile goes with the next. */
  function save() {
    dirty = true;
    if (!writing) {
      writing = (async () => {
        while (dirty) { dirty = false; await write(); }
        writing = null;
        tell("Đã lưu trên máy này lúc " + time(Date.now()));
      })().catch(() => { writing = null; say("Chưa lưu được trên máy này: ổ đĩa đầy hoặc trình duyệt chặn. Đừng đóng trang; tải bản ghi về."); });
    }
    return writing;
  }
  function tell(words) { stateLine.textContent = words + " · " + (navigator.onLine ? "có mạng" : "không có mạng") + (shell === false ? " · " + UNSHELLED : ""); }

  /* ---- Sổ ghi: what was done, in its order ---- */
  function clock() {
    var at = Math.max(Date.now() + log.drift, log.last + 1);
    log.last = at;
    return new Date(at).toISOString();
  }
  function note(does, more) { log.events.push(Object.assign({ at: clock(), do: does }, more)); save(); draw(); }
  function of(item, does) { return log.events.filter(one => one.item === item.pk && (!does || one.do === does)); }
  function last(item, does) { return of(item, does).pop(); }
  function did(does) { return log.events.some(one => one.do === does); }
  function draft(name, usual) { return log.drafts[name] ? log.drafts[name].v : usual || ""; }
  function keep(name, value) { log.drafts[name] = { v: value, at: clock() }; save(); }
  function input(name, usual, more) {
    var box = el(more && more.rows ? "textarea" : "input", Object.assign({ class: "form-control", autocomplete: "off" }, more));
    box.value = draft(name, usual);
    box.addEventListener("input", () => { keep(name, box.value); });
    return box;
  }
  function strike(item, which, why) {
    var gone = log.events.filter(one => one.item === item.pk && which.includes(one.do));
    log.struck.push({ at: new Date().toISOString(), reason: why, events: gone, drafts: Object.fromEntries(Object.entries(log.drafts).filter(([name]) => name.endsWith("-" + item.pk))) });
    log.events = log.events.filter(one => !gone.includes(one));
    delete problems[item.pk];
    note("mended", { item: item.pk, reason: why });
  }

  /* ---- Phòng họp ---- */
  function opened() { return pack.session.opened || did("open"); }
  function finished() { return did("finish"); }
  function resume() { log.events = log.events.filter(one => one.do !== "finish"); }
  function presence(row) {
    var marks = log.events.filter(one => one.do === "mark" && one.row === row.row);
    return marks.length ? marks[marks.length - 1] : { presence: row.presence };
  }
  function voting() { return pack.seats.filter(row => row.votes); }
  function there() { return voting().filter(row => presence(row).presence === "present"); }
  function aside(item) {
    return item.aside.concat(of(item, "recuse").map(one => ({ seat: one.seat, name: nameOf(one.seat), reason: one.reason, event: one })));
  }
  function nameOf(seat) { return pack.seats.find(row => row.seat === seat).name; }
  function weighs(item) { var out = aside(item).map(one => one.seat); return there().filter(row => !out.includes(row.seat)); }
  function countOf(item, sums, chair) {
    var took = new Set(there().map(row => row.seat)), paper = last(item, "paper"), hands = last(item, "hands");
    (paper ? paper.seats : []).concat(hands ? Object.keys(hands.choices).map(Number) : []).forEach(seat => took.add(seat));
    var out = new Set(aside(item).map(one => one.seat).filter(seat => voting().some(row => row.seat === seat)));
    return {
      members: pack.members, present: took.size, recusedPresent: [...out].filter(seat => took.has(seat)).length,
      agreed: sums[0], against: sums[1], blank: sums[2], chair: chair
    };
  }
  function lineOf(found, sums) {
    return sums[0] + " đồng ý, " + sums[1] + " không đồng ý, " + sums[2] + " không hợp lệ; " + found.percent + ", cần " + found.needed + "/" + found.base + (found.lacksChair ? "; Chủ tịch không đồng ý" : "") + ": " + (found.passed ? "đạt" : "không đạt");
  }
  function outcome(item) {
    var said = last(item, "conclude"), later = last(item, "defer"), closed = last(item, "close");
    if (later) { return "Để phiên sau: " + later.words; }
    if (said) { return (closed ? closed.passed : item.passed) ? "Thông qua" : "Không thông qua: " + said.words; }
    return item.outcome !== "waiting" ? item.said : "";
  }

  /* ---- Điểm danh ---- */
  function rollcall() {
    var rows = pack.seats.map(row => {
      var mark = presence(row);
      var press = (value, words) => el("button", {
        type: "button", id: value + "-" + row.row, "aria-pressed": String(mark.presence === value), disabled: finished(),
        onclick: () => { if (mark.presence !== value) { note("mark", { row: row.row, presence: value }); } }
      }, words, el("span", { class: "visually-hidden" }, ": " + row.name));
      return el("li", {}, el("div", {}, row.name, el("span", { class: "td-cellsub" }, row.position + (row.votes ? "" : " · không biểu quyết") + (mark.at ? " · ghi lúc " + time(mark.at) : ""))),
        el("div", { class: "td-seg" }, press("present", "Có mặt"), press("absent", "Vắng")),
        mark.presence === "absent" && field("vang-" + row.row, "Lý do vắng của " + row.name, input("absent-" + row.row, row.reason, { maxlength: 300, disabled: finished() })));
    });
    return panel("Điểm danh: có mặt " + there().length + "/" + pack.members + " thành viên biểu quyết", el("ul", { class: "td-list td-rollcall" }, rows));
  }

  /* ---- Một mục ---- */
  function numbers(item, who) {
    return ["Đồng ý", "Không đồng ý", "Không hợp lệ"].map((words, at) =>
      field(who + at + "-" + item.pk, words, input(who + at + "-" + item.pk, "", { inputmode: "numeric", maxlength: 4 })));
  }
  function typed(item, who) {
    var texts = [0, 1, 2].map(at => draft(who + at + "-" + item.pk).trim() || "0");
    return texts.every(text => /^\d{1,4}$/.test(text)) ? texts.map(Number) : null;
  }
  function clear(item, ...names) { names.forEach(name => { delete log.drafts[name + "-" + item.pk]; }); }
  function chairBox(item) {
    var box = el("select", { class: "form-select" }, [["", "Chọn ý kiến"], ["co", "Đồng ý"], ["khong", "Không đồng ý"]].map(([value, words]) => el("option", { value: value }, words)));
    box.value = draft("chair-" + item.pk);
    box.addEventListener("change", () => { keep("chair-" + item.pk, box.value); draw(); });
    return field("chutich-" + item.pk, "Chủ tịch Hội đồng nói rõ ý kiến", box);
  }
  function paperVote(item) {
    var gave = last(item, "paper");
    if (!gave) {
      var people = weighs(item).map(row => {
        var box = el("input", { type: "checkbox", class: "form-check-input me-2", id: "phieu-" + item.pk + "-" + row.seat });
        box.checked = draft("takes-" + row.seat + "-" + item.pk, "1") === "1";
        box.addEventListener("change", () => { keep("takes-" + row.seat + "-" + item.pk, box.checked ? "1" : "0"); });
        return el("li", {}, box, el("label", { for: box.id }, row.name));
      });
      return [el("p", {}, "Bỏ phiếu kín: không có mạng thì dùng phiếu giấy; phiếu trên điện thoại không làm được. Ai nhận phiếu?"), el("ul", { class: "td-list" }, people),
        button("phat-" + item.pk, "Phát phiếu giấy", () => {
          var seats = weighs(item).map(row => row.seat).filter(seat => draft("takes-" + seat + "-" + item.pk, "1") === "1");
          if (!seats.length) { return say("Chọn ít nhất một người nhận phiếu."); }
          note("paper", { item: item.pk, seats: seats });
        }, "primary")];
    }
    var first = draft("firstdone-" + item.pk) === "1", second = draft("seconddone-" + item.pk) === "1";
    var check = (who, then) => () => {
      var sums = typed(item, who);
      if (!sums || sums[0] + sums[1] + sums[2] !== gave.seats.length) { return say("Tổng số phiếu phải bằng số phiếu giấy đã phát: " + gave.seats.length + "."); }
      say("");
      then();
    };
    if (!first) {
      return [el("p", {}, "Đã phát " + gave.seats.length + " phiếu. Người thứ nhất (" + pack.me + ") kiểm và nhập."), numbers(item, "a"),
        button("xong1-" + item.pk, "Xong, đưa máy cho người kiểm thứ hai", check("a", () => { keep("firstdone-" + item.pk, "1"); draw(); }), "primary")];
    }
    if (!second) {
      var out = aside(item).map(one => one.seat), whose = el("select", { class: "form-select" }, el("option", { value: "" }, "Chọn người"),
        pack.seats.filter(row => row.counter && !out.includes(row.seat)).map(row => el("option", { value: row.counter }, row.name)));
      whose.value = draft("second-" + item.pk);
      whose.addEventListener("change", () => { keep("second-" + item.pk, whose.value); });
      return [el("p", {}, "Người thứ hai tự kiểm lại " + gave.seats.length + " phiếu; số của người thứ nhất không hiện ở đây."), field("nguoi2-" + item.pk, "Người kiểm thứ hai", whose, "Thành viên được mời, có tài khoản."), numbers(item, "b"),
        button("xong2-" + item.pk, "So hai lần kiểm", check("b", () => {
          if (!draft("second-" + item.pk)) { return say("Chọn người kiểm thứ hai."); }
          keep("seconddone-" + item.pk, "1");
          draw();
        }), "primary")];
    }
    var one = typed(item, "a"), two = typed(item, "b");
    if (String(one) !== String(two)) {
      return [el("p", { class: "td-bad" }, "Hai người nhập khác nhau. Cả hai kiểm lại từ đầu."),
        button("lai-" + item.pk, "Kiểm lại", () => { clear(item, "a0", "a1", "a2", "b0", "b1", "b2", "firstdone", "seconddone"); save(); draw(); }, "primary")];
    }
    return closing(item, one, item.rule.chair ? { co: true, khong: false }[draft("chair-" + item.pk)] : null, item.rule.chair && chairBox(item), () => {
      note("count", { item: item.pk, first: one, second: two, second_by: Number(draft("second-" + item.pk)) });
    });
  }
  function closing(item, sums, chair, extra, before) {
    var found = reckon(item.rule, countOf(item, sums, chair));
    return [extra, el("p", {}, el("b", {}, lineOf(found, sums) + ".")), button("chot-" + item.pk, "Chốt kết quả", () => {
      if (item.rule.secret && item.rule.chair && chair === undefined) { return say("Ghi Chủ tịch có đồng ý hay không."); }
      say("");
      before();
      /* Reckoned once more of what now stands in the log. */
      var end = reckon(item.rule, countOf(item, sums, chair));
      note("close", { item: item.pk, passed: end.passed, chair: item.rule.secret ? chair : null, words: lineOf(end, sums) });
    }, "primary")];
  }
  var WORDS = [["", "Chưa ghi"], ["agree", "Đồng ý"], ["against", "Không đồng ý"], ["blank", "Không hợp lệ"]];
  function openVote(item) {
    var rows = weighs(item), choices = {};
    var boxes = rows.map(row => {
      var name = "hand-" + row.seat + "-" + item.pk, box = el("select", { class: "form-select" }, WORDS.map(([value, words]) => el("option", { value: value }, words)));
      box.value = draft(name);
      if (box.value) { choices[row.seat] = box.value; }
      box.addEventListener("change", () => { keep(name, box.value); draw(); });
      return field("tay-" + row.seat + "-" + item.pk, row.name, box);
    });
    var values = Object.values(choices), sums = WORDS.slice(1).map(([value]) => values.filter(one => one === value).length);
    var chair = rows.some(row => row.chair && choices[row.seat] === "agree");
    return [el("p", {}, "Biểu quyết công khai: ghi ý kiến của từng người."), button("tatca-" + item.pk, "Mọi người đồng ý", () => {
      rows.forEach(row => { keep("hand-" + row.seat + "-" + item.pk, "agree"); });
      draw();
    }), boxes, values.length > 0 && closing(item, sums, chair, null, () => { note("hands", { item: item.pk, choices: choices }); })];
  }
  function vote(item) {
    if (item.hidden) { return el("p", {}, "Anh/chị không tham gia xét: người khác điều hành mục này khi có mạng."); }
    if (!item.rule) { return [el("p", {}, "Chưa có quy định bỏ phiếu: nhập khi có mạng, hoặc để phiên sau."), words(item, false)]; }
    var round = last(item, "vote"), closed = last(item, "close"), done = outcome(item);
    if (done) { return [closed && el("p", {}, closed.words + "."), el("p", {}, el("b", {}, done))]; }
    if (closed) { return [el("p", {}, el("b", {}, closed.words + ".")), words(item, true, closed.passed)]; }
    if (round) { return item.rule.secret ? paperVote(item) : openVote(item); }
    var before = item.rounds > 0, lacks = there().length < item.rule.quorum;
    return [
      before && el("p", {}, "Đã biểu quyết " + item.rounds + " lượt trước khi mang đi" + (item.passed === null ? "" : item.passed ? ", lượt cuối đạt" : ", lượt cuối không đạt") + "."),
      before && field("lai-vi-" + item.pk, "Lý do biểu quyết lại", input("again-" + item.pk, "", { maxlength: 500 })),
      lacks && el("p", { class: "td-bad" }, "Chưa đủ người dự để biểu quyết mục này."),
      !lacks && opened() && button("mo-" + item.pk, "Mở lượt biểu quyết", () => {
        if (before && !draft("again-" + item.pk).trim()) { return say("Ghi lý do biểu quyết lại."); }
        if (!weighs(item).length) { return say("Không còn thành viên nào biểu quyết được."); }
        say("");
        note("vote", { item: item.pk, reason: draft("again-" + item.pk).trim() });
      }, "primary"), opened() && words(item, item.passed !== null, item.passed)];
  }
  function words(item, counted, passed) {
    var said = () => draft("words-" + item.pk).trim();
    return [field("loi-" + item.pk, "Lời kết luận của Hội đồng", input("words-" + item.pk, "", { rows: 2, maxlength: 2000 }), "Không thông qua, để phiên sau thì ghi lý do; đơn vị đề nghị đọc đúng lời này."),
      counted && button("ketluan-" + item.pk, passed ? "Kết luận: thông qua" : "Kết luận: không thông qua", () => {
        if (!passed && !said()) { return say("Ghi lý do không thông qua."); }
        say("");
        note("conclude", { item: item.pk, words: said() });
      }, "primary"),
      button("sau-" + item.pk, "Để phiên sau", () => {
        if (!said()) { return say("Ghi vì sao để phiên sau."); }
        say("");
        note("defer", { item: item.pk, words: said() });
      })];
  }
  function recusals(item) {
    var out = aside(item), free = pack.seats.filter(row => row.seat !== pack.mine && !out.some(one => one.seat === row.seat));
    var who = el("select", { class: "form-select" }, el("option", { value: "" }, "Chọn thành viên"), free.map(row => el("option", { value: row.seat }, row.name)));
    who.value = draft("aside-" + item.pk);
    who.addEventListener("change", () => { keep("aside-" + item.pk, who.value); });
    var may = !outcome(item) && !last(item, "vote");
    return [out.length > 0 && el("ul", { class: "td-list" }, out.map(one => el("li", {}, one.name + " không tham gia xét: " + one.reason))),
      may && el("details", {}, el("summary", {}, "Ghi người không tham gia xét"), field("ai-" + item.pk, "Thành viên", who), field("vi-" + item.pk, "Lý do không tham gia xét", input("why-" + item.pk, "", { maxlength: 300 })),
        button("khongxet-" + item.pk, "Ghi không tham gia xét", () => {
          var seat = Number(draft("aside-" + item.pk)), why = draft("why-" + item.pk).trim();
          if (!seat || !why) { return say("Chọn thành viên và ghi lý do không tham gia xét."); }
          say("");
          clear(item, "aside", "why");
          note("recuse", { item: item.pk, seat: seat, reason: why });
        }))];
  }
  function mending(item) {
    var steps = of(item).filter(one => one.do !== "mended");
    if (!steps.length || finished()) { return ""; }
    var why = () => draft("mend-" + item.pk).trim();
    var mend = (which, names) => () => {
      if (!why()) { return say("Ghi lý do ghi lại."); }
      say("");
      var reason = why();
      strike(item, which, reason);
      clear(item, "mend", ...names);
      save();
      draw();
    };
    return el("details", {}, el("summary", {}, "Ghi lại mục này"), field("sua-" + item.pk, "Lý do ghi lại", input("mend-" + item.pk, "", { maxlength: 300 }), "Bản cũ vẫn giữ trong bản ghi trên máy; lý do vào nhật ký khi nộp."),
      (last(item, "conclude") || last(item, "defer")) && button("sualoi-" + item.pk, "Bỏ kết luận, ghi lại", mend(["conclude", "defer"], [])),
      last(item, "vote") && button("suaphieu-" + item.pk, "Bỏ lượt biểu quyết, làm lại", mend(["vote", "paper", "count", "hands", "close", "conclude", "defer"], ["a0", "a1", "a2", "b0", "b1", "b2", "firstdone", "seconddone", "second", "chair"])),
      of(item, "recuse").length > 0 && !last(item, "vote") && button("suaxet-" + item.pk, "Bỏ người không tham gia xét đã ghi", mend(["recuse"], [])));
  }
  function one(item, at) {
    if (item.topic) { return panel(at + 1 + ". " + item.topic); }
    var rule = item.rule, base = rule && { members: pack.members, present: weighs(item).length, valid: weighs(item).length }[rule.of];
    var parts = panel(at + 1 + ". " + item.name,
      el("p", { class: "td-cellsub" }, [item.unit, item.award].filter(Boolean).join(" · ")),
      rule && el("p", { class: "td-small" }, (rule.secret ? "Phiếu kín" : "Công khai") + ", " + rule.words + " (" + rule.basis + ")" + (rule.chair ? ", Chủ tịch phải đồng ý" : "") + ". Có mặt " + there().length + "/" + pack.members + ", cần ít nhất " + rule.quorum + " (" + rule.quorum_words + "). Nếu mọi người có mặt bỏ phiếu hợp lệ: cần " + rule.needed[base] + "/" + base + " phiếu đồng ý."),
      problems[item.pk] && el("div", { class: "td-banner td-banner--bad mb-2", role: "alert" }, el("div", {}, problems[item.pk])),
      recusals(item), finished() ? el("p", {}, el("b", {}, outcome(item))) : vote(item), mending(item));
    parts.id = "muc-" + item.pk;
    return parts;
  }

  /* ---- Bản ghi ---- */
  function record() {
    var lines = [pack.session.council, pack.session.name + ": " + pack.session.title, "Dự kiến " + pack.session.planned + (pack.session.place ? ", " + pack.session.place : ""), "Ghi trên máy “" + pack.device + "” bởi " + pack.me, "", "ĐIỂM DANH"];
    pack.seats.forEach(row => {
      var mark = presence(row), why = draft("absent-" + row.row, row.reason);
      lines.push("- " + row.name + ": " + ({ present: "có mặt", absent: "vắng" + (why ? " (" + why + ")" : "") }[mark.presence] || "chưa điểm danh") + (mark.at ? ", ghi lúc " + time(mark.at) : ""));
    });
    lines.push("", "CHƯƠNG TRÌNH");
    pack.items.forEach((item, at) => {
      lines.push(at + 1 + ". " + (item.topic || item.name));
      aside(item).forEach(one => { lines.push("   Không tham gia xét: " + one.name + " (" + one.reason + ")"); });
      of(item).forEach(event => {
        if (event.do === "vote") { lines.push("   Mở lượt biểu quyết lúc " + time(event.at) + (event.reason ? ": " + event.reason : "")); }
        if (event.do === "count") { lines.push("   Người kiểm phiếu: " + pack.me + ", " + (pack.seats.find(row => row.counter === event.second_by) || {}).name); }
        if (event.do === "hands") { Object.entries(event.choices).forEach(([seat, choice]) => { lines.push("   " + nameOf(Number(seat)) + ": " + WORDS.find(pair => pair[0] === choice)[1]); }); }
        if (event.do === "close") { lines.push("   Kiểm phiếu lúc " + time(event.at) + ": " + event.words); }
        if (event.do === "mended") { lines.push("   Ghi lại lúc " + time(event.at) + ": " + event.reason); }
      });
      var waits = draft("words-" + item.pk);
      if (outcome(item) || waits) { lines.push("   Kết luận: " + (outcome(item) || "(chưa chốt) " + waits)); }
    });
    log.struck.forEach(one => { one.events.filter(event => event.words).forEach(event => { lines.push("Bản đã bỏ (" + one.reason + "): " + event.words); }); });
    log.events.forEach(event => {
      if (event.do === "open") { lines.push("Khai mạc lúc " + time(event.at)); }
      if (event.do === "finish") { lines.push("Bế mạc lúc " + time(event.at)); }
    });
    return lines.join("\n");
  }
  function download() {
    var link = el("a", { href: URL.createObjectURL(new Blob(["\ufeff" + record()], { type: "text/plain" })), download: "phien-hop-" + held.pk + ".txt" });
    link.click();
    setTimeout(() => { URL.revokeObjectURL(link.href); }, 1000);
  }

  /* ---- Nộp lại ---- */
  function events() {
    var told = log.events.filter(one => one.do !== "words").map(one => { var copy = Object.assign({}, one); if (one.do === "close") { delete copy.words; } return copy; });
    pack.seats.forEach(row => {
      var why = log.drafts["absent-" + row.row];
      if (why && why.v.trim() && why.v.trim() !== row.reason && presence(row).presence === "absent") { told.push({ at: why.at, do: "absence", row: row.row, reason: why.v.trim() }); }
    });
    return told.sort((one, other) => one.at < other.at ? -1 : one.at > other.at ? 1 : 0);
  }
  /* What was typed and is no event yet: it does not go along. */
  function unsettled() {
    return pack.items.filter(item => !item.topic && !outcome(item)).map(item => {
      var some = (...names) => names.some(name => draft(name + "-" + item.pk).trim()), open = last(item, "vote") && !last(item, "close");
      var parts = [
        some("words") && "lời kết luận chưa chốt", open && "lượt biểu quyết chưa chốt kết quả",
        open && (some("a0", "a1", "a2", "b0", "b1", "b2") || pack.seats.some(row => some("hand-" + row.seat))) && "số phiếu, ý kiến đã nhập chưa chốt",
        some("aside", "why") && "người không tham gia xét chưa ghi", !last(item, "vote") && some("again") && "lý do biểu quyết lại"].filter(Boolean);
      return parts.length ? item.name + ": " + parts.join("; ") : "";
    }).filter(Boolean);
  }
  function listed(lines) { return el("ul", {}, lines.map(line => el("li", {}, line))); }
  async function handIn(agreed) {
    if (busy) { return; }
    var left = unsettled();
    if (left.length && left.join() !== agreed) {
      say(["Còn phần chưa chốt. Nộp bây giờ thì phần ấy không vào phiên họp và bị xóa khỏi máy này:", listed(left), button("nop-bo", "Nộp, bỏ phần chưa chốt", () => { handIn(left.join()); })]);
      return alertBox.scrollIntoView();
    }
    busy = true;
    say("");
    try {
      var url = main.dataset.handIn.replace("/0/", "/" + held.pk + "/");
      var asked = await fetch(url, { redirect: "manual" });
      if (!asked.ok) { return say("Phiên đăng nhập đã hết hoặc anh/chị không còn quyền. Đăng nhập lại ở thẻ khác rồi bấm nộp lần nữa; điều đã ghi còn nguyên trên máy này."); }
      var body = new URLSearchParams({ csrfmiddlewaretoken: (await asked.json()).csrf, ma: pack.key, "du-lieu": JSON.stringify(events()) });
      var sent = await fetch(url, { method: "POST", body: body, redirect: "manual" });
      if (sent.status !== 200 && sent.status !== 422) { return say("Máy chủ chưa nhận (" + sent.status + "). Chưa mất gì trên máy này; lát nữa bấm nộp lại."); }
      var told = await sent.json();
      if (sent.status === 200) { await forget(); return finish(told.url, left); }
      problems = {};
      (told.items || []).forEach(([item, words]) => { problems[item === null ? "" : item] = words; });
      log.over = told.over;
      var again = !log.over && told.items.length > 0 && finished();
      if (again) { resume(); }
      await save();
      draw();
      say(told.problem + (problems[""] ? " " + problems[""] : "") + (again ? " Đã mở lại phần bế mạc để sửa." : ""));
      alertBox.scrollIntoView();
    } catch (_) {
      say("Chưa nộp được vì mạng chưa ổn. Chưa mất gì trên máy này; có mạng rồi bấm nộp lại.");
    } finally { busy = false; }
  }
  function sure(id) {
    var typed = doc.getElementById(id).value.normalize("NFC").trim().toUpperCase() === "XÓA";
    say(typed ? "" : "Gõ XÓA rồi bấm lại.");
    return typed;
  }
  /* Whoever opens the page again at once keeps its worker. */
  async function forget(stays) {
    await writing;
    await kept("readwrite", rows => rows.delete(held.pk));
    var left = await kept("readonly", rows => rows.count());
    if (!left && !stays && navigator.serviceWorker) {
      (await navigator.serviceWorker.getRegistrations()).filter(one => one.scope.endsWith(location.pathname)).forEach(one => { one.unregister(); });
      (await caches.keys()).filter(name => name.startsWith("thidua-phien-")).forEach(name => { caches.delete(name); });
    }
    pack = log = key = null;
  }
  function finish(url, left) {
    stateLine.textContent = "";
    root.replaceChildren(panel("Đã nộp lại kết quả", el("p", {}, (left.length ? "Những điều đã chốt đã ghi vào phiên họp; phần chưa chốt dưới đây không được ghi." : "Mọi điều đã ghi vào phiên họp.") + " Dữ liệu trên máy này đã xóa."), left.length > 0 && listed(left), el("a", { class: "btn btn-primary", href: url }, "Mở phiên họp")));
  }
  function ending() {
    var waiting = pack.items.filter(item => !item.topic && !outcome(item));
    return panel("Kết thúc và nộp lại",
      log.over && el("p", { class: "td-bad" }, "Phiên họp đã được lấy lại hoặc đã nộp bản khác. Tải bản ghi về, in ra, rồi xóa dữ liệu trên máy này."),
      waiting.length ? el("p", {}, "Còn " + waiting.length + " đề nghị chưa có kết luận. Nộp lại được, họp tiếp khi có mạng; bế mạc ở đây thì phải kết luận hết.") : "",
      !log.over && !finished() && !waiting.length && opened() && button("be-mac", "Bế mạc", () => { note("finish", {}); }),
      !log.over && finished() && button("hop-tiep", "Họp tiếp", () => { resume(); save(); draw(); }),
      !log.over && button("nop", "Nộp lại kết quả", () => { handIn(); }, "primary"), button("tai", "Tải bản ghi", download), button("in", "In bản ghi", () => { draw(); print(); }),
      log.over && el("div", {}, field("xoa-chu", "Gõ XÓA để xóa dữ liệu trên máy này", el("input", { class: "form-control", autocomplete: "off" })), button("xoa", log.newer ? "Xóa, giữ bản mới" : "Xóa dữ liệu trên máy này", async () => {
        if (!sure("xoa-chu")) { return; }
        var then = log.newer ? "?phien=" + held.pk : location.pathname;
        await forget(log.newer);
        location.assign(then);
      })));
  }

  function draw() {
    var at = doc.activeElement && doc.activeElement.id, open = [...root.querySelectorAll("details[open]")].map(one => one.closest("section").id + one.firstChild.textContent);
    doc.getElementById("off-title").textContent = pack.session.name + ": " + pack.session.title;
    doc.getElementById("off-lead").textContent = [pack.session.council, pack.session.place, pack.session.planned].filter(Boolean).join(" · ");
    root.replaceChildren(
      !opened() ? panel("Khai mạc", el("p", {}, "Quy định bỏ phiếu lấy theo ngày khai mạc."), button("khai-mac", "Khai mạc", () => { note("open", {}); }, "primary")) : "",
      rollcall(), ...pack.items.map(one), ending(), el("section", { class: "td-panel td-fset" }, el("h2", {}, "Bản ghi"), el("pre", { class: "td-offrecord", id: "ban-ghi" }, record())));
    root.querySelectorAll("details").forEach(one => { one.open = open.includes(one.closest("section").id + one.firstChild.textContent); });
    if (log.over) {
      root.querySelectorAll("button,input,select,textarea").forEach(one => { one.disabled = !["tai", "in", "xoa", "xoa-chu"].includes(one.id); });
    }
    var back = at && doc.getElementById(at);
    if (back) { back.focus({ preventScroll: true }); }
  }

  /* ---- Mở ---- */
  var ELSEWHERE = "Phiên họp này đang mở ở thẻ khác của trình duyệt. Dùng thẻ ấy, hoặc đóng thẻ ấy rồi tải lại trang này.";
  function once() {
    return new Promise(done => {
      if (!navigator.locks) { return done(true); }
      navigator.locks.request("thidua-phien-" + held.pk, { ifAvailable: true }, lock => {
        done(!!lock);
        return lock ? new Promise(() => {}) : null;
      });
    });
  }
  /* Which leave the server knows: a session may have been taken away anew since. */
  async function compare() {
    if (!navigator.onLine) { return ""; }
    try {
      var asked = await fetch(main.dataset.handIn.replace("/0/", "/" + held.pk + "/"), { redirect: "manual", signal: AbortSignal.timeout(ASK_WAIT) });
      if (!asked.ok) { return ""; }
      var current = (await asked.json()).key;
      if (current === pack.key) { return ""; }
      /* Ended, perhaps by handing in this very log: that is for handing in to say. */
      if (!current) { return log.over ? "" : "Trên máy chủ, lần mang đi này đã kết thúc: đã nộp hoặc đã lấy lại. Bấm “Nộp lại kết quả” để biết trước khi ghi tiếp."; }
      log.over = true;
      log.newer = current;
      await save();
      return "Bản trên máy này đã cũ: phiên họp đã được mang đi lần khác. Không ghi thêm, không nộp được nữa. Tải bản ghi về, rồi xóa bản này để giữ bản mới.";
    } catch (_) { return ""; }
  }
  async function start() {
    if (!await once()) { return say(ELSEWHERE); }
    say(await compare());
    addEventListener("online", () => { tell("Đã lưu trên máy này"); });
    addEventListener("offline", () => { tell("Đã lưu trên máy này"); });
    draw();
    tell("Đã lưu trên máy này");
    shell = await shelled;
    tell("Đã lưu trên máy này" + (shell ? ", mở lại được khi không có mạng" : ""));
  }
  function secret(title, lead, twice, then) {
    var box = () => el("input", { type: "password", class: "form-control", autocomplete: "off" });
    var form = el("form", {}, lead.map(words => el("p", {}, words)), field("mat-khau", "Mật khẩu của bản trên máy", box()), twice && field("mat-khau-2", "Nhập lại mật khẩu", box()), el("button", { class: "btn btn-primary", id: "mo" }, twice ? "Giữ phiên họp trên máy này" : "Mở phiên họp"));
    form.addEventListener("submit", async event => {
      event.preventDefault();
      var words = doc.getElementById("mat-khau").value;
      if (twice && words.length < LEAST) { return say("Mật khẩu cần ít nhất " + LEAST + " ký tự."); }
      if (twice && words !== doc.getElementById("mat-khau-2").value) { return say("Hai lần nhập mật khẩu khác nhau."); }
      say("");
      stateLine.textContent = "Đang mở…";
      try { await then(words); } catch (error) { stateLine.textContent = ""; say(error.told || "Chưa giữ được phiên họp trên máy này. Tải lại trang rồi làm lại."); }
    });
    root.replaceChildren(panel(title, form));
  }
  function failure(words) { var error = new Error(words); error.told = words; return error; }
  function create(pk) {
    secret("Giữ phiên họp trên máy này", [
      "Danh sách thành viên, đề nghị và điều ghi ở đây được mã hóa bằng mật khẩu anh/chị đặt, chỉ nằm trên máy này và bị xóa khi nộp lại kết quả. Mật khẩu không gửi đi đâu; quên thì không ai mở được, phải lấy lại phiên họp và ghi lại từ đầu.",
      "Bỏ phiếu kín trên điện thoại không làm được khi không có mạng: dùng phiếu giấy, hai người kiểm."], true, async words => {
      var asked = await fetch(main.dataset.package.replace("/0/", "/" + pk + "/"), { redirect: "manual" });
      if (!asked.ok) { throw failure("Phiên họp này không do anh/chị mang đi, hoặc đã nộp, đã lấy lại. Mở phiên họp để xem."); }
      pack = await asked.json();
      var drift = new Date(pack.now).getTime() - Date.now();
      log = { drift: drift, last: new Date(pack.now).getTime(), events: [], drafts: {}, struck: [] };
      var salt = crypto.getRandomValues(new Uint8Array(16));
      key = await keyOf(words, salt);
      held = { pk: pk, name: pack.session.name, salt: salt };
      await write();
      if (navigator.storage && navigator.storage.persist) { await navigator.storage.persist(); }
      await start();
    });
  }
  function unlock(row) {
    secret("Mở " + row.name, ["Phiên họp đang giữ trên máy này, đã mã hóa."], false, async words => {
      var opened = await keyOf(words, row.salt), plain;
      try { plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, opened, row.data); }
      catch (_) { throw failure("Mật khẩu chưa đúng."); }
      var told = JSON.parse(new TextDecoder().decode(plain));
      pack = told.pack;
      log = told.log;
      key = opened;
      held = row;
      await start();
    });
    root.append(panel("Quên mật khẩu", el("p", {}, "Không ai mở được bản này khi quên mật khẩu. Xóa thì mọi điều đã ghi trên máy này mà chưa nộp sẽ mất, không lấy lại được."),
      field("quen-chu", "Gõ XÓA để xóa bản trên máy này", el("input", { class: "form-control", autocomplete: "off" })), button("quen", "Xóa bản trên máy này", async () => {
        if (!sure("quen-chu")) { return; }
        held = row;
        if (!await once()) { return say(ELSEWHERE); }
        await forget(true);
        location.assign(navigator.onLine ? "?phien=" + row.pk : location.pathname);
      })));
  }
  (async function () {
    if (!globalThis.crypto || !crypto.subtle || !navigator.serviceWorker || !globalThis.indexedDB) {
      return say("Trình duyệt này chưa giữ được phiên họp: mở trang qua https:// bằng Chrome, Edge hoặc Firefox bản mới, không ở chế độ ẩn danh.");
    }
    var rows = await kept("readonly", all => all.getAll()), pk = Number(new URLSearchParams(location.search).get("phien"));
    /* The page can be opened again where its worker stands and keeps it. */
    shelled = Promise.race([
      navigator.onLine && navigator.serviceWorker.register(main.dataset.worker, { scope: location.pathname }).then(() => navigator.serviceWorker.ready),
      new Promise(done => { setTimeout(done, WORKER_WAIT); })
    ]).catch(() => {}).then(() => navigator.serviceWorker.getRegistration()).then(one => one && one.active && caches.match(location.pathname)).then(Boolean, () => false);
    shelled.then(stands => { if (!stands) { say(UNSHELLED); } });
    var row = rows.find(one => one.pk === pk) || (!pk && rows.length === 1 && rows[0]);
    if (row) { return unlock(row); }
    if (pk) { return create(pk); }
    if (rows.length) { return root.replaceChildren(panel("Phiên họp giữ trên máy này", el("ul", { class: "td-list" }, rows.map(one => el("li", {}, el("a", { href: "?phien=" + one.pk }, one.name)))))); }
    root.replaceChildren(panel("Máy này không giữ phiên họp nào", el("p", {}, "Khi có mạng, mở trang điều hành của phiên họp rồi bấm “Mang phiên họp đi (không cần mạng)”.")));
  })();
})();
