import { html, type Html } from "../html.ts";
import { endpoint } from "../layout.ts";
import { type Call, pageOf } from "../model/reference.ts";

/** Calls by what they do, each with its method and path. */
export const callList = (calls: Call[], base: string): Html =>
  html`<ul class="call-list">
    ${calls.map(
      (call) =>
        html`<li>
          <a href="${base}${pageOf.call(call.id)}"
            ><span class="what">${call.summary}</span><span class="where">${endpoint(call)}</span></a
          >
        </li>`,
    )}
  </ul>`;
