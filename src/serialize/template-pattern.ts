/** Source of a pattern for the paths that a template such as `/api/v1/users/{userId}` stands for. */
export const templatePattern = (template: string): string =>
  template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "[^/?]+");
