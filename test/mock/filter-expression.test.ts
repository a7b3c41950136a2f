import { describe, expect, test } from "vitest";
import {
  attributesOf,
  filterLimits,
  type Grammar,
  parseExpression,
} from "../../src/mock/state/engine/filter-expression.ts";

const USER = {
  id: "00u1",
  name: "Ada Lovelace",
  count: 5,
  active: true,
  none: null,
  created: "2026-01-05T12:00:00.000Z",
  profile: { login: "ada@example.com" },
  tags: ["red", "green"],
  empty: [],
};
const holds = (text: string, grammar?: Grammar) =>
  parseExpression(text, grammar && filterLimits(grammar))(attributesOf(USER));

describe("a comparison", () => {
  test.each([
    ['name eq "ada lovelace"', true],
    ['name eq "ada"', false],
    ['name ne "ada"', true],
    ['name ne "Ada Lovelace"', false],
    ['name sw "ADA"', true],
    ['name sw "Love"', false],
    ['name ew "LACE"', true],
    ['name ew "Ada"', false],
    ['name co "a l"', true],
    ['name co "x"', false],
    ['name gt "Ada"', true],
    ['name gt "ada lovelace"', false],
    ['name ge "ada lovelace"', true],
    ['name ge "b"', false],
    ['name lt "b"', true],
    ['name lt "ada lovelace"', false],
    ['name le "ada lovelace"', true],
    ['name le "a"', false],
    ["count eq 5", true],
    ["count eq 6", false],
    ["count gt 4", true],
    ["count gt 5", false],
    ["count ge 5", true],
    ["count ge 6", false],
    ["count lt 6", true],
    ["count lt 5", false],
    ["count le 5", true],
    ["count le 4", false],
    ["count sw 5", false],
    ['count eq "5"', false],
    ["active eq true", true],
    ["active eq false", false],
    ["active gt false", false],
    ["none eq null", true],
    ["none eq 0", false],
    // The same moment in another zone, and moments that texts would order otherwise.
    ['created eq "2026-01-05T13:00:00+01:00"', true],
    ['created lt "2026-01-05T11:30:00-01:00"', true],
    ['created gt "2026-01-05T12:30:00+01:00"', true],
    ['created sw "2026-01-05"', true],
    ['profile.login ew "@example.com"', true],
    ['profile.nothing eq "x"', false],
    ['profile.nothing ne "x"', true],
    ['tags eq "green"', true],
    ['tags ne "green"', false],
    ["name pr", true],
    ["none pr", false],
    ["tags pr", true],
    ["empty pr", false],
    ["nothing pr", false],
    ["toString pr", false],
  ])("%s is %j", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });
});

test.each([
  ["count eq 5 and active eq false", false],
  ["count eq 5 or active eq false", true],
  ["count eq 6 or active eq false", false],
  ["active eq false and count eq 6 or count eq 5", true],
  ["active eq false and (count eq 6 or count eq 5)", false],
  ["not (count eq 6)", true],
  ["not count eq 5", false],
  ["not not count eq 5", true],
  ["NOT count EQ 6 AND active Eq true OR count eq 6", true],
  ["  ( count eq 5 )  ", true],
  ['name eq "Ada Lovelace"and(count eq 5)', true],
  [`${"(".repeat(50)}count eq 5${")".repeat(50)}`, true],
])("%s is %j as a whole", (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ["", "An attribute is missing at the end."],
  ["and", 'After and comes no operator, but "".'],
  ['"x" eq 5', 'An attribute is missing before "x".'],
  ["count", 'After count comes no operator, but "".'],
  ["count is 5", 'After count comes no operator, but "is".'],
  ["count eq", "count eq lacks its value."],
  ["count eq )", "count eq lacks its value."],
  ["count eq (", "count eq lacks its value."],
  ["count eq five", "The value five needs quotes."],
  ['name eq "Ada', 'A quoted value does not end: "Ada'],
  ["(count eq 5", 'A ")" is missing.'],
  ["count eq 5)", 'The expression does not end at ")".'],
  ["count eq 5 count", 'The expression does not end at "count".'],
  [`${"(".repeat(51)}count eq 5${")".repeat(51)}`, "The expression is nested more than 50 deep."],
])("%s cannot be read, and why is said", (text, cause) => {
  expect(() => holds(text)).toThrow(expect.objectContaining({ status: 400, errorCode: "E0000031", causes: [cause] }));
});

test("a grammar takes its attributes with its operators alone", () => {
  const grammar: Grammar = { id: ["eq"], name: ["eq", "sw"] };
  expect(holds('id eq "00u1" and name sw "Ada"', grammar)).toBe(true);
  const refused = (text: string) => {
    try {
      return holds(text, grammar);
    } catch (error) {
      const { errorCode, causes } = error as { errorCode: string; causes: string[] };
      return [errorCode, ...causes];
    }
  };
  expect(refused("count eq 5")).toEqual(["E0000031", "There is no count here. There are id, name."]);
  expect(refused('toString eq "x"')).toEqual(["E0000031", "There is no toString here. There are id, name."]);
  expect(refused('id sw "00"')).toEqual(["E0000094", "id takes eq, not sw."]);
  expect(refused('not id eq "00u1"')).toEqual(["E0000094", "There is no not here."]);
  expect(refused('emails[type eq "x"] eq 5')).toEqual(["E0000094", "There are no filters in brackets."]);
});
