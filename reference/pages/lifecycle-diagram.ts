import { html, type Html, raw } from "../html.ts";
import { ABSENT, type Lifecycle, type Transition } from "../model/lifecycle.ts";
import { pageOf } from "../model/reference.ts";
import { scrollTable } from "./table.ts";

const LANE = 40;
/** A diagram that is a little too wide is drawn smaller rather than cut off. */
const LEAST_SCALE = 0.8;
const HEAD = 46;
const MARGIN = 20;
const BOX = { height: 30, gap: 14, least: 72, character: 7.4, padding: 22 };
const LABEL_CHARACTER = 6.6;

interface Arrow {
  from: number[];
  to: number[];
  transition: Transition;
}

/** Columns of the diagram: what is not there yet, the states, and what is there no more. */
function columnsOf({ states, transitions }: Lifecycle): string[] {
  const created = transitions.some(({ from }) => from.includes(ABSENT));
  const deleted = transitions.some(({ to }) => to.includes(ABSENT));
  return [...(created ? ["new"] : []), ...states, ...(deleted ? ["gone"] : [])];
}

function arrowsOf(life: Lifecycle, columns: string[]): Arrow[] {
  const at = (state: string, absent: string) => columns.indexOf(state === ABSENT ? absent : state);
  return life.transitions.flatMap((transition) => {
    const from = transition.from.map((state) => at(state, "new"));
    const to = transition.to.map((state) => at(state, "gone"));
    // What stays where it is has a line of its own, which no other arrow runs into.
    const [only, ...more] = to;
    const moving = more.length === 0 ? from.filter((state) => state !== only) : from;
    const staying = moving.length < from.length ? [only!] : [];
    return [
      ...(moving.length > 0 ? [{ from: moving, to, transition }] : []),
      ...(staying.length > 0 ? [{ from: staying, to, transition }] : []),
    ];
  });
}

interface Column {
  name: string;
  /** Text of its head. */
  label: string;
  center: number;
  width: number;
}

/** Columns beside each other, each as wide as its name needs. */
function placed(names: string[]): Column[] {
  let left = MARGIN;
  return names.map((name) => {
    const label = name === "new" ? "not there yet" : name === "gone" ? "deleted" : name;
    const width = Math.max(BOX.least, label.length * BOX.character + BOX.padding);
    const center = left + width / 2;
    left += width + BOX.gap;
    return { name, label, center, width };
  });
}

function stateHead({ name, label, center: x, width }: Column, life: Lifecycle, height: number): Html {
  const plain = name === "new" || name === "gone";
  const initial = life.initial.includes(name);
  return html`<line class="lifeline" x1="${x}" x2="${x}" y1="${HEAD}" y2="${height - 8}" />
    <g class="${plain ? "state absent" : initial ? "state initial" : "state"}">
      <rect x="${x - width / 2}" y="8" width="${width}" height="${BOX.height}" rx="${plain ? 15 : 6}" />
      <text x="${x}" y="27">${label}</text>
    </g>`;
}

interface Canvas {
  columns: Column[];
  width: number;
  marker: string;
}

/** The line from one state to another, or the loop of one that stays. */
function move(from: Column, to: Column, y: number, marker: string): Html {
  const end = `marker-end="url(#${marker})"`;
  if (from === to) return html`<path class="move" d="M ${to.center} ${y - 4} h 22 v 12 h -16" ${raw(end)} />`;
  const x2 = to.center + (from.center < to.center ? -5 : 5);
  return html`<line class="move" x1="${from.center}" x2="${x2}" y1="${y}" y2="${y}" ${raw(end)} /><circle
      class="origin"
      cx="${from.center}"
      cy="${y}"
      r="4"
    />`;
}

function arrow({ from, to, transition }: Arrow, lane: number, { columns, width, marker }: Canvas): Html {
  const y = HEAD + 26 + lane * LANE;
  const ends = [...from, ...to].map((column) => columns[column]!.center);
  const label = transition.call.summary;
  const half = (label.length * LABEL_CHARACTER) / 2 + 6;
  const middle = Math.min(Math.max((Math.min(...ends) + Math.max(...ends)) / 2, half), width - half);
  return html`<a href="../${pageOf.call(transition.call.id)}">
      <rect class="label-area" x="${middle - half}" y="${y - 26}" width="${half * 2}" height="24" rx="4" />
      <text class="move-label" x="${middle}" y="${y - 10}">${label}</text></a
    >${from.map((start) => to.map((end) => move(columns[start]!, columns[end]!, y, marker)))}`;
}

/** A lifecycle as a picture: a column a state, an arrow a call. What it shows stands below it as a table, too. */
export function lifecycleDiagram(life: Lifecycle): Html {
  const names = columnsOf(life);
  const columns = placed(names);
  const arrows = arrowsOf(life, names);
  const longest = Math.max(0, ...arrows.map(({ transition }) => transition.call.summary.length));
  const last = columns.at(-1)!;
  const width = Math.ceil(Math.max(last.center + last.width / 2, longest * LABEL_CHARACTER + MARGIN) + MARGIN);
  const height = HEAD + 26 + arrows.length * LANE;
  const id = `lifecycle-${life.schema}`;
  const marker = `${id}-head`;
  return html`<figure class="lifecycle" id="${id}">
    <figcaption>
      Lifecycle of <a class="type" href="../${pageOf.schema(life.schema)}">${life.schema}</a>, by its
      <code>${life.property}</code>. A new one is
      ${life.initial.map((state, i) => [i > 0 && " or ", html`<code>${state}</code>`])}.
    </figcaption>
    <div class="scroll" tabindex="0" role="group" aria-label="Diagram of the lifecycle of ${life.schema}">
      <svg
        viewBox="0 0 ${width} ${height}"
        width="${width}"
        height="${height}"
        style="min-width: ${Math.round(width * LEAST_SCALE)}px"
        role="group"
        aria-label="Lifecycle of ${life.schema}: ${life.states.join(", ")}"
      >
        <defs>
          <marker
            id="${marker}"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto-start-reverse"
          >
            <path class="arrow-head" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        ${columns.map((column) => stateHead(column, life, height))}
        ${arrows.map((each, i) => arrow(each, i, { columns, width, marker }))}
      </svg>
    </div>
    ${asTable(life)}
  </figure>`;
}

const stateName = (state: string, absent: string): Html =>
  state === ABSENT ? html`${absent}` : html`<code>${state}</code>`;

const asTable = (life: Lifecycle): Html =>
  html`<details class="more">
    <summary>As a table</summary>
    ${scrollTable(
      `Lifecycle of ${life.schema}`,
      ["Call", "From", "To"],
      life.transitions.map(
        ({ call, from, to }) =>
          html`<tr>
            <th scope="row"><a href="../${pageOf.call(call.id)}">${call.summary}</a></th>
            <td data-label="From">${from.map((state, i) => [i > 0 && ", ", stateName(state, "not there yet")])}</td>
            <td data-label="To">${to.map((state, i) => [i > 0 && ", ", stateName(state, "deleted")])}</td>
          </tr>`,
      ),
    )}
  </details>`;
