// Shows a section of the report. Every time in it that is written as m:ss is a moment of the recording and plays.

const CLOCK = /^(\d+):([0-5]\d)$/;
const LEAD_IN = 0.5; // Seconds: times are rounded to the second, and the first word must not be cut off.
const JUMP = "talkcoach:jump";

export default function ({ parentElement, data }) {
  if (parentElement.talkcoach?.html === data.html) return;
  parentElement.talkcoach?.leave();
  parentElement.querySelector(".panel")?.remove();
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.innerHTML = data.html;
  parentElement.appendChild(panel);

  markMoments(panel);
  const leave = [listenToClicks(panel, data.axis), followTime(panel, data.axis)];
  if (panel.querySelector(".passage")) addSearch(panel);
  parentElement.talkcoach = { html: data.html, leave: () => leave.forEach((each) => each()) };
  return () => {
    parentElement.talkcoach?.leave();
    delete parentElement.talkcoach;
  };
}

const player = () => document.querySelector(".st-key-player audio");

function play(moment) {
  const audio = player();
  if (!audio) return;
  audio.currentTime = Math.max(moment, 0);
  audio.play();
  document.dispatchEvent(new CustomEvent(JUMP, { detail: moment }));
}

function seconds(text) {
  const found = CLOCK.exec((text ?? "").trim());
  return found ? 60 * Number(found[1]) + Number(found[2]) : null;
}

// Links to places that are on another tab, or not on this page, play the sound instead.
function markMoments(panel) {
  for (const each of panel.querySelectorAll(".moment")) {
    const moment = seconds(each.textContent);
    each.removeAttribute("href");
    if (moment === null) continue;
    each.classList.add("plays");
    each.dataset.moment = moment;
    each.setAttribute("role", "button");
    each.setAttribute("aria-label", `Play from ${each.textContent.trim()}`);
    each.tabIndex = 0;
  }
  for (const each of panel.querySelectorAll(".sentence")) each.dataset.moment = seconds(each.title);
  for (const each of panel.querySelectorAll("a.number, a.marker")) each.removeAttribute("href");
}

function listenToClicks(panel, axis) {
  const onClick = (event) => {
    const marked = event.target.closest("[data-moment]");
    const timeline = event.target.closest("svg.timeline");
    if (marked) play(Number(marked.dataset.moment) - LEAD_IN);
    else if (timeline && axis) play(pointedAt(timeline, event, axis));
  };
  const onKey = (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".plays")) {
      event.preventDefault();
      event.target.click();
    }
  };
  panel.addEventListener("click", onClick);
  panel.addEventListener("keydown", onKey);
  return () => panel.remove();
}

const NARROW = 12; // Units of the view box: narrower marks play from their start, wherever they are clicked.

function pointedAt(timeline, event, axis) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(timeline.getScreenCTM().inverse());
  const mark = event.target.closest("g, a")?.querySelector(":scope > rect, :scope > circle");
  let x = point.x;
  if (mark?.tagName === "circle") x = Number(mark.getAttribute("cx"));
  else if (mark && Number(mark.getAttribute("width")) < NARROW) x = Number(mark.getAttribute("x"));
  const share = (x - axis.left) / (axis.right - axis.left);
  return Math.min(Math.max(share, 0), 1) * axis.seconds;
}

function followTime(panel, axis) {
  const sentences = [...panel.querySelectorAll(".sentence")];
  const timeline = axis && panel.querySelector("svg.timeline");
  const onTime = () => {
    const now = player()?.currentTime;
    if (now === undefined) return;
    if (timeline) placePlayhead(timeline, axis, now);
    return sentences.length ? markSentence(sentences, now + LEAD_IN) : null;
  };
  const onJump = () => {
    const line = onTime();
    const box = line?.closest(".lines");
    if (box) box.scrollTop += line.getBoundingClientRect().top - box.getBoundingClientRect().top - 48;
  };
  // Media events do not bubble, but they can be captured.
  document.addEventListener("timeupdate", onTime, true);
  document.addEventListener(JUMP, onJump);
  return () => {
    document.removeEventListener("timeupdate", onTime, true);
    document.removeEventListener(JUMP, onJump);
  };
}

function placePlayhead(timeline, axis, now) {
  let line = timeline.querySelector(".playhead");
  if (!line && !now) return;
  if (!line) {
    line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "playhead");
    line.setAttribute("y1", 0);
    line.setAttribute("y2", timeline.viewBox.baseVal.height);
    timeline.appendChild(line);
  }
  const x = axis.left + (axis.right - axis.left) * Math.min(now / axis.seconds, 1);
  line.setAttribute("x1", x);
  line.setAttribute("x2", x);
}

function markSentence(sentences, now) {
  const line = sentences.findLast((each) => Number(each.dataset.moment) <= now);
  for (const each of sentences) each.classList.toggle("now", each === line);
  return line;
}

function addSearch(panel) {
  const find = document.createElement("div");
  find.className = "find";
  find.innerHTML = '<input type="search" placeholder="Find words in the transcript" aria-label="Find words in the transcript"><output></output>';
  const [input, output] = find.children;
  const passages = [...panel.querySelectorAll(".passage")];
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    for (const passage of passages) {
      let any = !wanted;
      for (const line of passage.querySelectorAll(".sentence")) {
        const hit = Boolean(wanted) && line.textContent.toLowerCase().includes(wanted);
        line.classList.toggle("hit", hit);
        any ||= hit;
        count += hit;
      }
      passage.hidden = !any;
    }
    output.textContent = wanted ? `${count} ${count === 1 ? "sentence" : "sentences"}` : "";
  });
  const lines = document.createElement("div");
  lines.className = "lines";
  lines.tabIndex = 0;
  lines.append(...passages);
  (panel.querySelector("#transcript") ?? panel).append(find, lines);
}
