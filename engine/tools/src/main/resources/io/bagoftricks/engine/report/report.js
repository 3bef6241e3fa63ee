"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const MOST_CLASSES = 40;
const MOST_PAIRS = 12;
const MOST_BAD_FILES = 200;

function put(id, ...children) {
  document.getElementById(id).append(...children);
}

/** An element; names such as "td.number" carry a class. */
function element(name, ...children) {
  const [tag, type] = name.split(".");
  const made = document.createElement(tag);
  if (type) made.className = type;
  made.append(...children);
  return made;
}

function table(head, rows) {
  return element("table",
    element("thead", element("tr", ...head.map(text => element("th", text)))),
    element("tbody", ...rows.map(row => element("tr", ...row))));
}

/** A color of the style sheet, as it is now: light or dark. */
function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rounded(value, digits) {
  if (value == null) return "–";
  const tiny = value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits;
  return tiny ? value.toPrecision(3) : value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: Math.min(digits, 2) });
}

function chart(described) {
  const box = element("div.chart", element("h2", described.unit ? `${described.title} (${described.unit})` : described.title));
  put("charts", box);
  const curves = described.curves;
  let solid = 0;
  const series = curves.map(curve => {
    const name = curve.faint ? "--faint" : `--curve-${solid++}`;
    return {
      label: curve.label,
      stroke: () => color(name),
      width: curve.faint ? 1 : 2,
      spanGaps: true,
      points: { show: curve.x.length < 40 && !curve.faint, size: 5, fill: () => color(name) },
      value: (plot, value) => rounded(value, described.digits),
    };
  });
  const axis = { stroke: () => color("--soft"), grid: { stroke: () => color("--grid"), width: 1 }, ticks: { stroke: () => color("--grid") } };
  const values = uPlot.join(curves.map(curve => [curve.x, curve.y]));
  const plot = new uPlot({
    width: box.clientWidth - 34,
    height: 230,
    cursor: { drag: { x: true, y: false } },
    scales: { x: { time: false, range: () => [0, data.epochs] } },
    axes: [{ ...axis, label: "epochs", labelSize: 18, size: 34, labelGap: 0 }, { ...axis, size: 62, values: (u, ticks) => ticks.map(tick => tick.toLocaleString("en", { maximumFractionDigits: 10 })) }],
    series: [{ label: "epoch", value: (u, value) => value == null ? "–" : value.toFixed(2) }, ...series],
  }, values, box);
  addEventListener("resize", () => plot.setSize({ width: box.clientWidth - 34, height: 230 }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
}

function matrix(counts, totals) {
  const names = data.classes;
  const head = element("tr", element("th.row", "label \\ predicted"), ...names.map(name => element("th.column", name)));
  const rows = names.map((name, label) => element("tr", element("th.row", name), ...names.map((other, predicted) => {
    const count = counts[label][predicted] || 0;
    const cell = element(count ? "td" : "td.zero", String(count));
    const share = totals[label] ? count / totals[label] : 0;
    const tint = label === predicted ? `rgba(var(--heat), ${0.75 * share})` : `rgba(var(--miss), ${Math.min(0.85, 2.5 * share)})`;
    if (count) cell.style.background = tint;
    cell.title = `${count} of ${totals[label]} images of "${name}" taken for "${other}"`;
    return cell;
  })));
  return element("div.wide", element("table.matrix", head, ...rows));
}

function confusion() {
  if (!data.confusion) {
    put("confusion", element("p.hint", "The run has not been evaluated yet."));
    return;
  }
  const counts = data.classes.map(() => ({}));
  const totals = data.classes.map(() => 0);
  for (const [label, predicted, images] of data.confusion) {
    counts[label][predicted] = images;
    totals[label] += images;
  }
  const pairs = data.confusion.filter(([label, predicted]) => label !== predicted)
    .sort((a, b) => b[2] - a[2]).slice(0, MOST_PAIRS)
    .map(([label, predicted, images]) => [element("td", data.classes[label]), element("td", data.classes[predicted]),
      element("td.number", String(images)), element("td.number", (100 * images / totals[label]).toFixed(1) + " %")]);
  const worst = data.classes.map((name, label) => [name, totals[label] ? (counts[label][label] || 0) / totals[label] : 0, totals[label]])
    .filter(([, , images]) => images > 0).sort((a, b) => a[1] - b[1]).slice(0, MOST_PAIRS)
    .map(([name, share, images]) => [element("td", name), element("td.number", (100 * share).toFixed(1) + " %"), element("td.number", String(images))]);
  const box = element("div.confusions");
  if (data.classes.length <= MOST_CLASSES) box.append(matrix(counts, totals));
  box.append(element("div", element("h3", "Most frequent confusions"), table(["label", "taken for", "images", "of its class"], pairs)));
  if (data.classes.length > MOST_CLASSES) {
    box.append(element("div", element("h3", "Hardest classes"), table(["label", "right", "images"], worst)));
  }
  put("confusion", box);
}

function evaluation() {
  for (const [title, picture] of data.evaluation) {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = title;
    put("evaluation", element("div", element("h3", title), image));
  }
}

function tricks() {
  if (!data.tricks.length) {
    put("tricks", element("p.hint", "The recipe names no tricks."));
    return;
  }
  put("tricks", element("div.wide", table(["trick", "settings", "what it did to this network"], data.tricks.map(trick =>
    [element("td", element("code", trick.id)), element("td", trick.settings), element("td", trick.receipts.join(", "))]))));
}

function order() {
  for (const point of data.order) {
    const box = element("div.order", element("code", point.point), point.tricks.join(" → "));
    if (point.reasons.length) box.append(element("ul", ...point.reasons.map(reason => element("li", "because " + reason))));
    put("order", box);
  }
}

/** Values of nested objects under dotted names. */
function leaves(value, path) {
  if (value === null || typeof value !== "object") return [[path, String(value)]];
  if (Array.isArray(value) && value.every(item => item === null || typeof item !== "object")) return [[path, value.join(", ")]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

function manifest() {
  const rows = leaves(data.manifest, "");
  if (!rows.length) {
    put("manifest", element("p.hint", "The folder has no manifest.json."));
    return;
  }
  put("manifest", element("div.wide", table(["what", "value"], rows.map(([key, value]) => [element("td", key), element("td", value)]))));
}

function badFiles() {
  const files = data.badFiles;
  if (!files.length) {
    document.getElementById("bad-files-section").remove();
    return;
  }
  const counted = files.length === 1 ? "1 file of the data" : `${files.length} files of the data`;
  put("bad-files-count", `${counted} could not be read. While training, the next image of its class stood in for each.`);
  files.slice(0, MOST_BAD_FILES).forEach(file => put("bad-files", element("li", file)));
  if (files.length > MOST_BAD_FILES) put("bad-files", element("li", `and ${files.length - MOST_BAD_FILES} more, in bad-files.csv`));
}

put("name", data.name);
put("network", `${data.network}. Run folder ${data.folder}.`);
data.figures.forEach(figure => put("figures", element("div.figure", element("b", figure.value), element("span", figure.label))));
data.charts.forEach(chart);
confusion();
evaluation();
tricks();
order();
data.notes.forEach(note => put("notes", element("li", note)));
if (!data.notes.length) document.getElementById("notes-section").remove();
badFiles();
manifest();
put("recipe", data.recipe);
put("metrics", table(data.metrics.columns, data.metrics.rows.map(row => row.map(cell => element("td.number", cell)))));
