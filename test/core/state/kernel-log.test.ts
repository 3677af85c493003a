/** Records of /dev/kmsg. */

import { expect, test } from "vitest";
import { parseLogRecord } from "../../../src/core/state/kernel-log.ts";

test("a record has severity, number, time and text", () => {
  expect(parseLogRecord("30,339,5140900,-;NET: Registered PF_INET6\n")).toEqual({
    severity: 6,
    sequence: 339,
    time: 5140900,
    text: "NET: Registered PF_INET6",
  });
});

test("further fields and properties are passed over, escapes are undone", () => {
  const record = "4,7,12,c,caller=T1,future;a\\x0ab\\x5cn\\xe4;c\n SUBSYSTEM=pci\n DEVICE=+pci:0\n";
  expect(parseLogRecord(record)?.text).toBe("a\nb\\n\xe4;c");
});

test.each(["", "x", "4,7;text", "4,7,12", ";x", "-1,2,3,-;x"])("%j is no record", (bytes) => {
  expect(parseLogRecord(bytes)).toBeUndefined();
});
