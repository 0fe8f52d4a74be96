/* Figures: draws each [data-chart] from the JSON that its data-source names. Palette and type come from the theme, every
   word and number from the page, and every figure also has a table, so the page is complete without this file.
   Load it after echarts (see templates/core/_charts.html). SVG and rich-text tooltips keep within a strict CSP. */
(() => {
  "use strict";

  const root = document.documentElement;
  const [TINY, NARROW] = [430, 560]; // pixels that a figure has
  const charts = new Map();
  const number = new Intl.NumberFormat(root.lang || undefined);

  function palette(width) {
    const style = getComputedStyle(root);
    const role = (name) => style.getPropertyValue(`--cc-${name}`).trim();
    return {
      width,
      font: "Figtree, system-ui, sans-serif",
      ink: role("ink"),
      ink2: role("ink-2"),
      line: role("line"),
      line2: role("line-2"),
      surface: role("surface"),
      support: role("support"),
      thread: role("thread"),
      object: role("object"),
      voice: role("voice"),
      pass: role("pass"),
      tint: role("tint-2"),
    };
  }

  function label(p, options) {
    return { show: true, color: p.ink, fontSize: 12.5, fontFamily: p.font, ...options };
  }

  function axis(p, options) {
    return {
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: p.line } },
      ...options,
      axisLabel: label(p, { color: p.ink2, ...options.axisLabel }),
    };
  }

  function categories(p, options) {
    const axisLine = { show: true, lineStyle: { color: p.line2 } };
    return axis(p, { type: "category", splitLine: { show: false }, axisLine, ...options });
  }

  function tooltip(p, options) {
    return {
      renderMode: "richText",
      backgroundColor: p.surface,
      borderColor: p.line2,
      borderWidth: 1,
      padding: [6, 10],
      shadowBlur: 0,
      textStyle: { color: p.ink, fontSize: 13, fontFamily: p.font },
      ...options,
    };
  }

  function grid(options) {
    return { left: 4, right: 12, top: 26, bottom: 4, containLabel: true, ...options };
  }

  /* Two shares of the same groups: a ring for the first, a dot for the second, a stroke between them.
     {names: [first, second], unit: "%", max?, rows: [{label, first, second, note?}]}; a note marks a row that falls short. */
  function dumbbell(data, p) {
    const { rows, names, unit = "" } = data;
    const link = ({ dataIndex }, api) => {
      const [x1, y1] = api.coord([api.value(1), api.value(0)]);
      const [x2, y2] = api.coord([api.value(2), api.value(0)]);
      const style = rows[dataIndex].note ? { stroke: p.object, lineWidth: 3 } : { stroke: p.line2, lineWidth: 2 };
      return { type: "line", shape: { x1, y1, x2, y2 }, style };
    };
    const note = label(p, { position: "right", distance: 8, formatter: ({ dataIndex }) => rows[dataIndex].note ?? "" });
    const ring = { color: p.surface, borderColor: p.ink, borderWidth: 2 };
    const dots = (key) => rows.map((row, i) => [row[key], i]);
    return {
      grid: grid({ left: 6, right: 44, top: 8 }),
      tooltip: tooltip(p, { formatter: ({ seriesName, value }) => `${seriesName}: ${number.format(value[0])}${unit}` }),
      xAxis: axis(p, { type: "value", min: 0, max: data.max, splitNumber: 3, axisLabel: { formatter: `{value}${unit}` } }),
      yAxis: axis(p, {
        type: "category",
        inverse: true,
        data: rows.map((row) => row.label),
        splitLine: { show: false },
        axisLabel: { color: p.ink, fontSize: 13 },
      }),
      series: [
        { type: "custom", silent: true, renderItem: link, data: rows.map((row, i) => [i, row.first, row.second]) },
        { type: "scatter", name: names[0], symbolSize: 13, data: dots("first"), itemStyle: ring, label: note },
        { type: "scatter", name: names[1], symbolSize: 12, data: dots("second"), itemStyle: { color: p.support } },
      ],
    };
  }

  /* New each time as bars, their running total as a line, with an aim.
     {labels, bars: {name, values, notes?: {index: text}}, line: {name, values}, aim?: {label, value}} */
  function trend(data, p) {
    const { labels, bars, line, aim } = data;
    const last = line.values.findLastIndex((value) => value !== null);
    const limit = {
      symbol: "none",
      silent: true,
      lineStyle: { color: p.ink2, type: "dashed", width: 1.25 },
      label: label(p, { formatter: aim?.label ?? "", position: "insideStartTop" }),
      data: aim ? [{ yAxis: aim.value }] : [],
    };
    return {
      grid: grid(),
      tooltip: tooltip(p, { trigger: "axis" }),
      xAxis: categories(p, { data: labels }),
      yAxis: axis(p, {
        type: "value",
        splitNumber: 4,
        max: aim && (({ max }) => Math.max(max, aim.value) * 1.1),
        splitLine: { showMaxLine: false, lineStyle: { color: p.line } },
        axisLabel: { showMaxLabel: false, formatter: (value) => number.format(value) },
      }),
      series: [
        {
          name: bars.name,
          type: "bar",
          data: bars.values,
          barWidth: "46%",
          itemStyle: { color: p.tint, borderColor: p.support, borderWidth: 1, borderRadius: [3, 3, 0, 0] },
          label: label(p, { position: "top", formatter: ({ dataIndex }) => bars.notes?.[dataIndex] ?? "" }),
        },
        {
          name: line.name,
          type: "line",
          data: line.values,
          connectNulls: true,
          symbol: "circle",
          symbolSize: 7,
          lineStyle: { color: p.thread, width: 3 },
          itemStyle: { color: p.thread, borderColor: p.surface, borderWidth: 1.5 },
          markLine: limit,
          markPoint: {
            symbol: "circle",
            symbolSize: 1,
            label: label(p, { formatter: number.format(line.values[last] ?? 0), position: "top", fontWeight: 700, fontSize: 14 }),
            data: last < 0 ? [] : [{ coord: [last, line.values[last]] }],
          },
        },
      ],
    };
  }

  /* From what was said to what customers notice, left to right. On a phone the first two columns only.
     {columns: [title, …], nodes: [{id, label, column}], links: [{source, target, value}]} */
  function sankey(data, p) {
    const narrow = p.width < NARROW;
    const colours = [p.support, p.thread, p.pass, p.voice];
    const nodes = narrow ? data.nodes.filter((node) => node.column < 2) : data.nodes;
    const known = new Map(nodes.map((node) => [node.id, node]));
    const links = data.links.filter(({ source, target }) => known.has(source) && known.has(target));
    const step = (p.width - 187) / Math.max(1, data.columns.length - 1);
    const room = narrow ? p.width - 134 : step - 30; // between two columns
    const last = Math.max(...nodes.map((node) => node.column));
    const width = (column) => (column < last ? room : narrow ? 96 : 165);
    const style = { fill: p.ink2, font: `600 13px ${p.font}` };
    const titles = data.columns.map((text, i) => ({ type: "text", left: 2 + i * step, top: 4, style: { text, ...style } }));
    return {
      graphic: narrow ? [] : titles,
      tooltip: tooltip(p, {
        trigger: "item",
        formatter: ({ dataType, data: item, value }) =>
          dataType === "edge"
            ? `${known.get(item.source).label} → ${known.get(item.target).label}: ${number.format(value)}`
            : `${known.get(item.name).label}: ${number.format(value)}`,
      }),
      series: [
        {
          type: "sankey",
          ...(narrow ? { left: 2, right: 104, top: 4, bottom: 4 } : { left: 2, right: 175, top: 32, bottom: 4 }),
          nodeWidth: 10,
          nodeGap: 14,
          draggable: false,
          layoutIterations: 32,
          emphasis: { focus: "adjacency" },
          blur: { label: { opacity: 1 } },
          data: nodes.map(({ id, column }) => ({
            name: id,
            depth: column,
            itemStyle: { color: colours[column % colours.length], borderWidth: 0 },
            label: { width: width(column), fontWeight: narrow && column === last ? 600 : 400 },
          })),
          links,
          lineStyle: { color: "source", opacity: 0.26, curveness: 0.5 },
          label: label(p, {
            fontSize: narrow ? 12.5 : 13,
            overflow: "break",
            lineHeight: 15,
            formatter: ({ name }) => known.get(name).label,
          }),
        },
      ],
    };
  }

  /* A process over time between its natural limits; points outside them are diamonds.
     {name, labels, values, mean: {label, value}, upper: {…}, lower: {…}, outside?: [index], events?: [{at, label}]} */
  function control(data, p) {
    const outside = new Set(data.outside ?? []);
    const roomy = p.width >= TINY;
    const margin = (data.upper.value - data.lower.value) / 5;
    const red = { color: p.object, borderColor: p.surface, borderWidth: 2 };
    const diamond = { symbol: "diamond", symbolSize: 14, itemStyle: red };
    const level = ({ label: name, value }, type) => ({ name, yAxis: value, lineStyle: { color: p.ink2, type, width: 1 } });
    const event = ({ at, label: text }) => ({
      name: text,
      xAxis: at,
      lineStyle: { color: p.thread, type: "solid", width: 2 },
      label: label(p, { formatter: text, position: "insideEndTop", rotate: 0, align: "right", padding: [0, 6, 0, 0] }),
    });
    return {
      grid: grid({ right: roomy ? 84 : 14, top: 18 }),
      tooltip: tooltip(p, { trigger: "axis" }),
      xAxis: categories(p, { data: data.labels, axisLabel: { interval: roomy ? 1 : 3 } }),
      yAxis: axis(p, {
        type: "value",
        min: ({ min }) => Math.floor(Math.min(min, data.lower.value) - margin),
        max: ({ max }) => Math.ceil(Math.max(max, data.upper.value) + margin),
        axisLabel: { showMaxLabel: false },
        splitLine: { show: false },
      }),
      series: [
        {
          name: data.name,
          type: "line",
          data: data.values.map((value, i) => (outside.has(i) ? { value, ...diamond } : value)),
          symbol: "circle",
          symbolSize: 7,
          lineStyle: { color: p.support, width: 2.5 },
          itemStyle: { color: p.support, borderColor: p.surface, borderWidth: 1.5 },
          markArea: {
            silent: true,
            itemStyle: { color: p.tint, opacity: 0.45 },
            data: [[{ yAxis: data.lower.value }, { yAxis: data.upper.value }]],
          },
          markLine: {
            silent: true,
            symbol: "none",
            label: label(p, { show: roomy, position: "end", color: p.ink2, formatter: "{b}" }),
            data: [
              level(data.mean, "solid"),
              level(data.upper, [2, 4]),
              level(data.lower, [2, 4]),
              ...(data.events ?? []).map(event),
            ],
          },
        },
      ],
    };
  }

  const BUILDERS = { dumbbell, trend, sankey, control };

  function draw(place) {
    const source = document.getElementById(place.dataset.source);
    const build = BUILDERS[place.dataset.chart];
    if (!source || !build || !place.clientWidth) return;
    charts.get(place)?.dispose();
    const p = palette(place.clientWidth);
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      aria: { enabled: false }, // the page wrote its own aria-label
      textStyle: { fontFamily: p.font, color: p.ink, fontSize: 13 },
      ...build(JSON.parse(source.textContent), p),
    });
    const table = place.closest("figure")?.querySelector("details");
    if (table && !charts.has(place)) table.open = false;
    charts.set(place, chart);
  }

  function drawAll() {
    for (const [place, chart] of charts) {
      if (place.isConnected) continue;
      chart.dispose();
      charts.delete(place);
    }
    document.querySelectorAll("[data-chart]").forEach(draw);
  }

  let wait;
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return; // a phone hid its address bar
    width = window.innerWidth;
    clearTimeout(wait);
    wait = setTimeout(drawAll, 150);
  });
  document.addEventListener("cocreate:theme", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  const fonts = ["500 13px Figtree", "700 13px Figtree"].map((font) => document.fonts.load(font));
  Promise.allSettled(fonts).then(drawAll);
})();
