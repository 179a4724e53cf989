// The tab's title: the page, and how many requests run.

let page = "";
let running = 0;

function write() {
  document.title = `${running ? `(${running}) ` : ""}${page ? `${page} · ` : ""}filmgate`;
}

export function setPage(title) {
  page = title;
  write();
}

export function setRunning(count) {
  running = count;
  write();
}
