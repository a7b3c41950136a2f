import { dirname } from "node:path";
import ts from "typescript";

/** TypeScript as an editor runs it, on one file whose text need not be on disk. */
export interface EditedFile {
  service: ts.LanguageService;
  /** Replaces the text. */
  edit(text: string): void;
}

export function editedFile(file: string, text: string, options: ts.CompilerOptions): EditedFile {
  let content = text;
  let version = 0;
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : "0"),
    getScriptSnapshot: (name) => {
      const known = name === file ? content : ts.sys.readFile(name);
      return known === undefined ? undefined : ts.ScriptSnapshot.fromString(known);
    },
    getCurrentDirectory: () => dirname(file),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
  });
  return {
    service,
    edit(next) {
      content = next;
      version += 1;
    },
  };
}
