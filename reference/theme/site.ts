/** What every page can do besides being read. */
import { codeBlocks } from "./site/code.ts";
import { colorToggle } from "./site/colors.ts";
import { examples } from "./site/examples.ts";
import { expandButtons } from "./site/expand.ts";
import { filters } from "./site/filters.ts";
import { fragments } from "./site/fragments.ts";
import { navigation } from "./site/navigation.ts";
import { print } from "./site/print.ts";
import { tabs } from "./site/tabs.ts";
import { targets } from "./site/targets.ts";
import { searchDialog } from "./search/dialog.ts";

colorToggle();
fragments();
tabs();
codeBlocks();
expandButtons();
examples();
filters();
targets();
navigation();
print();
searchDialog();
