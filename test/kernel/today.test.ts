/** What kmod 30 cannot be compared with, on a running kernel: by exact expectations. */

import { reasons } from "./cases/reasons.ts";
import { signedKernelReasons } from "./cases/reasons-signed-kernel.ts";
import { todayTables } from "./cases/today.ts";
import { expectedInGuest } from "./support/expected.ts";
import { qemu, uml } from "./support/guest.ts";

expectedInGuest("what kmod 30 has not", uml, { ...todayTables, "why it failed": reasons }, 14);
expectedInGuest("why a kernel with signatures and versions refused", qemu, { "why it failed": signedKernelReasons }, 4);
