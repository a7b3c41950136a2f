/** Whether a number is a status that HTTP knows the class of. */
export const isStatus = (status: number): boolean => Number.isInteger(status) && status >= 100 && status <= 599;

/** A status as it can be printed: with more than three digits it can be anything. */
export const statusText = (status: number): string => (status >= 0 && status <= 999 ? String(status) : "…");

/** Whether a header value or reason phrase holds what none may hold. */
// eslint-disable-next-line no-control-regex
export const hasControlCharacter = (text: string): boolean => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(text);
