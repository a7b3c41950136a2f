export const HELP = `okta-fetch request [method] <path> [options]

Sends a request to an org and prints the response. Waits for rate limits and retries after faults as the client does.

  okta-fetch request GET /api/v1/users --paginate --query 'search=status eq "ACTIVE"'
  okta-fetch request POST /api/v1/groups --body '{"profile":{"name":"Engineering"}}'
  okta-fetch request POST /api/v1/brands/bnd1/themes/thm1/logo --form file=@logo.png

  -q, --query <k=v>         query parameter, encoded for you; repeatable
  -b, --body <body>         JSON, the name of a file, or - for standard input
  -F, --form <k=v>          field of a multipart form, k=@file for a file; repeatable
  -H, --header <n: v>       header; repeatable
      --paginate            read all pages of a list and print them as one, in flat memory
      --max-items <n>       end after so many items of them
      --ndjson              print one item a line
  -i, --include             print status and headers first
      --raw                 print the body as it comes, also when it is binary
      --error-body          print the body of an error on standard output
  -o, --output <file>       write there; the file appears when it is complete
      --org-url <url>       another org than OKTA_CLIENT_ORGURL
      --token-file <file>   read the token from there
      --token-stdin         read the token from standard input
      --bearer              the token is an OAuth 2.0 access token, not an API token
      --timeout <s>         seconds for one attempt (60)
      --no-retry            send once
  -v, --verbose             report retries and waits, and how it ended, on standard error
  -h, --help                this page

Environment, as Okta's SDKs have it:

  OKTA_CLIENT_ORGURL              https://example.okta.com
  OKTA_CLIENT_TOKEN               an API token
  OKTA_CLIENT_AUTHORIZATIONMODE   SSWS (default), Bearer (the token is an access token) or PrivateKey (sign in as a
                                  service app, with the variables below)
  OKTA_CLIENT_CLIENTID            client id of the service app
  OKTA_CLIENT_PRIVATEKEY          its private key, PEM or JWK, or the name of a file
  OKTA_CLIENT_PRIVATEKEYID        id of the key, where the app has several and the key does not name it
  OKTA_CLIENT_SCOPES              okta.users.read okta.groups.read
  OKTA_CLIENT_DPOPENABLED         true, where the app demands proof of possession

There is no option for the token itself: other users of the machine can see a command line, and shells keep it.
Exit status: 0 success, 1 refused or no response, 2 wrong usage (nothing was sent), 130 ended by Ctrl-C.`;

export const OPTIONS = {
  query: { type: "string", short: "q", multiple: true },
  body: { type: "string", short: "b" },
  form: { type: "string", short: "F", multiple: true },
  header: { type: "string", short: "H", multiple: true },
  paginate: { type: "boolean", default: false },
  "max-items": { type: "string" },
  ndjson: { type: "boolean", default: false },
  include: { type: "boolean", short: "i", default: false },
  raw: { type: "boolean", default: false },
  "error-body": { type: "boolean", default: false },
  output: { type: "string", short: "o" },
  "org-url": { type: "string" },
  "token-file": { type: "string" },
  "token-stdin": { type: "boolean", default: false },
  bearer: { type: "boolean", default: false },
  timeout: { type: "string" },
  retry: { type: "boolean", default: true },
  verbose: { type: "boolean", short: "v", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;
