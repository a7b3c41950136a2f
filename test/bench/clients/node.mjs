// Bare Node: what a process costs before any client.
export const create = () => ({});
