/* evidence.js: sends the photos and files of a report or of a work one by one, photos made smaller
   first; what has not gone waits in the browser, also over a closed page, until the line is back.
   The page works without it: a plain form. */
(function () {
  "use strict";
  var doc = document, form = doc.querySelector("form[data-evidence]");
  if (!form) { return; }
  var SIDE = 1600, KEPT_DAYS = 7, SLOW = 12e4, PAUSE = 8000;
  var owner = form.dataset.evidence, list = doc.getElementById("evidence-list");
  var mould = doc.getElementById("evidence-mould"), tally = doc.getElementById("evidence-tally");
  if (!mould) { return; } /* no room for more */
  var queue = [], sending, timer, panel = list.closest("section");
  doc.getElementById("evidence-send").hidden = true;

  /* Chỗ chờ: where the browser keeps files; without it they wait in this page only. */
  function kept(mode, work) {
    return new Promise((done, fail) => {
      var asked = indexedDB.open("thidua-evidence", 1);
      asked.onupgradeneeded = () => { asked.result.createObjectStore("files", { keyPath: "id", autoIncrement: true }); };
      asked.onerror = fail;
      asked.onsuccess = () => {
        var base = asked.result, deal = base.transaction("files", mode), answer = work(deal.objectStore("files"));
        deal.oncomplete = () => { base.close(); done(answer.result); };
        deal.onerror = deal.onabort = fail;
      };
    });
  }
  function keep(one) {
    return kept("readwrite", files => files.put(Object.assign({}, one, { row: undefined }))).then(id => { one.id = id; }, () => {});
  }
  function forget(one) { if (one.id) { kept("readwrite", files => files.delete(one.id)).catch(() => {}); } }

  /* Dòng của một tệp */
  function part(one, name) { return one.row.querySelector("[data-" + name + "]"); }
  function size(bytes) { return (bytes / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1 }); }
  function show(one, words, state) {
    part(one, "note").textContent = words;
    part(one, "note").classList.toggle("td-bad", !!state);
    one.row.classList.toggle("is-bad", !!state);
    part(one, "line").hidden = !!state;
    part(one, "again").hidden = state !== "again";
    count();
  }
  function draw(one) {
    one.row = mould.content.firstElementChild.cloneNode(true);
    part(one, "name").textContent = one.name;
    part(one, "progress").ariaLabel = "Đang gửi " + one.name;
    ["again", "drop"].forEach(name => { part(one, name).lastElementChild.append(" " + one.name); });
    part(one, "again").addEventListener("click", () => { again(one); });
    part(one, "drop").addEventListener("click", () => {
      queue = queue.filter(other => other !== one);
      forget(one);
      one.row.remove();
      if (sending === one) { one.request.abort(); }
      count();
      panel.querySelector("input[type=file]").focus();
    });
    list.append(one.row);
  }
  function count() {
    var left = queue.filter(one => !one.over).length;
    tally.textContent = left ? "Còn " + left + " tệp chưa gửi xong." : queue.length ? "Có " + queue.length + " tệp không gửi được." : "";
  }

  /* Thu nhỏ; what the camera wrote is lost with it, so that it goes beside the photo. */
  function camera(buffer) {
    var view = new DataView(buffer), at = 2, length;
    while (at + 10 < view.byteLength && view.getUint8(at) === 0xFF && view.getUint8(at + 1) !== 0xDA) {
      length = view.getUint16(at + 2);
      if (view.getUint8(at + 1) === 0xE1 && view.getUint32(at + 4) === 0x45786966) { return new Blob([buffer.slice(at + 4, at + 2 + length)]); }
      at += 2 + length;
    }
  }
  async function shrink(file) {
    var picture = await createImageBitmap(file), longest = Math.max(picture.width, picture.height);
    if (longest <= SIDE && file.size < 1e6) { return; }
    var canvas = doc.createElement("canvas"), scale = Math.min(1, SIDE / longest), pen = canvas.getContext("2d");
    canvas.width = Math.round(picture.width * scale); canvas.height = Math.round(picture.height * scale);
    pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    var blob = await new Promise(done => { canvas.toBlob(done, "image/jpeg", .85); });
    return blob && blob.size < file.size ? { file: blob, exif: camera(await file.arrayBuffer()) } : undefined;
  }
  async function take(file) {
    var one = { owner: owner, name: file.name, file: file, at: Date.now(), fields: [] };
    new FormData(form).forEach((value, name) => { if (typeof value === "string" && name !== "csrfmiddlewaretoken") { one.fields.push([name, value]); } });
    queue.push(one);
    draw(one);
    show(one, "Đang thu nhỏ ảnh");
    if (/^image\//.test(file.type)) { Object.assign(one, await shrink(file).catch(() => {})); }
    if (one.file.size > form.dataset.maxMb * 1048576) {
      one.over = true;
      show(one, "Chưa nhận được: tệp nặng " + size(one.file.size) + " MB, vượt " + form.dataset.maxMb + " MB. Thu nhỏ hoặc tách tệp rồi chọn lại.", "bad");
      return;
    }
    await keep(one);
    one.ready = true;
    show(one, "Chờ gửi");
    next();
  }

  /* Một tệp một lần gửi */
  function again(one) { one.over = false; one.ready = true; show(one, "Chờ gửi"); next(); }
  function next() {
    clearTimeout(timer);
    var one = !sending && queue.find(other => other.ready && !other.over);
    if (!one) { return; }
    var request = one.request = new XMLHttpRequest(), body = new FormData();
    sending = one;
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    one.fields.forEach(field => { body.append(field[0], field[1]); });
    body.append("file", one.file, one.name);
    if (one.exif) { body.append("exif", one.exif); }
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.timeout = SLOW;
    request.upload.onprogress = event => {
      part(one, "progress").value = 100 * event.loaded / event.total;
      part(one, "note").textContent = event.loaded < event.total ? "Đang gửi " + size(event.loaded) + "/" + size(event.total) + " MB" : "Máy chủ đang kiểm tra tệp";
    };
    request.onload = () => { sending = null; answered(one, request); };
    request.onerror = request.ontimeout = () => { sending = null; lost(one); };
    request.onabort = () => { sending = null; next(); };
    show(one, "Đang gửi");
    request.send(body);
  }
  function answered(one, request) {
    var code = request.status;
    if (code === 200) {
      var made = doc.createElement("template"), row;
      made.innerHTML = request.responseText;
      row = made.content.firstElementChild;
      (row.id && doc.getElementById(row.id) || one.row).replaceWith(row);
      one.row.remove();
      queue = queue.filter(other => other !== one);
      forget(one);
      count();
    } else if (code === 401) {
      show(one, "Phiên làm việc đã hết. Tệp vẫn còn ở máy này: tải lại trang, đăng nhập, tệp được gửi tiếp.", "again");
      return;
    } else {
      one.over = true;
      var told = /^text\/plain/.test(request.getResponseHeader("Content-Type")) && request.responseText;
      var final = code === 422 || code === 404;
      show(one, "Chưa nhận được: " + (told || "máy chủ báo lỗi (mã " + code + ")."), final ? "bad" : "again");
      if (final) { forget(one); }
    }
    next();
  }
  function lost(one) {
    show(one, "Mất kết nối. Tệp vẫn còn ở máy này, tự gửi tiếp khi có mạng.", "again");
    timer = setTimeout(next, PAUSE);
  }
  addEventListener("online", next);

  /* Its boxes may stand within the form of the report: that has nothing to save of them. */
  panel.addEventListener("input", event => { event.stopPropagation(); });
  panel.addEventListener("change", event => {
    var input = event.target;
    event.stopPropagation();
    if (input.type !== "file") { return; }
    Array.from(input.files).reduce((before, file) => before.then(() => take(file)), Promise.resolve());
    input.value = "";
  });

  /* Mở lại trang: what an earlier visit could not send goes now; of others, nothing is touched. */
  kept("readonly", files => files.getAll()).then(all => {
    all.forEach(one => {
      if (Date.now() - one.at > KEPT_DAYS * 864e5) { forget(one); return; }
      if (one.owner !== owner) { return; }
      one.ready = true;
      queue.push(one);
      draw(one);
      show(one, "Chờ gửi");
    });
    next();
  }, () => {});
})();
