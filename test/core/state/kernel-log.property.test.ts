import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLogRecord } from "../../../src/core/state/kernel-log.ts";
import { mutatedText } from "../../support/mutated-text.ts";
import { PROPERTY_PARAMETERS } from "../../support/mutations.ts";

const RECORDS = [
  "30,339,5140900,-;NET: Registered PF_INET6\n",
  "4,7,12,c,caller=T1;a\\x0ab\\x5cn\n SUBSYSTEM=pci\n DEVICE=+pci:0\n",
  "6,18446744073709551615,99999999999999999999,-;x\n",
];

test("`parseLogRecord` gives a sound record or none for whatever it is given", () => {
  fc.assert(
    fc.property(mutatedText(RECORDS, [";", ",", "\\x", "\\xff", "-"]), (text) => {
      const record = parseLogRecord(text);
      if (record === undefined) return;
      expect(record.severity).toBeLessThan(8);
      expect(record.sequence).toBeGreaterThanOrEqual(0);
      expect(record.time).toBeGreaterThanOrEqual(0);
      expect(record.text.length).toBeLessThanOrEqual(text.length);
    }),
    PROPERTY_PARAMETERS,
  );
});
