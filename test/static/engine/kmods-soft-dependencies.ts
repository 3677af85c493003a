/** The program of the static edition under kmod's rules on soft dependencies: see conformance/support/kmods-soft-dependencies.ts. */

import { softDependencyRules } from "../../../src/core/module/soft-dependency-rules.ts";
import { kmodsSoftDependencyRules } from "../../conformance/support/kmods-soft-dependency-rules.ts";
import "../../../src/static/main.ts";

Object.assign(softDependencyRules, kmodsSoftDependencyRules);
