/** Loaded when the search is first opened: the engine, which takes the index that a script of its own brings. */
import { type Entry, SearchEngine } from "../search/engine.ts";

const page = window as unknown as { oktaFetchSearchEngine: (entries: Entry[]) => SearchEngine };
page.oktaFetchSearchEngine = (entries) => new SearchEngine(entries);
