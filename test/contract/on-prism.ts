import type { TestProject } from "vitest/node";
import { serve } from "./servers.ts";

export default (project: TestProject) => serve(project, "prism");
