import { join } from "node:path";
import { readYaml, sourceDir } from "../../scripts/lib/paths.ts";
import { breakable, html, type Html } from "../html.ts";
import type { Page } from "../layout.ts";
import { inline } from "../markdown.ts";
import { engineBadge } from "./badges.ts";
import { filterField, scrollTable } from "./table.ts";

export interface EventType {
  name: string;
  description: string;
  /** Whether an event hook may subscribe to it. */
  eventHook?: boolean;
  engine?: string;
  deprecated?: boolean;
}

export const eventTypes: EventType[] = Object.entries<string | Omit<EventType, "name">>(
  readYaml(join(sourceDir, "event-types.yaml")),
).map(([name, meaning]) => (typeof meaning === "string" ? { name, description: meaning } : { name, ...meaning }));

const notes = ({ eventHook, engine, deprecated }: EventType): Html =>
  html`${eventHook && html`<span class="badge">event hooks</span>`} ${engineBadge(engine)}
  ${deprecated && html`<span class="mark warn">deprecated</span>`}`;

/** The table of event types. */
export function eventTypesPage(): Page {
  const main = html`<h1>Event types</h1>
    <p class="lead">
      Values of <a href="schemas/LogEvent.html"><code>eventType</code></a> in the
      <a href="sections/log.html">System Log</a>. Event hooks can subscribe to those that say so. Okta adds types with
      every release, so treat one that is not listed like any other.
    </p>
    ${filterField("event-type-table", "group membership")}
    ${scrollTable(
      "Event types",
      ["Type", "Meaning", "Notes"],
      eventTypes.map(
        (type) =>
          html`<tr id="${type.name}" data-words>
            <th scope="row">
              <a href="#${type.name}"><code>${breakable(type.name)}</code></a>
            </th>
            <td>${inline(type.description)}</td>
            <td>${notes(type)}</td>
          </tr>`,
      ),
      "event-type-table",
    )}`;
  return { file: "event-types.html", title: "Event types", description: "What the types of log events mean.", main };
}
