import { type Check, equal, opened, type Setting } from "./setting.ts";

/** One click of a reader, or two for what they type into the search and the hit that they choose. */
type Move = { search: string; hit: string } | { click: string };

interface Question {
  question: string;
  way: Move[];
  /** What stands in sight where the way ends. */
  answer: RegExp[];
}

const search = (query: string, hit: string): Move => ({ search: query, hit });
const click = (selector: string): Move => ({ click: selector });

/** What a developer asks of a reference, and the way from the start page to the answer. */
const QUESTIONS: Question[] = [
  {
    question: "Which settings does a SAML app take?",
    way: [search("create app", "operations/createApplication.html"), click('[id="request~SAML_2_0"] > summary')],
    answer: [/ssoAcsUrl/, /audience/],
  },
  {
    question: "Which types of policy are there, and what is each for?",
    way: [search("policy type", "schemas/PolicyType.html"), click(".value-set > summary")],
    answer: [/ACCESS_POLICY\s+\w/, /PASSWORD\s+\w/, /MFA_ENROLL\s+\w/],
  },
  {
    question: "Which errors does creating a user give, and with which body?",
    way: [search("create user", "operations/createUser.html"), click("#response-400 summary >> nth=0")],
    answer: [/"errorCode": "E0000001"/, /login: An object with this field already exists/],
  },
  {
    question: "What is lost when a user is deactivated?",
    way: [search("deactivate user", "operations/deactivateUser.html")],
    answer: [/What is lost/, /app assignments/],
  },
  {
    question: "How does the life of a factor go?",
    way: [search("factor", "sections/userfactor.html")],
    answer: [/PENDING_ACTIVATION/, /Activate a factor/, /Unenroll a factor/],
  },
  {
    question: "Against which rate limit does reading the log count?",
    way: [search("log events", "operations/listLogEvents.html")],
    answer: [/counts against \/api\/v1\/logs/],
  },
  {
    question: "Which scope and which administrator may create a group?",
    way: [search("create group", "operations/addGroup.html")],
    answer: [/okta\.groups\.manage/, /administrator role that allows it/],
  },
  {
    question: "How is TOTP enrolled?",
    way: [search("TOTP", "guides/totp-from-enrollment-to-sign-in.html")],
    answer: [/token:software:totp/, /sharedSecret/],
  },
  {
    question: "How is a client secret rotated without an outage?",
    way: [search("rotate client secret", "guides/rotate-a-client-secret.html")],
    answer: [/credentials\/secrets/, /deactivate/],
  },
  {
    question: "How is the log read without losing an event?",
    way: [search("system log follow", "guides/follow-the-log.html")],
    answer: [/rel="next"|next/, /since/],
  },
  {
    question: "Which call makes a suspended user active?",
    way: [search("users", "sections/user.html")],
    answer: [/SUSPENDED/, /Unsuspend a user/],
  },
  {
    question: "How does a single-page app sign in?",
    way: [search("SPA", "guides/single-page-app-with-pkce.html")],
    answer: [/pkce_required/, /redirect_uris/],
  },
  {
    question: "How do I know whether a list has more pages?",
    way: [search("pagination", "guides/page-through-a-list.html")],
    answer: [/Link/, /next/],
  },
  {
    question: "Which functions may a group rule use?",
    way: [search("group rule expression", "guides/group-rules.html")],
    answer: [/String\.stringContains/, /isMemberOf/],
  },
  {
    question: "How does a webhook prove that it is mine?",
    way: [search("webhook verify", "guides/receive-webhooks.html")],
    answer: [/x-okta-verification-challenge/i],
  },
  {
    question: "What does E0000047 mean, and what is to be done?",
    way: [search("E0000047", "errors.html#E0000047")],
    answer: [/E0000047/, /429/],
  },
  {
    question: "How are users imported with the hashes of their passwords?",
    way: [search("password hash", "schemas/PasswordHash.html")],
    answer: [/BCRYPT/, /workFactor/],
  },
  {
    question: "Which event says that a user was added to a group?",
    way: [search("event group membership added", "event-types.html#group.user_membership.add")],
    answer: [/group\.user_membership\.add/],
  },
  {
    question: "How many users come in one page?",
    way: [search("list users", "operations/listUsers.html")],
    answer: [/at most 200/],
  },
  {
    question: "Which operators does the search for users know?",
    way: [search("list users", "operations/listUsers.html"), click('.jumps a[href="#query"]')],
    answer: [/\bsw\b/, /\beq\b/],
  },
  {
    question: "What differs between PUT and POST on a user?",
    way: [search("update user", "operations/updateUser.html")],
    answer: [/Changes only the attributes that are sent/, /Replace a user/],
  },
  {
    question: "How are sessions and tokens of a user ended together?",
    way: [search("revoke sessions", "operations/revokeUserSessions.html")],
    answer: [/oauthTokens/],
  },
  {
    question: "Which kinds of factor can be enrolled, and what does each need?",
    way: [search("enroll factor", "operations/enrollFactor.html")],
    answer: [/token:software:totp/, /webauthn/, /question/],
  },
  {
    question: "How is an update made that fails when somebody else changed the user?",
    way: [search("optimistic locking", "guides/caching.html")],
    answer: [/If-Match/, /412/],
  },
  {
    question: "How large may a logo be, and of which format?",
    way: [search("upload logo", "operations/uploadBrandThemeLogo.html")],
    answer: [/PNG/, /\bkB\b|\bKB\b|\bMB\b/],
  },
  {
    question: "How is a test run without an org?",
    way: [click('#nav a:text-is("Testing with the mock")')],
    answer: [/startMockServer/],
  },
];
const MOST_CLICKS = 3;
/** How long the last click may take to show the answer, in ms. */
const MOST_WAIT = 2000;

async function go(page: any, move: Move): Promise<number> {
  if ("click" in move) {
    await page.click(move.click);
    return 1;
  }
  await page.keyboard.press("/");
  await page.fill("dialog input", move.search);
  await page.waitForSelector("dialog [role=option]");
  const hits: string[] = await page.$$eval("dialog [role=option]", (links: HTMLAnchorElement[]) =>
    links.slice(0, 3).map((link) => link.getAttribute("href")!),
  );
  const at = hits.findIndex((href) => href.endsWith(move.hit));
  if (at < 0) throw new Error(`"${move.search}" finds ${hits.join(", ")}`);
  await page.click(`#hit-${at}`);
  await page.waitForLoadState();
  return 2;
}

/** Questions that the site answers, each within three clicks from the start page, from `file://`; the seconds are those of the page, not of a reader. */
export const questionChecks = (setting: Setting): Check[] =>
  QUESTIONS.map(({ question, way, answer }) => [
    `answered within ${MOST_CLICKS} clicks: ${question}`,
    () =>
      opened(setting, setting.fileUrl("index.html"), { offline: true }, async ({ page, errors }) => {
        const start = performance.now();
        let clicks = 0;
        for (const move of way) clicks += await go(page, move);
        if (clicks > MOST_CLICKS) throw new Error(`${clicks} clicks`);
        const missing = async () => {
          // What is closed or hidden is no part of the text that the browser renders.
          const text: string = await page.innerText("main");
          return answer.filter((part) => !part.test(text)).map(String);
        };
        const until = performance.now() + MOST_WAIT;
        while ((await missing()).length > 0 && performance.now() < until) await page.waitForTimeout(20);
        const seconds = (performance.now() - start) / 1000;
        equal(await missing(), [], "not in sight");
        equal(errors, [], "errors");
        return `${clicks} ${clicks === 1 ? "click" : "clicks"}, ${seconds.toFixed(1)} s`;
      }),
  ]);
