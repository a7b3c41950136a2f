const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;

/** Whether a media type, with its parameters or without, is JSON: `application/json`, `application/problem+json`. */
export const isJson = (mediaType: string): boolean => JSON_TYPE.test(mediaType);
